"""Whom the office calls: who has only a telephone, all in the last hours, whom mail missed."""

from datetime import timedelta
from smtplib import SMTPRecipientsRefused

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from events.actions import (
    approve_registration,
    cancel,
    cancel_registration,
    change_dates,
    note_call,
    pass_seats_on,
    register,
    write_to_many,
)
from events.models import Call, CallRequest, Registration, RegistrationContact
from events.upkeep import forget_people
from miko_portal.base import outbox
from miko_portal.base.circulars import recall
from miko_portal.base.languages import LANGUAGES
from miko_portal.base.models import Message
from tests.base.factories import make_staff, make_user
from tests.cooperation.factories import make_person, make_venue
from tests.events.factories import (
    TODAY,
    at,
    make_assignment,
    make_interpreter,
    make_registration,
    make_run,
    make_session,
    make_text,
)

pytestmark = pytest.mark.django_db
NOW = at(0, 12)
NUMBER = "+4926112345"


@pytest.fixture(autouse=True)
def _on_that_day(time_machine):
    time_machine.move_to(NOW, tick=False)


@pytest.fixture
def office(client):
    client.force_login(make_staff("Koordination"))
    return client


def due(moment=NOW):
    """Who is to be called, about what and why."""
    return [(call.name, call.kind.partition(".")[2], call.because) for call in people(moment)]


def people(moment=NOW):
    return Call.objects.due(at=moment).with_number()


def people_of(run, **facts):
    """One with mail, one with both, one with a telephone alone."""
    make_registration(run, name="Mail", mail="mail@example.org", **facts)
    make_registration(run, name="Both", mail="both@example.org", telephone=NUMBER, **facts)
    return make_registration(run, name="Telephone", telephone="+4926154321", **facts)


def called_off(run):
    cancel(run, by=make_user(), on=TODAY, at=NOW, reason="Saal gesperrt")


def moved(run, to, session=None):
    session = session or run.sessions.get()

    def save():
        session.starts_at, session.ends_at = to, to + timedelta(hours=2)
        session.save()

    change_dates(run, save=save, by=make_user(), at=NOW)


def date_called_off(run, session=None):
    session = session or run.sessions.get()
    save = lambda: session.cancel(on=TODAY, reason="Krank")  # noqa: E731
    change_dates(run, save=save, by=make_user(), at=NOW)


@pytest.mark.parametrize(
    ("change", "kind"),
    [
        (called_off, "run_cancelled"),
        (lambda run: moved(run, at(9)), "moved"),
        (date_called_off, "date_cancelled"),
    ],
)
@pytest.mark.parametrize(
    ("days", "also"), [(7, []), (1, [("Both", "soon")])], ids=["early", "soon"]
)
def test_change_is_told_by_telephone(change, kind, days, also):
    run = make_run(days=days, hour=11)
    people_of(run)
    make_registration(run, name="Gone", telephone="+4926199999", cancelled_at=at(0))
    change(run)
    assert due() == [(name, kind, why) for name, why in [*also, ("Telephone", "telephone")]]
    assert Message.objects.count() == 2


def test_who_would_set_out_tomorrow_is_called_though_it_is_put_off():
    run = make_run(days=0, hour=18)
    people_of(run)
    moved(run, at(20))
    assert [name for name, _kind, _why in due()] == ["Both", "Telephone"]


def test_date_that_takes_place_after_all_is_told_in_its_place():
    run = make_run(days=7)
    people_of(run)
    date_called_off(run)
    change_dates(run, save=run.sessions.get().reinstate, by=make_user(), at=NOW)
    assert due() == [("Telephone", "date_reinstated", "telephone")]


def test_last_date_called_off_is_told_after_the_others_are_over(time_machine):
    run = make_run(days=-1)
    last = make_session(run, 7)
    people_of(run)
    date_called_off(run, last)
    assert due() == [("Telephone", "date_cancelled", "telephone")]


def test_call_about_a_move_goes_when_it_is_moved_again_or_over():
    run = make_run(days=7)
    people_of(run)
    moved(run, at(8))
    moved(run, at(9))
    assert [call.edition for call in people()] == [run.sequence]
    assert due(at(9, 21)) == []


def test_call_goes_with_the_registration():
    run = make_run(days=7)
    registration = people_of(run)
    moved(run, at(8))
    cancel_registration(registration, by=None, at=NOW)
    assert due() == []


