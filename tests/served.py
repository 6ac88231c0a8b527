"""The portal as gunicorn serves it, on the test database, and people who send it forms."""

import re
from datetime import timedelta
from http.client import HTTPConnection
from typing import NamedTuple
from urllib.parse import quote, urlencode

from django.conf import settings
from django.db import connection
from django.utils import timezone

from miko_portal.base.clock import today
from miko_portal.bench.measuring import serving
from miko_portal.bench.registering import COOKIE
from tests.events.factories import make_run, make_session

HEADERS = {"Content-Type": "application/x-www-form-urlencoded", "Accept-Language": "de"}
PATIENCE = 120  # seconds, on a machine with much else to do


def serving_portal(application="miko_portal.wsgi", **options):
    """Several processes with the rights of the running portal; yields the port."""
    return serving(application, **{"DATABASE_URL": portal_database(), **options})


def portal_database():
    """The address of the test database, for the role of the portal."""
    connection.ensure_connection()
    where = connection.settings_dict
    return database_address(
        settings.PORTAL_DATABASE["USER"], where["HOST"], where["NAME"], where["PORT"]
    )


def database_address(user, host, name, port=""):
    return f"postgres://{quote(user)}@{quote(host, safe='')}:{port or 5432}/{quote(name)}"


class Answer(NamedTuple):
    status: int
    headers: dict
    text: str


def ask(port, path, *, form=None, address="127.0.0.1"):
    """A request from an address of this computer; with a form it is sent."""
    there = HTTPConnection("localhost", port, PATIENCE, source_address=(address, 0))
    try:
        if form is None:
            there.request("GET", path, headers=HEADERS)
        else:
            there.request("POST", path, urlencode(form), HEADERS | {"Cookie": COOKIE})
        response = there.getresponse()
        return Answer(response.status, dict(response.headers), response.read().decode())
    finally:
        there.close()


def make_open_run(**kw):
    """A run to register for, by the clock of this computer, which is that of the server."""
    run = make_run(coming="here", published_on=today(), days=None, **kw)
    make_session(run, starts_at=timezone.now() + timedelta(days=7))
    return run


def language_of(answer):
    return re.search(r'<html lang="([^"]+)"', answer.text)[1]
