"""The portal as gunicorn serves it, on the test database, and people who send it forms."""

import re
from datetime import timedelta
from http.client import HTTPConnection
from typing import NamedTuple
from urllib.parse import quote, urlencode
from uuid import uuid4

from django.conf import settings
from django.core import signing
from django.db import connection
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override

from events.traps import SALT
from miko_portal.base.clock import today
from miko_portal.bench.measuring import serving
from tests.events.factories import make_run, make_session

SECRET = "s" * 32  # of the form; a browser gets it as a cookie and sends both back
HEADERS = {"Content-Type": "application/x-www-form-urlencoded", "Accept-Language": "de"}
A_WHILE = 60  # seconds that somebody has had the form open
PATIENCE = 120  # seconds, on a machine with much else to do


def serving_portal(application="miko_portal.wsgi", **options):
    """Several processes with the rights of the running portal; yields the port."""
    connection.ensure_connection()
    where = connection.settings_dict
    address = database_address(
        settings.PORTAL_DATABASE["USER"], where["HOST"], where["NAME"], where["PORT"]
    )
    return serving(application, **{"DATABASE_URL": address, **options})


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
            cookie = {"Cookie": f"{settings.CSRF_COOKIE_NAME}={SECRET}"}
            there.request("POST", path, urlencode(form), HEADERS | cookie)
        response = there.getresponse()
        return Answer(response.status, dict(response.headers), response.read().decode())
    finally:
        there.close()


def make_open_run(**kw):
    """A run to register for, by the clock of this computer, which is that of the server."""
    run = make_run(coming="here", published_on=today(), days=None, **kw)
    make_session(run, starts_at=timezone.now() + timedelta(days=7))
    return run


def form_of(run, language="de"):
    """The address to register at, and what the form holds when it was open for a while."""
    with override(language):
        path = reverse("events:registration_create", args=[run.pk])
    made = timezone.now().timestamp() - A_WHILE
    return path, {
        "csrfmiddlewaretoken": SECRET,
        "made": signing.dumps([uuid4().hex, None, made], salt=SALT),
        "language": language,
        "persons": "1",
    }


def language_of(answer):
    return re.search(r'<html lang="([^"]+)"', answer.text)[1]
