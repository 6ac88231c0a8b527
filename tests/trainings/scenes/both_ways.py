"""Scenes of forms in the administration, each with how to post it and how to call its action."""

from datetime import date

import pytest
from django.db import connection
from django.urls import reverse

from tests.cooperation.factories import make_person
from tests.trainings.browser import fields
from tests.trainings.factories import (
    at,
    make_run,
)

NOW = at(day=11, hour=12)
TODAY = date(2027, 3, 11)
# What a browser has open, and a number by lot that public pages are kept by, is no result.
LEFT_OUT = {"django_session", "usersessions_usersession", "base_publicchange"}
FORMS = []


def form(page):
    """Registers what sets a scene and answers with how to post the form and how to call the action.

    `post(client)` and `act(by)`; the scene is set anew for each.
    """

    def register(scene):
        FORMS.append(pytest.param(scene, id=f"{page}-{scene.__name__}"))
        scene.page = page
        return scene

    return register


def everything():
    with connection.cursor() as cursor:
        tables = sorted(set(connection.introspection.table_names()) - LEFT_OUT)
        rows = {}
        for table in tables:
            cursor.execute(f'SELECT kept::text FROM "{table}" AS kept')
            rows[table] = {text for (text,) in cursor.fetchall()}
        return rows


def changed(before, after):
    """What is new and what is gone, by table."""
    return {
        table: (sorted(after[table] - before[table]), sorted(before[table] - after[table]))
        for table in after
        if after[table] != before[table]
    }


def next_keys():
    with connection.cursor() as cursor:
        cursor.execute("SELECT sequencename, last_value FROM pg_sequences")
        return cursor.fetchall()


def set_keys(keys):
    with connection.cursor() as cursor:
        for name, last in keys:
            cursor.execute("SELECT setval(%s, %s, %s)", [name, last or 1, last is not None])


def address(page, *args):
    return reverse(f"admin:trainings_{page}", args=args)


def parts(name, day):
    return {f"{name}_{part}": getattr(day, part) for part in ("day", "month", "year")}


def send(page, *args, **typed):
    return lambda client: accepted(client.post(address(page, *args), typed))


def change(page, *args, **typed):
    """Opens a page, changes some fields, presses save."""

    def post(client):
        shown = fields(client.get(address(page, *args)))
        accepted(client.post(address(page, *args), shown | {"_save": ""} | typed))

    return post


def accepted(response):
    assert response.status_code == 302, getattr(response, "context", response)


def later(**kw):
    return make_run(starts_at=at(day=20), **kw)


def with_mail(name="ada"):
    return make_person(given_name="Ada", family_name="Bär", mail=f"{name}@example.org")
