"""What people are told about dates: moved, called off, ahead, over; once each, and no longer."""

from datetime import timedelta

import pytest
from django.core import mail
from django.core.management import call_command
from django.utils import timezone
from icalendar import Calendar

from events.actions import cancel, change_dates
from events.models import Move, Session
from events.reminders import remind
from miko_portal.base import outbox
from miko_portal.base.clock import today
from miko_portal.base.models import Message
from tests.base.factories import make_user
from tests.cooperation.factories import make_venue
from tests.events.factories import TODAY, at, make_registration, make_run, make_session

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _on_that_day(time_machine):
    time_machine.move_to(at(0, 12), tick=False)


def kinds():
    return sorted(Message.objects.values_list("kind", flat=True))


def told(kind):
    """For whom a message of a kind is in the outbox."""
    return [message.recipient for message in Message.objects.filter(kind=kind).order_by("pk")]


def reference(*registrations):
    return [f"events.registration:{registration.pk}" for registration in registrations]


def sent():
    mail.outbox.clear()
    outbox.send_due(at=timezone.now())
    return mail.outbox


def calendars_of(letter):
    return [
        (kind.partition("method=")[2], Calendar.from_ical(content))
        for _name, content, kind in letter.attachments
    ]


def moved(run, *, session=None, by=None, **changes):
    """Stores one date as it was changed, by the action that the administration calls."""
    session = session or run.sessions.get()

    def save():
        for name, value in changes.items():
            setattr(session, name, value)
        session.save()

    return change_dates(run, save=save, by=by or make_user(), at=timezone.now())


def nightly(days, hour=3):
    remind(on=TODAY + timedelta(days=days), at=at(days, hour))


def test_moved_date_is_told_to_all_who_come_or_wait_with_what_was_before():
    run = make_run(days=7, place=make_venue(name="Bürgerhaus"))
    comes = make_registration(run, language="en")
    waits = make_registration(run, confirmed_at=None)
    make_registration(run, telephone="+4926112345")
    make_registration(run, cancelled_at=at(0))
    make_registration()
    new = {"starts_at": at(8, 19), "ends_at": at(8, 21), "venue": make_venue(name="Rathaus")}
    assert moved(run, **new) == 2
    assert told("events.moved") == reference(comes, waits)
    letter = sent()[0]
    english = letter.body.partition("The same in German")[0]
    before, now = english.index("Bürgerhaus"), english.index("Rathaus")
    assert before < english.index("Thursday, 18.03.2027, 19:00–21:00") < now
    assert "Wednesday, 17.03.2027, 18:00–20:00" in english[:before]
    ((method, calendar),) = calendars_of(letter)
    run.refresh_from_db()
    assert [method, calendar.events[0]["sequence"]] == ["PUBLISH", run.sequence]
    assert calendar.events[0]["dtstart"].dt == at(8, 19)


def test_each_move_is_told_once_and_what_was_moved_again_meanwhile_only_as_it_is_now():
    run = make_run()
    make_registration(run)
    moved(run, starts_at=at(8), ends_at=at(8, 20))
    moved(run, starts_at=at(9), ends_at=at(9, 20))
    assert kinds() == ["events.moved"] * 2
    assert [letter.body.count("19.03.2027") > 0 for letter in sent()] == [True]
    assert sent() == []


def test_two_dates_moved_in_one_go_are_one_message():
    run = make_run(days=7)
    make_session(run, 14)
    registration = make_registration(run)

    def save():
        for session in run.sessions.all():
            session.starts_at += timedelta(hours=1)
            session.save()

    assert change_dates(run, save=save, by=make_user(), at=timezone.now()) == 1
    assert told("events.moved") == reference(registration)
    assert sent()[0].body.count("Bisher:") == 2


@pytest.mark.parametrize(
    ("run", "changes"),
    [
        ({"published_on": None}, {"starts_at": at(7, 17)}),
        ({"days": -3}, {"starts_at": at(-3, 17)}),
        ({}, {}),
        ({"cancelled_on": TODAY, "cancellation_reason": "Krank"}, {"starts_at": at(7, 17)}),
    ],
)
def test_nobody_is_told_of_drafts_of_the_past_and_of_nothing(run, changes):
    run = make_run(**run)
    make_registration(run)
    assert (moved(run, **changes), kinds(), Move.objects.count()) == (0, [], 0)


def test_date_called_off_is_told_and_taken_out_of_calendars_and_again_if_it_takes_place_after_all():
    run = make_run(days=7)
    off = make_session(run, 14, venue=make_venue(name="Rathaus"))
    make_registration(run)
    moved(run, session=off, cancelled_on=TODAY, cancellation_reason="Saal gesperrt")
    (letter,) = sent()
    assert letter.subject == "Abgesagt am Mittwoch, 24.03.2027: Strom sparen"
    told_of = [words in letter.body for words in ("Saal gesperrt", "17.03.2027", "Rathaus")]
    assert told_of == [True, True, False]
    ((method, calendar),) = calendars_of(letter)
    assert [method, *(event["status"] for event in calendar.events)] == ["CANCEL", "CANCELLED"]
    moved(run, session=off, cancelled_on=None, cancellation_reason="")
    assert [letter.subject for letter in sent()] == ["Findet doch statt: Strom sparen"]
    moved(run, session=off, cancelled_on=TODAY, cancellation_reason="Sturm")
    assert [letter.body.count("Sturm") for letter in sent()] == [1]


