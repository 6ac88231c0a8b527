from datetime import date

import pytest
from django.core.management import call_command
from django.db import DatabaseError, transaction
from django.urls import reverse
from django.utils import translation

from miko_portal.base import legal_texts
from miko_portal.base.languages import LANGUAGES
from miko_portal.base.models import LegalText
from miko_portal.base.models.legal import SLOT
from miko_portal.base.slots import SLOTS

pytestmark = pytest.mark.django_db
TODAY = date(2026, 3, 2)


def make_version(**kw):
    kw = {
        "page": "impressum",
        "language": "de",
        "number": 2,
        "title": "Impressum",
        "body": "Neu",
        "valid_from": TODAY,
    } | kw
    return LegalText.objects.create(**kw)


@pytest.mark.parametrize("language", [language.code for language in LANGUAGES])
@pytest.mark.parametrize("page", LegalText.Page.values)
def test_every_page_answers_in_every_language(client, page, language):
    with translation.override(language):
        response = client.get(reverse("legal", args=[page]))
    title, body = legal_texts.delivered(page, language)
    html = response.content.decode()
    assert f"{title}</h1>" in html
    assert f'<html lang="{language}"' in html
    assert ('hreflang="de">' in html.partition("<main")[2]) == (language != "de")
    assert "[[" not in html
    assert set(SLOT.findall(body)) <= set(SLOTS)


def test_texts_are_there_from_the_start_and_loading_again_adds_none():
    before = LegalText.objects.count()
    assert before == len(LANGUAGES) * len(LegalText.Page.values)
    call_command("load_legal_texts", verbosity=0)
    assert LegalText.objects.count() == before


def test_a_new_text_of_ours_is_a_new_version(monkeypatch):
    monkeypatch.setattr(legal_texts, "delivered", lambda page, language: (page, "Neuer Text"))
    assert legal_texts.load(on=TODAY) == len(LANGUAGES) * len(LegalText.Page.values)
    numbers = LegalText.objects.filter(page="impressum", language="de").order_by("number")
    assert [text.number for text in numbers] == [1, 2]


def test_a_new_text_of_ours_never_replaces_the_offices_own(monkeypatch):
    make_version()
    monkeypatch.setattr(legal_texts, "delivered", lambda page, language: (page, "Neuer Text"))
    legal_texts.load(on=TODAY)
    latest = LegalText.objects.filter(page="impressum", language="de").latest("number")
    assert (latest.number, latest.body) == (2, "Neu")


def test_version_holds_from_its_day_on():
    make_version(valid_from=date(2099, 1, 2))
    for day, number in ((date(2099, 1, 1), 1), (date(2099, 1, 2), 2)):
        assert LegalText.objects.in_force("impressum", "de", on=day).number == number


@pytest.mark.parametrize("change", [lambda q: q.update(body=""), lambda q: q.delete()])
def test_version_is_never_changed(change):
    with pytest.raises(DatabaseError, match="never changed"), transaction.atomic():
        change(LegalText.objects.filter(page="impressum"))


def test_missing_language_is_shown_in_german_and_marked(client, monkeypatch):
    texts = LegalText.objects.filter(language="de")
    monkeypatch.setattr(LegalText, "objects", texts)
    html = client.get("/ar/impressum/").content.decode()
    assert '<article class="flow" lang="de" dir="ltr">' in html


def test_text_falls_into_headings_lists_and_paragraphs():
    text = LegalText(
        page="impressum",
        language="de",
        body="## Über uns\n\n- eins\n- zwei\n\nMehr: https://example.org",
    )
    assert list(text.blocks()) == [
        ("heading", "Über uns"),
        ("list", ["eins", "zwei"]),
        ("paragraph", "Mehr: https://example.org"),
    ]


def test_slots_are_filled_by_the_office_and_warned_of_while_empty(settings):
    settings.LEGAL_SLOTS = {"OFFICE_PHONE": "0221 4710 999", "OFFICE_HOSTING": ""}
    text = LegalText(language="de", body="[[OFFICE_PHONE]] [[OFFICE_HOSTING]]")
    assert list(text.blocks()) == [("paragraph", "0221 4710 999 […]")]
    assert [warning.msg.split()[4] for warning in legal_texts.every_slot_is_filled(None)] == [
        "OFFICE_HOSTING."
    ]


def test_figures_keep_their_order_from_right_to_left(settings):
    settings.LEGAL_SLOTS = {"OFFICE_PHONE": "0221 4710 999", "OFFICE_MAIL": "a@example.org"}
    text = LegalText(language="ar", body="[[OFFICE_PHONE]] [[OFFICE_MAIL]]")
    assert list(text.blocks()) == [("paragraph", "\u20680221 4710 999\u2069 a@example.org")]


def test_unknown_page_is_not_found(client):
    assert client.get("/de/gibtsnicht/").status_code == 404