def test_offer_is_told_by_telephone_until_it_runs_out():
    run = make_run(days=7, coming="here")
    make_registration(run, name="Waits", telephone=NUMBER, confirmed_at=None)
    pass_seats_on(run, by=make_user(), at=NOW)
    assert due() == [("Waits", "offered", "telephone")]
    assert due(Registration.objects.get().offered_until + timedelta(minutes=1)) == []


def test_what_is_said_on_the_screen_is_not_told_again():
    run = make_run(days=0, hour=20, coming="here")
    contact = RegistrationContact(name="New", telephone=NUMBER)
    registration = register(run, registration=Registration(), contact=contact, by=None, at=NOW)
    cancel_registration(registration, by=None, at=NOW)
    assert not Call.objects.exists()


def test_confirmation_that_was_held_back_is_told():
    registration = make_registration(telephone=NUMBER, suspicion="haste", name="Held")
    approve_registration(registration, by=make_user(), at=NOW)
    assert due() == [("Held", "confirmed", "telephone")]


@pytest.mark.parametrize("days", [7, 1])
def test_message_to_many_is_told_after_ten_minutes_unless_it_is_taken_back(days):
    run = make_run(days=days, hour=11)
    people_of(run)
    texts, by = {"de": "Bitte Rechnung mitbringen."}, make_user()
    circular = write_to_many(run, audience="all", texts=texts, by=by, at=NOW)
    later = NOW + timedelta(minutes=10)
    names = ["Telephone"] if days == 7 else ["Both", "Telephone"]
    assert (due(), [name for name, _kind, _why in due(later)]) == ([], names)
    recall(circular, by=by, at=NOW)
    assert due(later) == []


def test_message_to_telephones_alone_goes_to_nobody_else():
    run = make_run(days=7)
    make_registration(run, telephone=NUMBER)
    circular = write_to_many(run, audience="all", texts={"de": "…"}, by=make_user(), at=NOW)
    assert (circular.number, circular.calls.count(), Message.objects.count()) == (0, 1, 0)


def test_message_to_nobody_is_refused():
    with pytest.raises(ValidationError, match=r"."):
        write_to_many(make_run(), audience="all", texts={"de": "…"}, by=make_user(), at=NOW)


@pytest.fixture
def refusing(monkeypatch):
    def refuse(*args, **kwargs):
        raise SMTPRecipientsRefused({"amina@example.org": (550, b"no such user")})

    monkeypatch.setattr("django.core.mail.EmailMultiAlternatives.send", refuse)


@pytest.mark.usefixtures("refusing")
def test_mail_that_is_refused_is_told_by_telephone_or_cannot_be_told():
    run = make_run(days=7)
    people_of(run)
    called_off(run)
    outbox.send_due(at=NOW)
    failed = Call.objects.due(at=NOW).without_number()
    assert due() == [
        ("Both", "run_cancelled", "failed"),
        ("Telephone", "run_cancelled", "telephone"),
    ]
    assert [call.name for call in failed] == ["Mail"]


@pytest.mark.usefixtures("refusing")
def test_thanks_that_do_not_arrive_are_not_worth_a_call():
    registration = make_registration(mail="a@example.org", telephone=NUMBER)
    facts = {"to": registration, "about": registration, "language": "de", "at": NOW}
    outbox.post("events.thanks", **facts)
    outbox.post("events.confirmed", **facts)
    outbox.send_due(at=NOW)
    assert [call.kind for call in Call.objects.all()] == ["events.confirmed"]


@pytest.mark.parametrize("mail", ["salem@example.org", ""])
@pytest.mark.parametrize("published_on", [TODAY, None])
def test_interpreter_hears_of_a_change(mail, published_on):
    run = make_run(days=7, interpreted=["ar"], published_on=published_on)
    person = make_person(given_name="Salem", family_name="Probe", mail=mail, telephone="0261 1")
    make_assignment(run.sessions.get(), person=make_interpreter(person=person).person)
    gone = make_interpreter(mail="gone@example.org").person
    make_assignment(run.sessions.get(), person=gone, declined_on=TODAY)
    moved(run, at(8))
    called_off(run)
    kinds = list(Message.objects.order_by("pk").values_list("kind", "recipient"))
    if mail:
        assert kinds == [("events.interpreter_changed", f"cooperation.person:{person.pk}")] * 2
        assert due() == []
    else:
        assert kinds == []
        assert {row[:2] for row in due()} == {("Salem Probe", "interpreter_changed")}


