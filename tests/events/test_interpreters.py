"""Interpreters: asked and booked, confirmed, declined, released; and people who are one."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.core import mail
from django.core.exceptions import ValidationError
from django.db import IntegrityError
from django.utils import translation

from cooperation.actions import merge_people
from cooperation.models import Booking
from events import actions
from events.models import Interpreter, InterpreterAssignment, Run, Session
from miko_portal.base import outbox
from miko_portal.base.models import HistoryEntry
from tests.base.factories import make_staff
from tests.cooperation.factories import make_person
from tests.events.factories import (
    TODAY,
    at,
    make_assignment,
    make_interpreter,
    make_run,
    make_session,
)
from tests.trainings.factories import make_session as make_training_session

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def english():
    with translation.override("en"):
        yield


def ask(interpreter, run, **kw):
    told = {"language": "ar", "by": make_staff(), "at": at(0), **kw}
    return actions.ask_interpreter(interpreter, sessions=list(run.sessions.all()), **told)


def booked(person):
    return list(Booking.objects.filter(person=person).values_list("starts_at", flat=True))


def test_asking_books_every_date_and_mails_once():
    interpreter = make_interpreter(mail="samira@example.org", given_name="Samira")
    run = make_run(interpreted=["ar"])
    make_session(run, days=14)
    asked = ask(interpreter, run, fee_cents=6000)
    assert booked(interpreter.person) == [at(7), at(14)]
    assert {(row.asked_on, row.confirmed_on, row.fee_cents) for row in asked} == {
        (TODAY, None, 6000)
    }
    outbox.send_due(at=at(0))
    (letter,) = mail.outbox
    assert (letter.to, letter.subject) == (
        ["samira@example.org"],
        "Können Sie dolmetschen? Strom sparen",
    )
    for part in ("Guten Tag Samira", "Arabisch", "17.03.2027, 18:00–20:00", "24.03.2027", "60,00"):
        assert part in letter.body


def test_who_has_confirmed_by_telephone_gets_no_mail():
    interpreter = make_interpreter(mail="samira@example.org")
    (row,) = ask(interpreter, make_run(interpreted=["ar"]), confirmed=True)
    outbox.send_due(at=at(0))
    assert (row.confirmed_on, mail.outbox) == (TODAY, [])


def test_question_that_is_answered_before_it_is_sent_is_not_sent():
    (row,) = ask(make_interpreter(mail="samira@example.org"), make_run(interpreted=["ar"]))
    actions.decline_interpreters([row], by=make_staff(), on=TODAY)
    outbox.send_due(at=at(0))
    assert mail.outbox == []


@pytest.mark.parametrize(
    ("languages", "gender", "women_only", "refused"),
    [
        (["fa"], "woman", False, "Erika {} interprets into: Persian."),
        (["ar"], "man", True, "Only women come here, and Erika {} is not entered as a woman."),
        (["ar"], "", True, "Only women come here, and Erika {} is not entered as a woman."),
    ],
)
def test_who_does_not_fit_is_refused(languages, gender, women_only, refused):
    interpreter = make_interpreter(*languages, gender=gender)
    run = make_run(interpreted=["ar"], women_only=women_only)
    with pytest.raises(ValidationError) as error:
        ask(interpreter, run)
    assert error.value.messages == [refused.format(interpreter.person.family_name)]
    assert booked(interpreter.person) == []


def test_nobody_interprets_in_two_places_at_once():
    interpreter = make_interpreter()
    ask(interpreter, make_run(interpreted=["ar"]))
    with pytest.raises(IntegrityError, match="booking_person_once"):
        ask(interpreter, make_run(interpreted=["ar"], hour=19))


def test_who_leads_a_training_does_not_interpret_meanwhile():
    interpreter = make_interpreter()
    make_training_session(starts_at=at(7, 17), trainers=[interpreter.person])
    with pytest.raises(IntegrityError, match="booking_person_once"):
        ask(interpreter, make_run(interpreted=["ar"]))


def test_date_cannot_move_onto_another_of_its_interpreter():
    interpreter = make_interpreter()
    ask(interpreter, make_run(interpreted=["ar"]))
    later = make_run(interpreted=["ar"], days=14)
    ask(interpreter, later)
    with pytest.raises(IntegrityError, match="booking_person_once"):
        Session.objects.filter(run=later).update(starts_at=at(7, 19), ends_at=at(7, 20))


@pytest.mark.parametrize("verb", ["decline", "release"])
def test_who_declines_or_is_released_is_free_and_may_be_asked_anew(verb):
    interpreter, run = make_interpreter(), make_run(interpreted=["ar"])
    (row,) = ask(interpreter, run)
    if verb == "decline":
        actions.decline_interpreters([row], by=make_staff(), on=TODAY)
    else:
        actions.release_interpreters([row], by=make_staff(), at=at(0))
    assert booked(interpreter.person) == []
    with pytest.raises(ValidationError, match="Please ask anew"):
        actions.confirm_interpreters([row], by=make_staff(), on=TODAY)
    ask(interpreter, run)
    assert booked(interpreter.person) == [at(7)]


def test_who_is_not_needed_is_told():
    interpreter = make_interpreter(mail="samira@example.org")
    (row,) = ask(interpreter, make_run(interpreted=["ar"]), confirmed=True)
    actions.release_interpreters([row], by=make_staff(), at=at(0))
    outbox.send_due(at=at(0))
    (letter,) = mail.outbox
    assert letter.subject == "Dolmetschen nicht mehr nötig: Strom sparen"
    assert "17.03.2027" in letter.body


def test_cancelling_the_run_frees_its_interpreters():
    interpreter, run = make_interpreter(), make_run(interpreted=["ar"])
    ask(interpreter, run)
    actions.cancel(run, by=make_staff(), on=TODAY, at=at(0), reason="Grippewelle")
    assert booked(interpreter.person) == []


def test_who_came_is_noted_with_hours_and_fee_and_stays():
    (row,) = ask(make_interpreter(), make_run(interpreted=["ar"]), confirmed=True)
    actions.record_interpreter(row, hours=Decimal("2.5"), fee_cents=7500, by=make_staff())
    row.refresh_from_db()
    day = TODAY + timedelta(days=7)
    assert (row.came_on, row.hours, row.fee_cents) == (day, Decimal("2.50"), 7500)
    with pytest.raises(ValidationError, match="was there"):
        actions.decline_interpreters([row], by=make_staff(), on=TODAY)


def test_history_tells_of_the_facts_and_not_of_the_person():
    by = make_staff()
    (row,) = ask(make_interpreter(), make_run(interpreted=["ar"]), by=by, fee_cents=5000)
    actions.confirm_interpreters([row], by=by, on=TODAY)
    confirmed, asked = HistoryEntry.objects.about(row)
    assert (confirmed.by, confirmed.changes) == (by, {"confirmed_on": [None, "2027-03-10"]})
    assert (asked.changes["person_id"], asked.changes["fee_cents"]) == (None, None)


def test_readers_are_told_of_it_as_of_a_change():
    run = make_run(interpreted=["ar"])
    before = run.sequence
    (row,) = ask(make_interpreter(), run)
    run.refresh_from_db()
    assert run.sequence == before
    actions.confirm_interpreters([row], by=make_staff(), on=TODAY)
    run.refresh_from_db()
    assert run.sequence == before + 1
    actions.decline_interpreters([row], by=make_staff(), on=TODAY)
    run.refresh_from_db()
    assert run.sequence == before + 2


def test_runs_without_an_interpreter_are_found():
    lacking = make_run(days=5, interpreted=["ar", "fa"])
    make_assignment(lacking.sessions.get(), "ar", confirmed_on=TODAY)
    asked = make_run(days=2, interpreted=["ar"])
    make_assignment(asked.sessions.get())
    settled = make_run(days=3, interpreted=["ar"])
    make_assignment(settled.sessions.get(), confirmed_on=TODAY)
    later = make_run(days=6, interpreted=["ar"])
    make_run(days=-1, interpreted=["ar"])
    make_run(days=4)
    make_run(days=4, interpreted=["ar"]).cancel(on=TODAY, reason="Hitze")
    runs = Run.objects.order_by("pk")
    assert list(runs.without_interpreter(on=TODAY)) == [lacking, asked, later]
    until = TODAY + timedelta(days=5)
    assert list(runs.without_interpreter(on=TODAY, until=until)) == [lacking, asked]


def merge(kept, duplicate):
    return merge_people(kept, duplicate=duplicate, by=make_staff(), on=TODAY)


def test_interpreter_who_is_kept_twice_is_one():
    kept, duplicate = make_interpreter("ar", gender=""), make_interpreter("ar", "kmr")
    make_assignment(make_run().sessions.get(), person=duplicate.person)
    merge(kept.person, duplicate.person)
    found = Interpreter.objects.get()
    assert (found.person, found.languages, found.gender) == (kept.person, ["ar", "kmr"], "woman")
    assert booked(kept.person) == [at(7)]


def test_who_was_asked_twice_for_a_date_was_asked_once():
    kept, duplicate = make_person(), make_person()
    session = make_run().sessions.get()
    make_assignment(session, person=kept)
    make_assignment(session, person=duplicate, confirmed_on=TODAY)
    merge(kept, duplicate)
    row = InterpreterAssignment.objects.get()
    assert (row.person, row.confirmed_on) == (kept, TODAY)


def test_two_languages_at_one_date_are_for_the_office_to_settle():
    kept, duplicate = make_person(), make_person()
    session = make_run().sessions.get()
    make_assignment(session, "ar", person=kept)
    make_assignment(session, "fa", person=duplicate)
    with pytest.raises(ValidationError, match=r"two languages on 17\.03\.2027 18:00"):
        merge(kept, duplicate)
    assert InterpreterAssignment.objects.count() == 2
