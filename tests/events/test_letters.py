"""Every kind of message in every language: subject, facts, direction, nothing left over."""

import re
from datetime import timedelta
from functools import cache
from html import unescape

import pytest
from django.core import mail
from django.utils import timezone

from events.actions import cancel, change_dates, write_to_many
from events.mail import GERMANS, RULE
from events.models import Session
from events.reminders import remind
from miko_portal.base import catalogs, outbox
from miko_portal.base.languages import BY_CODE, LANGUAGES
from miko_portal.base.models import Message
from miko_portal.base.translating import forms
from tests.base.factories import make_user
from tests.cooperation.factories import make_venue
from tests.events.factories import TODAY, at, make_registration, make_run, make_session, make_text

pytestmark = pytest.mark.django_db

NAME = "Amina Beispiel"
# Titles as long as they are here are in no other language's catalogue.
TITLES = {
    "de": "Strom sparen",
    "de-simple": "Weniger Strom brauchen",
    "en": "Saving electricity",
    "ar": "توفير الكهرباء",
    "fa": "صرفه‌جویی در برق",
    "fr": "Économiser l’électricité",
    "pl": "Oszczędzanie prądu",
    "ru": "Экономия электричества",
    "tr": "Elektrik tasarrufu",
    "uk": "Економія електрики",
}
PLAIN = dict.fromkeys(map(ord, "\u2066\u2068\u2069"))
ISOLATED = re.compile("[\u2066\u2068][^\u2069]*\u2069")


@pytest.fixture(autouse=True)
def _on_that_day(time_machine):
    time_machine.move_to(at(0, 12), tick=False)


def prepare(kind, registration):
    """Brings it about that a message of the kind holds; it is posted unless that has posted it."""
    run, how = registration.run, {"by": make_user(), "at": timezone.now()}
    first = run.sessions.first()

    def move():
        first.starts_at, first.ends_at = at(8), at(8, 20)
        first.save()

    def call_off():
        first.cancel(on=TODAY, reason="Saal gesperrt")

    match kind:
        case "moved":
            change_dates(run, save=move, **how)
        case "run_cancelled":
            cancel(run, on=TODAY, reason="Saal gesperrt", **how)
        case "date_cancelled":
            change_dates(run, save=call_off, **how)
        case "date_reinstated":
            call_off()
            change_dates(run, save=first.reinstate, **how)
        case "reminder_3" | "reminder_1":
            days = 7 - int(kind[-1])
            remind(on=TODAY + timedelta(days=days), at=at(days, 3))
        case "thanks":
            Session.objects.filter(run=run).update(starts_at=at(-1), ends_at=at(-1, 20))
            remind(on=TODAY, at=at(0, 3))
        case "circular":
            write_to_many(run, audience="all", texts=TITLES, **how)
        case _:
            facts = {
                "waiting": {"confirmed_at": None},
                "offered": {"confirmed_at": None, "offered_until": at(2)},
                "lapsed": {"confirmed_at": None, "offered_until": at(-1), "cancelled_at": at(0)},
                "cancelled": {"cancelled_at": at(0)},
                "childcare": {"children_from_6": 1, "childcare_at": at(0)},
            }.get(kind, {})
            type(registration).objects.filter(pk=registration.pk).update(**facts)
            outbox.post(
                f"events.{kind}",
                to=registration,
                about=registration,
                language=registration.language,
                at=timezone.now(),
            )


@cache
def strings(code):
    """What the messages say in a language, in pieces between the facts; English is the code."""
    catalog = catalogs.read("de" if code == "en" else code)
    found = {}
    for message in catalog:
        places = [place for place, _line in message.locations]
        ours = [
            p
            for p in places
            if p.startswith(
                ("templates/events/mail", "events/mail", "events/notices", "events/headlines")
            )
        ]
        if message.id and ours:
            text = message.id if code == "en" else forms(message, catalog)[0]
            found[message.id] = [p for p in re.split(r"%\(\w+\)s", text) if len(p.strip()) > 8]
    return found


def left_over(text, code):
    """Pieces of another language that stand in a text of this one."""
    own = {piece.strip() for pieces in strings(code).values() for piece in pieces}
    return [
        piece
        for other in ("en", "de", "fr", "ru", "ar")
        if other != code and not {other, code} <= set(GERMANS)
        for pieces in strings(other).values()
        for piece in pieces
        if piece.strip() in text and not any(piece.strip() in mine for mine in own)
    ]


KINDS = sorted(
    kind.partition(".")[2]
    for kind in outbox.kinds
    if kind.startswith("events.") and not kind.startswith("events.interpreter_")  # German only
)


@pytest.mark.parametrize("language", [language.code for language in LANGUAGES])
@pytest.mark.parametrize("kind", KINDS)
def test_letter(kind, language):
    run = make_run(
        days=7,
        place=make_venue(name="Bürgerhaus"),
        capacity=5,
        childcare_places=3,
        childcare_from_age=0,
        childcare_until_age=12,
    )
    make_session(run, 14)
    for code, title in TITLES.items():
        if code != "de":
            make_text(run.seminar, code, title=title, summary="…")
    registration = make_registration(
        run, language=language, name=NAME, confirmed_at=at(-9), created_at=at(-9)
    )
    prepare(kind, registration)
    mail.outbox.clear()
    outbox.send_due(at=at(6, 12))
    letter = mail.outbox[-1]
    assert Message.objects.filter(kind=f"events.{kind}", sent_at__isnull=False).count() == 1

    assert letter.to == [registration.contact.mail]
    assert TITLES[language] in letter.subject
    assert not re.search(r"[%{}]|None", letter.subject + letter.body.replace("%28", ""))
    own, _rule, german = letter.body.partition(RULE)
    assert (german == "") == (language in GERMANS)
    if german:
        assert left_over(own + letter.subject, language) == []
        assert (NAME in german, TITLES["de"] in german) == (True, True)

    rtl = BY_CODE[language].direction == "rtl"
    assert (f"\u2068{NAME}\u2069" in own) == rtl
    assert NAME in own
    assert TITLES[language] in own
    if kind != "thanks":
        assert ("18.03.2027" if kind == "moved" else "17.03.2027") in own
        assert ("\u206618:00–20:00\u2069" if rtl else "18:00–20:00") in own
    if rtl:
        bare = re.sub(r"https?://\S+", "", ISOLATED.sub("", own + letter.subject))
        office = ("Leitstelle", "Kreisverwaltung")
        lines = [line for line in bare.splitlines() if not line.startswith(office)]
        assert re.findall("[A-Za-zÀ-ÿ]{3,}", "\n".join(lines)) == []

    html, kind_of = letter.alternatives[0]
    assert kind_of == "text/html"
    directions = re.findall('<div lang="([a-z-]+)" dir="([a-z]+)">', html)
    copy = [] if language in GERMANS else [("de", "ltr")]
    assert directions == [(language, "rtl" if rtl else "ltr"), *copy]
    bare = re.sub("<[^>]*>", " ", re.sub("</?bdi>", "", html)).translate(PLAIN)
    said = f"{letter.subject} {letter.body}".translate(PLAIN).replace(RULE, "")
    assert unescape(bare).split() == said.split()
    addresses = re.findall('(?:src|style|href)="([^"]*)"', html)
    assert addresses == re.findall(r"https?://\S+", letter.body)
