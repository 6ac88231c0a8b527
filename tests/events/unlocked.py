"""The portal as it would be if nobody locked a run before deciding about its seats."""

from miko_portal.wsgi import application  # isort: skip (the models can be read after it)
from miko_portal.base import seats

__all__ = ["application"]


def read_only(run):
    run.refresh_from_db()


seats.lock = read_only
