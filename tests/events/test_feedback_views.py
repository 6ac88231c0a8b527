"""How was it? On the pages, by people without an account, on any telephone."""

import io

import pikepdf
import pypdfium2
import pytest
from django.core import mail
from django.urls import reverse
from django.utils import translation

from events.forms import FeedbackForm
from events.models import Feedback
from miko_portal.base import outbox
from miko_portal.base.languages import LANGUAGES
from tests.base.test_pdf import tags_of
from tests.events.factories import at, make_registration, make_run, make_text

pytestmark = pytest.mark.django_db

LONGEST = "Donaudampfschifffahrtselektrizitätenhauptbetriebswerk " * 2 + "und mehr"


@pytest.fixture(autouse=True)
def clock(time_machine):
    time_machine.move_to(at(0, 12), tick=False)
    return time_machine


def address(run, language="ar"):
    with translation.override(language):
        return reverse("events:feedback_create", args=[run.pk])


def opened(client, run, language="ar"):
    page = client.get(address(run, language))
    assert page.status_code == 200
    return {"made": page.context["form"]["made"].value()}


def sent(client, run, clock, *, form=None, pace=10, language="ar", **typed):
    form = form or opened(client, run, language)
    clock.shift(pace)
    return client.post(address(run, language), {**form, **typed})


def stored():
    rows = Feedback.objects.order_by("face")
    return [(row.face, row.sentence, row.language, row.suspicion) for row in rows]


def test_face_alone_is_enough_and_nobody_is_asked_who_they_are(client, clock):
    run = make_run(days=-1)
    response = sent(client, run, clock, face="middling")
    assert (response.status_code, response["Location"]) == (302, "/ar/seminare/danke/")
    assert stored() == [("middling", "", "ar", "")]
    assert client.get(response["Location"]).status_code == 200


def test_sentence_is_kept_in_the_language_of_the_page_and_a_double_tap_counts_once(client, clock):
    run = make_run(days=-1)
    form = opened(client, run, "uk")
    for _ in range(2):
        sent(client, run, clock, form=form, language="uk", face="good", sentence=" Дуже добре ")
    assert stored() == [("good", "Дуже добре", "uk", "")]


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"sentence": "Ohne Gesicht"}, "face"),
        ({"face": "splendid"}, "face"),
        ({"face": "good", "sentence": "x" * 501}, "sentence"),
        ({"face": "good", "sentence": "a\x00b"}, "sentence"),
    ],
)
def test_what_is_wrong_is_said_at_the_field_and_what_was_typed_stays(client, clock, typed, field):
    response = sent(client, make_run(days=-1), clock, language="de", **typed)
    assert (response.status_code, list(response.context["form"].errors)) == (200, [field])
    assert typed.get("sentence", "").replace("\0", "") in response.content.decode().replace(
        "\0", ""
    )
    assert stored() == []


@pytest.mark.parametrize(
    ("typed", "pace", "suspicion"),
    [
        ({"website": "https://spam.example.org"}, 20, "trap"),
        ({"made": "gefälscht"}, 20, "trap"),
        ({}, 0, "haste"),
        ({}, 2, ""),
    ],
)
def test_traps_hold_an_answer_back_and_refuse_nobody(client, clock, typed, pace, suspicion):
    run = make_run(days=-1)
    response = sent(
        client, run, clock, form=opened(client, run) | typed, pace=pace, face="bad", **typed
    )
    assert (response.status_code, stored()) == (302, [("bad", "", "ar", suspicion)])


def test_whole_room_in_one_network_is_believed_and_its_registrations_too(client, clock):
    run, coming = make_run(days=-1), make_run(coming="here", capacity=50)
    for _ in range(40):
        sent(client, run, clock, face="good")
    assert {row[3] for row in stored()} == {""}
    form = client.get(f"/de/seminare/{coming.pk}/anmelden/").context["form"]
    clock.shift(20)
    data = {"made": form["made"].value(), "language": "de", "persons": "1", "name": "Amina"}
    client.post(f"/de/seminare/{coming.pk}/anmelden/", {**data, "mail": "a@example.org"})
    assert coming.places.get().suspicion == ""


