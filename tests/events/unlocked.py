"""The portal as it would be if nobody locked a run before deciding about its seats.

Whoever has read it takes their time, so that others read the same before anything is written.
"""

from time import sleep

from miko_portal.wsgi import application  # isort: skip (the models can be read after it)
from miko_portal.base import seats

__all__ = ["application"]


def read_only(run):
    run.refresh_from_db()
    if run.seats_free:
        sleep(1)


seats.lock = read_only
