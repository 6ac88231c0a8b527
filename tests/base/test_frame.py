import re

import pytest
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from environs import Env

from miko_portal.base.languages import LANGUAGES
from miko_portal.base.office import office_settings

pytestmark = pytest.mark.django_db


def home(client, code="de", query=""):
    return client.get(f"/{code}/{query}").content.decode()


@pytest.mark.parametrize("language", LANGUAGES, ids=lambda language: language.code)
def test_page_names_its_language_and_direction(client, language):
    html = home(client, language.code)
    assert f'<html lang="{language.code}" dir="{language.direction}">' in html
    assert ("css/portal.rtl" in html) == (language.direction == "rtl")


def test_switch_stays_on_the_page_and_keeps_the_query(client):
    html = home(client, "ar", "?q=a%26b")
    links = re.findall(r'<a href="([^"]+)" lang="([^"]+)" hreflang="([^"]+)"', html)
    expected = [(f"/{row.code}/?q=a%26b", row.code, row.code) for row in LANGUAGES]
    assert links == expected


def test_other_languages_are_announced_without_the_query(client):
    html = home(client, "fr", "?q=x")
    links = re.findall(r'rel="alternate" hreflang="([^"]+)" href="([^"]+)"', html)
    default = ("x-default", "http://testserver/de/")
    assert [link for link in links if link != default] == [
        (row.code, f"http://testserver/{row.code}/") for row in LANGUAGES
    ]
    assert links.count(default) == 1


def test_reading_page_sets_no_cookie_and_is_the_same_for_everybody(client):
    response = client.get("/de/")
    assert response.cookies == {}
    assert "Cookie" not in response.get("Vary", "")


def test_footer_names_a_person_to_call(client):
    html = home(client)
    assert f'href="tel:{settings.OFFICE.tel}"' in html
    assert settings.OFFICE.tel.startswith("+49")


@pytest.fixture
def env(monkeypatch):
    def with_values(**values):
        for name, value in values.items():
            monkeypatch.setenv(name, value)
        return Env()

    return with_values


def test_another_county_takes_over_by_the_environment(env):
    office = office_settings(
        env(
            OFFICE_NAME="Kreisverwaltung Ahrweiler",
            OFFICE_PHONE="(0221) 4710-200",
            OFFICE_HOURS="1-5 9:00-12:00",
            OFFICE_LANGUAGES="de,tr",
        )
    )
    assert (office.name, office.tel) == ("Kreisverwaltung Ahrweiler", "+492214710200")
    assert [(row.days, row.opens) for row in office.hours] == [("Montag – Freitag", "9:00")]
    assert [language.name for language in office.languages] == ["Deutsch", "Türkçe"]


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("OFFICE_HOURS", "Mo-Fr 9-12"),
        ("OFFICE_HOURS", "8 9:00-10:00"),
        ("OFFICE_LANGUAGES", "xx"),
        ("OFFICE_PHONE", "auf Anfrage"),
    ],
)
def test_setting_that_is_not_understood_is_named(env, name, value):
    with pytest.raises(ImproperlyConfigured, match=name):
        office_settings(env(**{name: value}))
