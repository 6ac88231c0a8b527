"""Meetings as actions: planned, moved, copied, invited to, noted."""

from datetime import date, datetime, timedelta

import pytest
from django.core import mail
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.utils import timezone
from icalendar import Calendar

from cooperation import actions
from cooperation.actions import Guest
from cooperation.models import Attendance, Meeting, Person
from miko_portal.base import outbox
from miko_portal.base.models import HistoryEntry, Message
from tests.base.factories import make_staff
from tests.cooperation.factories import (
    BERLIN,
    make_agreement,
    make_contact,
    make_meeting,
    make_person,
    make_project,
    make_room,
    make_venue,
)
from tests.events.factories import make_run as make_seminar_run
from tests.events.factories import make_session as make_seminar_session
from tests.trainings.factories import make_session as make_training_session

pytestmark = pytest.mark.django_db
DAY = date(2024, 5, 7)
NOW = datetime(2024, 5, 1, 9, tzinfo=BERLIN)


def at(day=7, hour=10, month=5):
    return datetime(2024, month, day, hour, tzinfo=BERLIN)


@pytest.fixture
def clerk():
    return make_staff()


@pytest.fixture(autouse=True)
def now(monkeypatch):
    monkeypatch.setattr(timezone, "now", lambda: NOW)


def asked(meeting):
    return sorted(meeting.attendances.values_list("person", "organisation"))


def invited(contact, **kw):
    """A meeting to come, to which a contact was invited; its messages are sent."""
    meeting = make_meeting(people=[contact], **kw)
    actions.invite(meeting, by=make_staff(), at=NOW)
    send()
    mail.outbox.clear()
    return meeting


def move(meeting, *, by, **kw):
    meeting = Meeting.objects.get(pk=meeting.pk)
    for name, value in kw.items():
        setattr(meeting, name, value)
    agreements, guests = meeting.agreements.all(), []
    return actions.save_meeting(meeting, agreements=agreements, guests=guests, by=by, at=NOW)


def send():
    outbox.send_due(at=NOW + timedelta(minutes=1))
    return [(letter.to, letter.subject) for letter in mail.outbox]


def calendar_in(letter):
    file = letter.attachments[0]
    [event] = Calendar.from_ical(file[1]).walk("VEVENT")
    return file[2], event


def test_plan_meeting_stores_place_agreements_and_guests(clerk):
    contact, agreement = make_contact(), make_agreement()
    room = make_room(venue=make_venue(name="Rathaus", town="Mayen"))
    meeting = Meeting(title="Netzwerktreffen", starts_at=at(), ends_at=at(hour=12), room=room)
    newcomer = Person(given_name="Oksana", family_name="Bondar", mail="")
    guests = [Guest(contact.person, contact.organisation), Guest(newcomer)]
    actions.plan_meeting(meeting, agreements=[agreement], guests=guests, by=clerk)
    stored = Person.objects.get(family_name="Bondar")
    assert list(meeting.agreements.all()) == [agreement]
    assert asked(meeting) == sorted(
        [(contact.person_id, contact.organisation_id), (stored.pk, None)]
    )
    assert Message.objects.count() == 0
    assert {entry.by for entry in HistoryEntry.objects.about(meeting)} == {clerk}


def test_plan_meeting_recognises_whom_it_knows(clerk):
    contact = make_contact(
        person=make_person(given_name="Ada", family_name="Öz", mail="a@example.org")
    )
    again = Person(given_name="ada", family_name="öz", mail="")
    meeting = Meeting(title="Netzwerktreffen", starts_at=at(), ends_at=at(hour=12))
    guests = [Guest(contact.person, contact.organisation), Guest(again, contact.organisation)]
    actions.plan_meeting(meeting, agreements=[], guests=guests, by=clerk)
    assert asked(meeting) == [(contact.person_id, contact.organisation_id)]


def test_save_meeting_drops_whom_nobody_asks_but_keeps_who_was_invited(clerk):
    told, dropped = make_contact(), make_contact(mail="")
    meeting = invited(told)
    Attendance.objects.create(meeting=meeting, person=dropped.person)
    assert move(meeting, by=clerk, title="Anders") == 0
    assert asked(meeting) == [(told.person_id, told.organisation_id)]
    assert send() == []