def test_more_than_a_room_from_one_network_is_held_back(client, clock, monkeypatch):
    monkeypatch.setattr(FeedbackForm, "many_a_day", 2)
    run = make_run(days=-1)
    for face in ("good", "middling", "bad"):
        assert sent(client, run, clock, face=face).status_code == 302
    assert {row[0]: row[3] for row in stored()} == {"good": "", "middling": "", "bad": "many"}


@pytest.mark.parametrize(("days", "off"), [(1, False), (-40, False), (-1, True)])
def test_too_early_too_late_and_cancelled_are_friendly_and_take_nothing(client, clock, days, off):
    run = make_run(days=days)
    if off:
        run.cancel(on=at(0).date(), reason="Krank")
    page = client.get(address(run))
    assert (page.status_code, bool(page.context["closed"])) == (200, True)
    assert 'name="face"' not in page.content.decode()
    response = client.post(address(run), {"face": "good", "made": ""})
    assert (response.status_code, stored()) == (200, [])


def test_what_nobody_has_published_is_not_there(client):
    assert client.get(address(make_run(days=-1, published_on=None))).status_code == 404


@pytest.mark.parametrize(
    ("query", "accept", "language"), [("", "fa,en;q=0.5", "fa"), ("?l=uk", "fa", "uk")]
)
def test_code_in_the_room_asks_in_the_language_of_the_telephone(client, query, accept, language):
    run = make_run(days=-1)
    response = client.get(f"/r/{run.code.upper()}{query}", headers={"accept-language": accept})
    assert (response.status_code, response["Location"]) == (302, address(run, language))
    assert client.get("/r/bbbbbb").status_code == 404


def test_page_of_a_date_asks_from_the_day_after_it_began_for_30_days(client, clock):
    run = make_run(days=0)
    asked = []
    for days in (0, 1, 30, 31):
        clock.move_to(at(days, 12))
        asked.append(address(run) in client.get(f"/ar/seminare/{run.pk}/").content.decode())
    assert asked == [False, True, True, False]


def test_thanks_ask_in_the_language_of_the_registration_and_lead_to_nobody(settings):
    settings.PORTAL_URL = "https://miko.example.org"
    run = make_run(days=-1, coming="here")
    registration = make_registration(run, language="ar", mail="a@example.org")
    outbox.post("events.thanks", to=registration, about=registration, language="ar", at=at(0, 11))
    outbox.send_due(at=at(0, 12))
    body = mail.outbox[0].body
    links = [f"https://miko.example.org{address(run, language)}" for language in ("ar", "de")]
    assert [body.count(link) for link in links] == [1, 1]
    assert registration.links.count() == 0


@pytest.mark.parametrize("title", ["Strom sparen", LONGEST])
def test_sheet_for_the_room_asks_in_every_language_on_one_page(client, settings, title):
    settings.PORTAL_URL = "https://miko.example.org"
    run = make_run(days=-1, title=title)
    make_text(run.seminar, "ar", title="توفير الكهرباء")
    response = client.get(f"/ar/seminare/{run.pk}/rueckmeldung.pdf")
    assert response["Content-Type"] == "application/pdf"
    document = pikepdf.open(io.BytesIO(response.content))
    assert len(document.pages) == 1
    # As a reader of PDF copies it, Arabic letters in their order too.
    copied = pypdfium2.PdfDocument(response.content)[0].get_textpage().get_text_range()
    said = "".join(copied.split())
    for language in LANGUAGES:
        with translation.override(language.code):
            assert "".join(translation.gettext("How was it?").split()) in said
    assert f"miko.example.org/r/{run.code}" in said
    assert "H1" in tags_of(document)