def test_interpreter_reads_where_the_dates_stand(mailoutbox):
    run = make_run(days=7, interpreted=["ar"], title="Strom sparen")
    off = make_session(run, 14, venue=make_venue(name="Rathaus"))
    person = make_interpreter(mail="salem@example.org").person
    make_assignment(run.sessions.first(), person=person)
    make_assignment(off, person=person)
    date_called_off(run, off)
    outbox.send_due(at=NOW)
    (letter,) = mailoutbox
    assert "Strom sparen" in letter.subject
    assert "24.03.2027, 18:00–20:00 – abgesagt" in letter.body
    assert "17.03.2027, 18:00–20:00\n" in letter.body


def test_call_is_noted_with_who_and_when(office):
    run = make_run(days=7)
    people_of(run)
    called_off(run)
    address = reverse("admin:events_run_calls", args=[run.pk])
    call = people().get()
    office.post(address, {"call": call.pk, "answer": "again"})
    call.refresh_from_db()
    assert (call.tried_at, call.reached_at, call.noted_by.is_active) == (NOW, None, True)
    office.post(address, {"call": call.pk, "answer": "reached"})
    call.refresh_from_db()
    assert call.reached_at == NOW
    assert due() == []
    other = make_user()
    note_call(call, reached=True, by=other, at=at(1))
    call.refresh_from_db()
    assert (call.reached_at, call.noted_by == other) == (NOW, False)


def test_wish_to_be_called_is_ticked_on_the_same_page(office):
    wish = CallRequest.objects.create(telephone=NUMBER, language="ar", asked_at=NOW)
    address = reverse("admin:events_call_changelist")
    assert NUMBER in office.get(address).content.decode()
    office.post(address, {"request": wish.pk, "answer": "reached"})
    wish.refresh_from_db()
    assert wish.reached_at == NOW
    assert wish.noted_by is not None


def test_partners_and_readers_tick_nothing(client):
    run = make_run(days=7)
    people_of(run)
    called_off(run)
    address = reverse("admin:events_run_calls", args=[run.pk])
    client.force_login(make_staff("Leitung"))
    assert "Telephone" in client.get(address).content.decode()
    assert client.post(address, {"call": people().get().pk}).status_code == 403
    client.force_login(make_staff("Partner"))
    assert client.get(address).status_code == 302


@pytest.mark.parametrize("typed", ["9" * 30, "x", "0", ""])
def test_noting_what_is_not_there_changes_nothing(office, typed):
    response = office.post(reverse("admin:events_call_changelist"), {"call": typed})
    assert response.status_code in (302, 404)


@pytest.mark.parametrize("number", [3, 30])
def test_list_costs_the_same_however_long_it_is(office, number, django_assert_max_num_queries):
    for _ in range(2):
        run = make_run(days=7, capacity=100)
        for each in range(number):
            make_registration(run, telephone=NUMBER, language=LANGUAGES[each % 10].code)
        called_off(run)
    with django_assert_max_num_queries(20):
        page = office.get(reverse("admin:events_call_changelist"))
    assert len(page.context["calls"]) == min(2 * number, 40)


@pytest.mark.parametrize("language", [language.code for language in LANGUAGES])
def test_text_is_ready_in_german_and_in_their_language(office, language):
    title = {"de": "Strom sparen", "ar": "توفير الكهرباء"}.get(language, f"Title {language}")
    run = make_run(days=7, place=make_venue(name="Bürgerhaus"))
    if language != "de":
        make_text(run.seminar, language, title=title, summary="…")
    make_registration(run, telephone=NUMBER, language=language)
    moved(run, at(8))
    (call,) = office.get(reverse("admin:events_run_calls", args=[run.pk])).context["calls"]
    assert call.german.startswith("Neue Zeit oder neuer Ort: Strom sparen\nDonnerstag, 18.03.2027")
    assert title in call.own
    assert "18.03.2027" in call.own
    assert call.sms.startswith(f"sms:{NUMBER}?&body=")
    assert (call.own == call.german) == (language == "de")


def test_start_page_says_how_many(office):
    run = make_run(days=7)
    people_of(run)
    called_off(run)
    CallRequest.objects.create(telephone=NUMBER, language="ar", asked_at=NOW)
    page = office.get(reverse("admin:index")).content.decode()
    assert "2 Anrufe sind heute zu machen" in page


def test_calls_go_with_the_contacts():
    run = make_run(days=7)
    people_of(run)
    called_off(run)
    forget_people(on=TODAY, at=at(37, 19))
    assert Call.objects.count() == 1
    forget_people(on=TODAY, at=at(38, 19))
    assert Call.objects.count() == 0
