"""The settings as another process reads them, from an environment of its own."""

import json
import logging
import os
import socket
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest
from django.http import HttpResponse
from django.test import RequestFactory
from django.utils.log import log_response

from miko_portal.base.logs import RoutesForAddresses, WithoutValues

ROOT = Path(__file__).resolve().parents[1]
PRODUCTION = {
    "SECRET_KEY": "Zg7-" + "kT3xW9" * 10,
    "ALLOWED_HOSTS": "miko.example.org",
    "DATABASE_URL": "postgres://portal:geheim@db.example.org/miko",
    "MIGRATION_DATABASE_URL": "postgres://owner:geheim@db.example.org/miko",
}


def manage(*arguments, **environment):
    return run("manage.py", *arguments, **environment)


def run(*arguments, **environment):
    return subprocess.run(
        [sys.executable, *arguments],
        cwd=ROOT,
        env={"PATH": os.environ["PATH"], **environment},
        capture_output=True,
        text=True,
    )


def value_of(expression, **environment):
    code = f"from django.conf import settings; import json; print(json.dumps({expression}))"
    done = run("-c", code, DJANGO_SETTINGS_MODULE="miko_portal.settings", **environment)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def test_production_refuses_to_start_and_says_all_that_is_missing():
    done = manage("check")
    assert done.returncode == 1
    assert [line for line in done.stderr.splitlines() if " is missing: " in line] == [
        "SECRET_KEY is missing: a long random text that nobody else knows.",
        "ALLOWED_HOSTS is missing: the names of the portal's host, parted by commas.",
        "DATABASE_URL is missing: the PostgreSQL database, such as "
        "postgres://portal:password@host/miko.",
    ]
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize("name", ["SECRET_KEY", "ALLOWED_HOSTS"])
def test_what_is_set_to_nothing_is_missing(name):
    done = manage("check", **PRODUCTION | {name: ""})
    assert done.returncode == 1
    assert done.stderr.startswith(f"{name} is missing: ")


def test_links_in_messages_lead_to_the_host_unless_told_otherwise():
    assert value_of("settings.PORTAL_URL", **PRODUCTION) == "https://miko.example.org"


@pytest.mark.parametrize(
    ("name", "value", "sentence"),
    [
        ("DEBUG", "vielleicht", "DEBUG is wrong: Write true or false."),
        ("HSTS_SECONDS", "ein Jahr", "HSTS_SECONDS is wrong: Write a whole number."),
        ("DATABASE_URL", "geheim", "DATABASE_URL is wrong: "),
        ("DATABASE_URL", "mysql://u@h/d", "DATABASE_URL is wrong: "),
        ("LOG_LEVEL", "LAUT", "LOG_LEVEL is wrong: "),
        ("PORTAL_URL", "portal", "PORTAL_URL is wrong: Write it in full: "),
        ("ALLOWED_HOSTS", "https://a.example.org", "ALLOWED_HOSTS is wrong: Write the names alone"),
        ("OFFICE_MAIL", "…", "OFFICE_MAIL is wrong: Write a mail address: "),
        ("MAIL_FROM", "Kreisverwaltung", "MAIL_FROM is wrong: Write a mail address: "),
        ("EMAIL_URL", "mail", "EMAIL_URL is wrong: Write it in full: "),
        ("EMAIL_URL", "smtp+tls://u:geheim@h:587", "EMAIL_URL is wrong: Write it in full: "),
    ],
)
def test_wrong_value_is_named_with_a_sentence(name, value, sentence):
    done = manage("check", **PRODUCTION | {name: value})
    assert done.returncode == 1
    (line,) = [line for line in done.stderr.splitlines() if " is wrong: " in line]
    assert line.startswith(sentence)
    assert "geheim" not in done.stderr


def test_database_that_cannot_be_reached_is_told_by_a_sentence():
    nobody = {"DATABASE_URL": "postgres://portal:geheim@127.0.0.1:1/miko"}
    done = manage("prepare", "--without-static", **PRODUCTION | nobody)
    assert done.returncode == 1
    assert done.stderr.startswith("CommandError: The owner of the tables (MIGRATION_DATABASE_URL")
    assert "geheim" not in done.stderr