def test_save_meeting_keeps_minutes_written_meanwhile(clerk):
    stale = make_meeting()
    Meeting.objects.update(minutes="Wir haben beschlossen …", revision=2)
    actions.save_meeting(stale, agreements=[], guests=[], by=clerk, at=NOW)
    stored = Meeting.objects.get()
    assert (stored.minutes, stored.revision) == ("Wir haben beschlossen …", 2)


def test_each_move_is_told_once_with_a_higher_sequence(clerk):
    meeting = invited(make_contact(mail="ada@example.org"), title="Netzwerktreffen")
    told = []
    for hour in (14, 15):
        assert move(meeting, by=clerk, starts_at=at(hour=hour), ends_at=at(hour=17)) == 1
        told.append(send())
        _type, event = calendar_in(mail.outbox[-1])
        assert (event["SEQUENCE"], event.decoded("DTSTART")) == (hour - 13, at(hour=hour))
        mail.outbox.clear()
    assert told == [[(["ada@example.org"], "Verlegt: Netzwerktreffen, Di 07.05.2024")]] * 2


def test_a_move_that_is_overtaken_before_it_was_sent_is_not_told(clerk):
    meeting = invited(make_contact())
    move(meeting, by=clerk, starts_at=at(hour=11))
    move(meeting, by=clerk, room=make_room())
    assert len(send()) == 1


def test_save_meeting_tells_nobody_of_what_is_over(clerk):
    meeting = make_meeting(
        people=[make_contact()], starts_at=at(month=3), ends_at=at(month=3, hour=12)
    )
    meeting.attendances.update(invited_at=NOW)
    assert move(meeting, by=clerk, starts_at=at(month=3, hour=9)) == 0
    assert Message.objects.count() == 0


def test_save_meeting_refuses_what_was_cancelled_meanwhile(clerk):
    meeting = make_meeting()
    actions.cancel_meeting(meeting, reason="Sturm", by=clerk, on=DAY, at=NOW)
    with pytest.raises(ValidationError, match="cancelled already"):
        move(meeting, by=clerk, starts_at=at(hour=9))
    assert Meeting.objects.get().starts_at == at()


def test_invite_sends_each_one_invitation_with_a_calendar_file(clerk):
    contact, out_of_reach = make_contact(mail="ada@example.org"), make_contact(mail="")
    room = make_room(name="Saal", venue=make_venue(name="Rathaus", town="Mayen"))
    meeting = make_meeting(
        title="Netzwerktreffen", agenda="Berichte", room=room, people=[contact, out_of_reach]
    )
    assert actions.invite(meeting, by=clerk, at=NOW) == 1
    assert actions.invite(meeting, by=clerk, at=NOW) == 0
    assert send() == [(["ada@example.org"], "Einladung: Netzwerktreffen, Di 07.05.2024")]
    kind, event = calendar_in(mail.outbox[0])
    assert kind == "text/calendar; method=REQUEST"
    assert event["UID"] == f"meeting-{meeting.pk}@treffen.miko-portal"
    assert (event["SEQUENCE"], event["STATUS"]) == (0, "CONFIRMED")
    assert event["LOCATION"] == "Saal, Rathaus, Mayen"
    assert event["ATTENDEE"] == "mailto:ada@example.org"
    assert "Berichte" in mail.outbox[0].body
    assert list(meeting.attendances.to_invite()) == [
        meeting.attendances.get(person=out_of_reach.person)
    ]


def test_invitation_goes_to_the_deputy_while_the_contact_is_absent(clerk):
    contact = make_contact(
        mail="ada@example.org", absent_from=date(2024, 4, 20), absent_until=date(2024, 5, 1)
    )
    deputy = make_contact(
        organisation=contact.organisation,
        person=make_person(given_name="Ben", family_name="Okafor", mail="ben@example.org"),
        deputy=True,
    )
    make_contact(organisation=contact.organisation, mail="", deputy=True)
    meeting = make_meeting(people=[contact])
    actions.invite(meeting, by=clerk, at=NOW)
    assert [to for to, _subject in send()] == [[deputy.person.mail]]
    assert "Guten Tag Ben Okafor" in mail.outbox[0].body
    assert f"Vertretung für {contact.person}" in mail.outbox[0].body


