"""Short texts to those who have only a mobile telephone, once the county has connected a way."""

from datetime import timedelta

import pytest

from events.actions import approve_registration, cancel, change_dates, pass_seats_on
from events.models import Call
from events.reminders import remind
from miko_portal.base import outbox, texting
from miko_portal.base.languages import LANGUAGES
from miko_portal.base.models import Message
from tests.base.factories import make_user
from tests.cooperation.factories import make_venue
from tests.events.factories import TODAY, at, make_registration, make_run, make_text
from tests.events.test_letters import TITLES

pytestmark = pytest.mark.django_db
NOW = at(0, 12)
MOBILE, LANDLINE, ABROAD = "+4915123456789", "+4926112345", "+963944123456"


class Provider:
    """Keeps what it is handed, or fails as it is told."""

    sent, fails = [], None

    def send(self, *, to, text, reference):
        if self.fails:
            raise self.fails
        self.sent.append((to, text, reference))


@pytest.fixture(autouse=True)
def _connected(settings, time_machine, monkeypatch):
    time_machine.move_to(NOW, tick=False)
    settings.SMS_BACKEND = f"{__name__}.Provider"
    monkeypatch.setattr(Provider, "sent", [])


def sent(moment=NOW):
    Provider.sent.clear()
    outbox.send_due(at=moment)
    return list(Provider.sent)


def called():
    return [call.telephone for call in Call.objects.all()]


def call_off(run):
    cancel(run, by=make_user(), on=TODAY, at=NOW, reason="Saal gesperrt")


def test_mobile_telephone_gets_a_text_and_the_others_a_call(mailoutbox):
    run = make_run(days=7)
    for telephone in (MOBILE, LANDLINE, ABROAD):
        make_registration(run, telephone=telephone)
    make_registration(run, mail="both@example.org", telephone="+4917612345678")
    call_off(run)
    assert [to for to, _text, _reference in sent()] == [MOBILE]
    assert [letter.to for letter in mailoutbox] == [["both@example.org"]]
    assert called() == [LANDLINE, ABROAD]


@pytest.mark.parametrize("backend", ["", f"{__name__}.Provider"])
def test_nothing_is_queued_where_nobody_sends_it(settings, backend):
    settings.SMS_BACKEND = backend
    run = make_run(days=7)
    make_registration(run, telephone=MOBILE)
    call_off(run)
    assert (Message.objects.count(), called()) == ((0, [MOBILE]) if not backend else (1, []))


def test_failing_provider_is_tried_again_and_holds_no_mail_up(monkeypatch, mailoutbox):
    run = make_run(days=7)
    for telephone in (MOBILE, "+4915123456780"):
        make_registration(run, telephone=telephone)
    make_registration(run, mail="mail@example.org")
    call_off(run)
    tried = []
    monkeypatch.setattr(Provider, "send", lambda self, **told: tried.append(told) or 1 / 0)
    assert outbox.send_due(at=NOW) == 1
    assert (len(tried), len(mailoutbox)) == (1, 1)
    monkeypatch.undo()
    minute = NOW + timedelta(minutes=1)
    monkeypatch.setattr(Provider, "sent", [])
    outbox.send_due(at=minute)
    references = [reference for _to, _text, reference in Provider.sent]
    assert len(Provider.sent) == len(set(references)) == 2
    assert tried[0]["reference"] in references
    assert called() == []


def test_what_the_provider_refuses_is_told_by_telephone(monkeypatch):
    run = make_run(days=7)
    make_registration(run, telephone=MOBILE)
    monkeypatch.setattr(Provider, "fails", texting.Refused())
    call_off(run)
    assert sent() == []
    assert [(call.telephone, call.because) for call in Call.objects.all()] == [(MOBILE, "failed")]


def prepare(kind, registration):
    run, by = registration.run, make_user()
    session = run.sessions.get()
    match kind:
        case "confirmed":
            type(registration).objects.filter(pk=registration.pk).update(suspicion="haste")
            registration.refresh_from_db()
            approve_registration(registration, by=by, at=NOW)
        case "offered":
            type(registration).objects.filter(pk=registration.pk).update(confirmed_at=None)
            pass_seats_on(run, by=by, at=NOW)
        case "moved":
            session.starts_at, session.ends_at = at(8), at(8, 20)
            change_dates(run, save=session.save, by=by, at=NOW)
        case "run_cancelled":
            call_off(run)
        case "date_cancelled" | "date_reinstated":
            session.cancel(on=TODAY, reason="Krank")
            save = session.reinstate if kind == "date_reinstated" else session.save
            if kind == "date_cancelled":
                session.reinstate()

                def save():
                    session.cancel(on=TODAY, reason="Krank")

            change_dates(run, save=save, by=by, at=NOW)
        case "reminder":
            remind(on=TODAY + timedelta(days=6), at=at(6, 3))


@pytest.mark.parametrize("language", [language.code for language in LANGUAGES])
@pytest.mark.parametrize(
    "kind",
    [
        "confirmed",
        "offered",
        "moved",
        "run_cancelled",
        "date_cancelled",
        "date_reinstated",
        "reminder",
    ],
)
def test_text_in_each_language_is_short_and_has_the_facts(settings, kind, language):
    settings.PORTAL_URL = "https://portal.kvmyk.example.org"
    place = make_venue(name="Bürgerhaus", street="Marktplatz 4", postcode="56751", town="Polch")
    run = make_run(days=7, place=place, coming="here")
    for code, title in TITLES.items():
        if code != "de":
            make_text(run.seminar, code, title=title, summary="…")
    registration = make_registration(
        run, telephone=MOBILE, language=language, confirmed_at=at(-9), created_at=at(-9)
    )
    prepare(kind, registration)
    ((to, text, _reference),) = sent(at(6, 12) if kind == "reminder" else NOW)
    assert to == MOBILE
    assert texting.segments(text) <= 3
    assert texting.plain(TITLES[language]) in text
    assert ("18.03.2027" if kind == "moved" else "17.03.2027") in text or kind == "offered"
    link = f"https://portal.kvmyk.example.org/{language}/anmeldung/"
    assert (link in text) == (kind in ("confirmed", "offered"))
    if kind in ("moved", "date_reinstated", "reminder"):
        assert "Bürgerhaus" in text
    assert ("12.03.2027" in text) == (kind == "offered")


@pytest.mark.parametrize("language", ["de", "ar"])
def test_longest_title_gives_way(language):
    run = make_run(days=7, title="Strom " * 19)
    if language != "de":
        make_text(run.seminar, language, title="كهرباء " * 16, summary="…")
    make_registration(run, telephone=MOBILE, language=language)
    call_off(run)
    ((_to, text, _reference),) = sent()
    assert texting.segments(text) <= 3
    assert "17.03.2027" in text