def test_production_is_closed_to_all_but_https():
    names = ["SESSION_COOKIE_SECURE", "CSRF_COOKIE_SECURE", "SECURE_SSL_REDIRECT"]
    values = value_of(f"[getattr(settings, n) for n in {names}]", **PRODUCTION)
    assert values == [True, True, True]
    assert value_of("[settings.DEBUG, settings.SECURE_HSTS_SECONDS]", **PRODUCTION) == [
        False,
        31536000,
    ]


def test_check_for_production_has_nothing_to_say_but_what_the_office_fills_in():
    done = manage("check", "--deploy", **PRODUCTION)
    assert done.returncode == 0
    told = [line.split(":")[1] for line in done.stderr.splitlines() if ": (" in line]
    assert {identifier for identifier in told if "legal" not in identifier} == set()


def test_dots_of_the_guide_are_no_answer():
    values = value_of("settings.LEGAL_SLOTS", **PRODUCTION, OFFICE_REPRESENTATIVE="…")
    assert values["OFFICE_REPRESENTATIVE"] == ""


def test_one_role_in_production_is_warned_of():
    one = {**PRODUCTION, "MIGRATION_DATABASE_URL": ""}
    assert "(portal.W001)" in manage("check", "--deploy", **one).stderr


def test_check_starts_no_server(tmp_path):
    before = set((ROOT / "var").glob("postgres-nobody*"))
    done = manage("check", DEBUG="1", DATABASE_CLUSTER="nobody")
    assert done.returncode == 0
    assert set((ROOT / "var").glob("postgres-nobody*")) == before == set()


def test_log_has_the_route_of_an_address_with_a_token(rf):
    request = RequestFactory().get("/de/anmeldung/geheim123/?x=1")
    request.resolver_match = SimpleNamespace(route="de/anmeldung/<token>/")
    record = logging.makeLogRecord(
        {"msg": "%s: %s", "args": ("Gone", request.path), "request": request}
    )
    assert RoutesForAddresses().filter(record)
    assert record.getMessage() == "Gone: /de/anmeldung/<token>/"


def test_log_has_no_address_that_nothing_answers():
    request = RequestFactory().get("/de/anmeldungen/geheim123/")
    record = logging.makeLogRecord(
        {"msg": "%s: %s", "args": ("Not Found", request.path), "request": request}
    )
    RoutesForAddresses().filter(record)
    assert record.getMessage() == "Not Found: (no such address)"


@pytest.mark.parametrize("typed", ["/de/anmeldung/Müller%0a/", "/de/anmeldung/ge%C3%BCheim/?x=ü"])
@pytest.mark.parametrize("route", ["de/anmeldung/<token>/", None])
def test_log_has_no_address_with_characters_that_are_written_otherwise(typed, route):
    request = RequestFactory().get(typed)
    request.resolver_match = route and SimpleNamespace(route=route)
    logger, records = logging.Logger("alone"), []
    logger.handle = records.append
    for path in (request.path, request.get_full_path()):
        gone = HttpResponse(status=410)
        log_response("%s: %s", "Gone", path, response=gone, request=request, logger=logger)
    assert len(records) == 2
    for record in records:
        RoutesForAddresses().filter(record)
        expected = "/de/anmeldung/<token>/" if route else "(no such address)"
        assert record.getMessage() == f"Gone: {expected}"


def test_log_takes_the_connections_of_the_server_for_development():
    with socket.socket() as connection:
        record = logging.makeLogRecord(
            {"msg": "Broken pipe from %s", "args": ("127.0.0.1",), "request": connection}
        )
        assert RoutesForAddresses().filter(record)
    assert record.getMessage() == "Broken pipe from 127.0.0.1"


def test_log_says_where_an_error_was_but_not_with_which_value():
    try:
        int("Fatima Geheim")
    except ValueError:
        text = WithoutValues().formatException(sys.exc_info())
    assert text.splitlines()[-1] == "ValueError"
    assert "Fatima" not in text.splitlines()[-1]