def test_invitation_goes_to_the_colleague_before_the_deputy_while_the_contact_is_absent(clerk):
    away = {"absent_from": date(2024, 4, 20), "absent_until": date(2024, 5, 1)}
    contact = make_contact(mail="ada@example.org", **away)
    house = contact.organisation
    make_contact(organisation=house, mail="eva@example.org", deputy=True)
    colleague = make_contact(organisation=house, mail="ben@example.org")
    make_contact(organisation=house, mail="", deputy=False)
    actions.invite(make_meeting(people=[contact]), by=clerk, at=NOW)
    assert house.reached(on=NOW.date()) == colleague
    assert [to for to, _subject in send()] == [["ben@example.org"]]


def test_invitation_goes_to_the_contact_while_nobody_is_there(clerk):
    away = {"absent_from": date(2024, 4, 20), "absent_until": date(2024, 5, 1)}
    first = make_contact(mail="ada@example.org", **away)
    deputy = make_contact(
        organisation=first.organisation, mail="ben@example.org", deputy=True, **away
    )
    actions.invite(make_meeting(people=[deputy]), by=clerk, at=NOW)
    assert [to for to, _subject in send()] == [["ben@example.org"]]


@pytest.mark.parametrize(("first", "last"), [(2, 9), (20, 30)])
def test_invitation_goes_to_the_contact_who_is_there(clerk, first, last):
    month = 5 if first == 2 else 4
    contact = make_contact(
        absent_from=date(2024, month, first), absent_until=date(2024, month, last)
    )
    make_contact(organisation=contact.organisation, mail="ben@example.org", deputy=True)
    actions.invite(make_meeting(people=[contact]), by=clerk, at=NOW)
    assert [to for to, _subject in send()] == [["ada@example.org"]]


def test_invite_refuses_what_is_over_or_cancelled(clerk):
    over = make_meeting(
        people=[make_contact()], starts_at=at(month=3), ends_at=at(month=3, hour=12)
    )
    cancelled = make_meeting(people=[make_contact()])
    cancelled.cancel(on=DAY, reason="Sturm")
    for meeting in (over, cancelled):
        with pytest.raises(ValidationError):
            actions.invite(meeting, by=clerk, at=NOW)
    assert Message.objects.count() == 0


def test_cancel_meeting_tells_who_was_invited_and_frees_the_room(clerk):
    room = make_room()
    meeting = invited(make_contact(), title="Netzwerktreffen", room=room)
    Attendance.objects.create(meeting=meeting, person=make_person(mail="b@example.org"))
    assert actions.cancel_meeting(meeting, reason="Sturm", by=clerk, on=DAY, at=NOW) == 1
    assert send() == [(["ada@example.org"], "Abgesagt: Netzwerktreffen, Di 07.05.2024")]
    kind, event = calendar_in(mail.outbox[0])
    assert kind == "text/calendar; method=CANCEL"
    assert (event["SEQUENCE"], event["STATUS"]) == (1, "CANCELLED")
    assert "Sturm" in mail.outbox[0].body
    assert not room.bookings.exists()
    with pytest.raises(ValidationError, match="cancelled already"):
        actions.cancel_meeting(meeting, reason="Noch einmal", by=clerk, on=DAY, at=NOW)


def test_invitation_waiting_when_the_meeting_is_cancelled_is_not_sent(clerk):
    meeting = make_meeting(title="Netzwerktreffen", people=[make_contact()])
    actions.invite(meeting, by=clerk, at=NOW)
    actions.cancel_meeting(meeting, reason="Sturm", by=clerk, on=DAY, at=NOW)
    assert [subject for _to, subject in send()] == ["Abgesagt: Netzwerktreffen, Di 07.05.2024"]


# Copying


def test_copy_meeting_takes_over_all_but_what_happened(clerk):
    contact, agreement, project = make_contact(), make_agreement(), make_project()
    make_meeting(project=project, starts_at=at(month=2, day=6))
    meeting = make_meeting(
        kind="network",
        title="Netzwerktreffen",
        room=make_room(),
        project=project,
        agenda="Berichte",
        minutes="Es wurde berichtet.",
        agreements=[agreement],
        people=[contact],
    )
    meeting.attendances.update(invited_at=NOW, came=True)
    copy = actions.copy_meeting(meeting, by=clerk, on=DAY)
    same = ("kind", "title", "room", "project", "agenda")
    assert [getattr(copy, name) for name in same] == [getattr(meeting, name) for name in same]
    assert (copy.starts_at, copy.ends_at) == (at(month=8, day=6), at(month=8, day=6, hour=12))
    assert copy.minutes == ""
    assert list(copy.agreements.all()) == [agreement]
    assert list(copy.attendances.values_list("person", "invited_at", "came")) == [
        (contact.person_id, None, None)
    ]


