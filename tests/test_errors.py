import re

import pytest
from django.core.exceptions import PermissionDenied, SuspiciousOperation
from django.db import OperationalError
from django.test import Client
from django.urls import path

from miko_portal.urls import (  # noqa: F401 - what a URLconf has
    handler400,
    handler403,
    handler404,
    handler500,
    urlpatterns,
)
from tests.base.factories import make_staff

ERRORS = {
    400: SuspiciousOperation,
    403: PermissionDenied,
    500: ValueError,
    503: OperationalError,
}


def fail(request, code, status):
    raise ERRORS[status]("a secret that nobody may read")


fail.login_required = False
urlpatterns = [path("<str:code>/fail/<int:status>/", fail), *urlpatterns]

pytestmark = pytest.mark.urls(__name__)


@pytest.fixture
def visitor():
    return Client(raise_request_exception=False)


@pytest.mark.parametrize("status", ERRORS)
@pytest.mark.parametrize(("code", "direction"), [("de", "ltr"), ("ar", "rtl")])
def test_error_page_is_in_the_language_of_the_address(visitor, status, code, direction):
    response = visitor.get(f"/{code}/fail/{status}/")  # no database: the test has none
    html = response.content.decode()
    assert response.status_code == status
    assert re.search(r'<html lang="(\S+)" dir="(\S+)">', html).groups() == (code, direction)
    assert "secret" not in html
    assert response.cookies == {}


def test_not_found_keeps_the_language_switch(visitor):
    response = visitor.get("/fr/nichts/hier/?x=1")
    assert response.status_code == 404
    assert 'href="/uk/nichts/hier/?x=1"' in response.content.decode()


@pytest.mark.django_db
def test_who_is_signed_in_keeps_their_menu(visitor):
    visitor.force_login(make_staff("Partner"))
    response = visitor.get("/organisationen/")
    assert response.status_code == 403
    assert 'href="/konto/abmelden/"' in response.text
    assert 'href="/konto/anmelden/"' not in response.text


def test_wrong_host_is_a_bad_request_in_the_look(visitor, settings):
    settings.ALLOWED_HOSTS = ["testserver"]
    response = visitor.get("/de/", headers={"host": "evil.example"})
    assert response.status_code == 400
    assert "<h1" in response.content.decode()


def test_form_without_its_secret_is_explained():
    response = Client(enforce_csrf_checks=True).post("/de/fail/500/")
    assert response.status_code == 403
    assert "Ihr Formular ist nicht angekommen</h1>" in response.content.decode()


def test_database_that_does_not_answer_is_worth_another_try(visitor):
    assert visitor.get("/de/fail/503/")["Retry-After"] == "120"


def test_error_in_the_error_page_is_plain_text(visitor, monkeypatch):
    monkeypatch.setattr("miko_portal.errors.render_to_string", lambda *args: 1 / 0)
    response = visitor.get("/de/fail/500/")
    assert (response.status_code, response["Content-Type"]) == (500, "text/plain; charset=utf-8")