def test_cancelled_run_is_told_with_its_reason_once_and_its_reminders_are_not_sent():
    run = make_run(days=1)
    comes = make_registration(run, confirmed_at=at(-5))
    waits = make_registration(run, confirmed_at=None)
    offered = make_registration(run, confirmed_at=None, offered_until=at(1))
    make_registration(run, cancelled_at=at(0))
    nightly(0)
    how = {"by": make_user(), "on": TODAY, "at": timezone.now(), "reason": "Krank"}
    assert cancel(run, **how) == 3
    assert told("events.run_cancelled") == reference(comes, waits, offered)
    letters = sent()
    assert {letter.subject for letter in letters} == {"Abgesagt: Strom sparen"}
    assert [("Krank" in letter.body, len(letter.attachments)) for letter in letters] == [
        (True, 1)
    ] * 3
    assert calendars_of(letters[0])[0][0] == "CANCEL"
    assert sent() == []


def test_run_that_is_over_is_cancelled_without_a_word():
    run = make_run(days=-1)
    make_registration(run)
    assert cancel(run, by=make_user(), on=TODAY, at=timezone.now(), reason="Krank") == 0
    assert kinds() == []


def test_reminders_come_three_days_and_one_day_before_once_each_to_those_who_come():
    run = make_run(days=10)
    comes = make_registration(run, confirmed_at=at(0))
    make_registration(run, confirmed_at=None)
    make_registration(run, confirmed_at=None, offered_until=at(9))
    make_registration(run, cancelled_at=at(1))
    make_registration(run, telephone="+4926112345")
    make_registration(run, suspicion="haste")
    stored = []
    for days in range(12):
        nightly(days)
        nightly(days, hour=4)
        stored.append(kinds())
    assert stored[6:10] == [
        [],
        ["events.reminder_3"],
        ["events.reminder_3"],
        [
            "events.reminder_1",
            "events.reminder_3",
        ],
    ]
    assert told("events.reminder_1") == told("events.reminder_3") == reference(comes)
    assert kinds() == ["events.reminder_1", "events.reminder_3", "events.thanks"]


def test_who_registered_after_a_reminder_was_due_has_the_day_in_a_fresh_message():
    run = make_run(days=10)
    make_registration(run, confirmed_at=at(8))
    for days in range(8, 11):
        nightly(days)
    assert kinds() == ["events.reminder_1"]


def test_moved_date_is_reminded_of_again_and_the_reminder_of_the_old_day_is_not_sent():
    run = make_run(days=3)
    make_registration(run, confirmed_at=at(-5))
    nightly(0)
    moved(run, starts_at=at(5), ends_at=at(5, 20))
    assert [letter.subject for letter in sent()] == ["Neue Zeit oder neuer Ort: Strom sparen"]
    nightly(2)
    assert kinds() == ["events.moved", "events.reminder_3", "events.reminder_3"]


def test_course_is_reminded_of_three_days_before_its_first_date_and_one_day_before_each():
    run = make_run(days=7)
    off = make_session(run, 14)
    off.cancel(on=TODAY, reason="Krank")
    make_session(run, 21)
    make_registration(run)
    for days in range(1, 24):
        nightly(days)
    days = Message.objects.order_by("pk").values_list("kind", "occasion")
    assert [(kind, which.rpartition("@")[2]) for kind, which in days][:-1] == [
        ("events.reminder_3", "2027-03-17"),
        ("events.reminder_1", "2027-03-17"),
        ("events.reminder_1", "2027-03-31"),
    ]
    assert kinds()[-1] == "events.thanks"


def test_three_nights_without_jobs_are_made_up_for():
    run = make_run(days=3)
    make_registration(run, confirmed_at=at(-5))
    nightly(3)
    assert kinds() == ["events.reminder_1"]
    nightly(6)
    assert kinds() == ["events.reminder_1", "events.thanks"]


def test_nothing_is_said_before_or_after_what_does_not_take_place():
    off = make_run(days=1, cancelled_on=TODAY, cancellation_reason="Krank")
    each_off = make_run(days=1)
    each_off.sessions.get().cancel(on=TODAY, reason="Krank")
    for run in (off, each_off):
        make_registration(run, confirmed_at=at(-5))
    nightly(0)
    nightly(2)
    assert kinds() == []


def test_nightly_command_reminds(capsys):
    make_registration(make_run(days=1), confirmed_at=at(-5))
    call_command("nightly")
    assert (kinds(), today()) == (["events.reminder_1"], TODAY)
    assert Session.objects.count() == 1