def test_copy_of_the_first_meeting_comes_a_quarter_later_at_the_same_hour(clerk):
    meeting = make_meeting(starts_at=at(month=1, day=16))
    copy = actions.copy_meeting(meeting, by=clerk, on=date(2024, 1, 17))
    assert copy.local_start.isoformat() == "2024-04-16T10:00:00+02:00"


def test_copy_of_an_old_meeting_is_still_to_come(clerk):
    make_meeting(starts_at=at(month=1, day=2))
    meeting = make_meeting(starts_at=at(month=1, day=9))
    copy = actions.copy_meeting(meeting, by=clerk, on=date(2024, 5, 7))
    assert copy.local_start.date() == date(2024, 5, 14)


def test_copy_leaves_the_place_open_where_the_room_is_taken(clerk):
    room = make_room()
    meeting = make_meeting(room=room)
    make_training_session(room=room, starts_at=at(month=8, day=6, hour=9))
    copy = actions.copy_meeting(meeting, by=clerk, on=DAY)
    assert (copy.local_start.date(), copy.room) == (date(2024, 8, 6), None)


# Afterwards


def test_record_attendance_notes_who_came_and_who_did_not(clerk):
    here, away = make_person(), make_person()
    meeting = make_meeting(people=[here, away])
    newcomer = Guest(Person(given_name="Oksana", family_name="Bondar", mail=""))
    came = meeting.attendances.filter(person=here)
    count = actions.record_attendance(meeting, came=came, further=[newcomer], by=clerk, on=DAY)
    assert count == 2
    assert dict(meeting.attendances.values_list("person__family_name", "came")) == {
        here.family_name: True,
        away.family_name: False,
        "Bondar": True,
    }


def test_record_attendance_refuses_a_day_before(clerk):
    meeting = make_meeting(people=[make_person()])
    came = meeting.attendances.all()
    with pytest.raises(ValidationError, match="still to come"):
        actions.record_attendance(meeting, came=came, further=[], by=clerk, on=date(2024, 5, 6))
    assert meeting.attendances.get().came is None


def test_record_attendance_takes_nobody_of_another_meeting(clerk):
    other = make_meeting(people=[make_person()])
    meeting = make_meeting(people=[make_person()])
    came = other.attendances.all()
    assert actions.record_attendance(meeting, came=came, further=[], by=clerk, on=DAY) == 0
    assert other.attendances.get().came is None


# The room is taken once, whoever asks first and whatever writes


def sql(statement, *values):
    with connection.cursor() as cursor:
        cursor.execute(statement, values)


def test_room_is_refused_between_a_meeting_a_training_and_a_seminar_in_sql_too():
    room, other = make_room(), make_room()
    meeting = make_meeting(room=room)
    training = make_training_session(starts_at=at(hour=11), room=other)
    seminar = make_seminar_session(
        make_seminar_run(days=None), starts_at=at(hour=11), room=make_room()
    )
    for table, key, taken in [
        ("trainings_session", training.pk, room),
        ("events_session", seminar.pk, room),
        ("events_session", seminar.pk, other),
        ("cooperation_meeting", meeting.pk, other),
    ]:
        with (
            pytest.raises(IntegrityError, match="booking_room_once"),
            transaction.atomic(),
        ):
            sql(f"UPDATE {table} SET room_id = %s WHERE id = %s", taken.pk, key)


def test_raw_insert_of_a_meeting_books_the_room():
    room = make_room()
    make_seminar_session(make_seminar_run(days=None), starts_at=at(), room=room)
    with pytest.raises(IntegrityError, match="booking_room_once"):
        sql(
            "INSERT INTO cooperation_meeting (kind, title, starts_at, ends_at, room_id, agenda,"
            " minutes, revision, sequence, cancellation_reason)"
            " VALUES ('network', 'x', %s, %s, %s, '', '', 0, 0, '')",
            at(hour=9),
            at(hour=11),
            room.pk,
        )
