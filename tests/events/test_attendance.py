"""Who came to a date: noted at the door, in numbers that stay when nobody is known any more."""

import threading
from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction

from events.actions import (
    check_in,
    check_in_all,
    count_heads,
    let_in,
    register_at_door,
    undo_check_in,
    undo_check_in_all,
)
from events.models import Attendance, Registration, RegistrationContact, Session
from miko_portal.base import nightly
from miko_portal.base.models import HistoryEntry, Message
from tests.base.factories import make_staff
from tests.events.factories import (
    TODAY,
    at,
    make_attendance,
    make_contact,
    make_head_count,
    make_registration,
    make_run,
    make_session,
)

pytestmark = pytest.mark.django_db
NOW = at(0, 18)


@pytest.fixture
def clerk():
    return make_staff("Sachbearbeitung")


def tonight(**kw):
    kw.setdefault("coming", "here")
    return make_run(days=0, **kw).sessions.get()


def came(session):
    return Session.objects.with_number_that_came().get(pk=session.pk).came


def test_all_there_in_one_tap_and_taken_back_with_what_was_put_right_meanwhile_kept(clerk):
    session = tonight()
    family, alone, late = (make_registration(session.run, persons=n) for n in (3, 1, 2))
    make_registration(session.run, confirmed_at=None)  # waits
    make_registration(session.run, cancelled_at=at(0))
    check_in(session, registration=late, persons=0, by=clerk, at=NOW)
    tap = NOW + timedelta(minutes=1)
    assert check_in_all(session, by=clerk, at=tap) == 2
    assert check_in_all(session, by=clerk, at=tap + timedelta(minutes=1)) == 0
    assert came(session) == 4
    check_in(session, registration=family, persons=2, by=clerk, at=tap + timedelta(minutes=2))
    assert undo_check_in_all(session, noted_at=tap, by=clerk, at=tap) == 1
    kept = {row.registration: row.persons for row in Attendance.objects.all()}
    assert kept == {family: 2, late: 0}
    assert list(Registration.objects.filter(run=session.run).no_shows(session)) == [alone, late]


def test_a_group_is_noted_once_and_put_right(clerk):
    session = tonight()
    group = make_registration(session.run, persons=3)
    for persons in (3, 2):
        check_in(session, registration=group, persons=persons, by=clerk, at=NOW)
    stored = Attendance.objects.get()
    assert (stored.persons, stored.noted_at, stored.noted_by) == (2, NOW, clerk)
    kept = HistoryEntry.objects.filter(table_name="events_attendance", row_id=stored.pk)
    assert [entry.by_id for entry in kept] == [clerk.pk, clerk.pk]
    undo_check_in(session, registration=group, by=clerk, at=NOW)
    assert came(session) is None


@pytest.mark.parametrize("persons", [-1, 4])
def test_never_more_of_a_registration_than_it_is_for(clerk, persons):
    session = tonight()
    group = make_registration(session.run, persons=3)
    with pytest.raises(ValidationError):
        check_in(session, registration=group, persons=persons, by=clerk, at=NOW)
    with pytest.raises(IntegrityError), transaction.atomic():
        make_attendance(group, session, persons=persons)


def test_nobody_is_noted_who_has_no_seat_at_this_date(clerk):
    session = tonight()
    for other in (
        make_registration(),
        make_registration(session.run, confirmed_at=None),
        make_registration(session.run, cancelled_at=at(0)),
    ):
        with pytest.raises(ValidationError, match="keinen Platz"):
            check_in(session, registration=other, persons=1, by=clerk, at=NOW)
    with pytest.raises(IntegrityError, match="of_who_is_registered"), transaction.atomic():
        make_attendance(make_registration(), session)


def refused(session, clerk, registration):
    """All that is refused at a date without a list."""
    for act in (
        lambda: check_in(session, registration=registration, persons=1, by=clerk, at=NOW),
        lambda: check_in_all(session, by=clerk, at=NOW),
        lambda: undo_check_in(session, registration=registration, by=clerk, at=NOW),
        lambda: let_in(session, registration=registration, by=clerk, at=NOW),
        lambda: register_at_door(session, registration=Registration(), name="", by=clerk, at=NOW),
    ):
        with pytest.raises(ValidationError), transaction.atomic():
            act()
    assert not Attendance.objects.exists()
    assert Registration.objects.filter(run=session.run).count() == 1


@pytest.mark.parametrize("why", ["tomorrow", "off", "run off", "open", "counted"])
def test_a_date_without_a_list_of_the_door_says_so(clerk, why):
    run = make_run(days=1 if why == "tomorrow" else 0, coming="open" if why == "open" else "here")
    session, registration = run.sessions.get(), make_registration(run)
    if why == "off":
        session.cancel(on=TODAY, reason="Krank")
    if why == "run off":
        run.cancel(on=TODAY, reason="Krank")
    if why == "counted":
        make_head_count(session=session)
    refused(session, clerk, registration)


def test_a_date_has_a_list_or_a_number_never_both(clerk):
    session = tonight()
    make_attendance(make_registration(session.run, persons=2), session)
    with pytest.raises(ValidationError, match="2"):
        count_heads(session, persons=5, women=None, children=None, by=clerk, at=at(1))
    with pytest.raises(IntegrityError, match="attendance_or_head_count"), transaction.atomic():
        make_head_count(session=session)
    counted = tonight()
    make_head_count(session=counted)
    with pytest.raises(IntegrityError, match="attendance_or_head_count"), transaction.atomic():
        make_attendance(make_registration(counted.run), counted)
    assert (came(session), came(counted)) == (2, 12)


def test_a_date_with_a_list_misses_no_number():
    listed, bare = (make_run(days=-7, coming="telephone").sessions.get() for _ in range(2))
    make_attendance(make_registration(listed.run), listed)
    assert list(Session.objects.without_head_count(at=NOW)) == [bare]


@pytest.mark.parametrize("name", ["Samira Beispiel", ""])
def test_who_comes_to_the_door_has_seats_and_is_written_nothing(clerk, name):
    session = tonight(capacity=5)
    key = "8d1f3f0a-64b6-4e7c-9d7d-2d9a1c0f3f11"
    late = at(0, 19)  # it has begun
    for _ in range(2):  # a double tap
        register_at_door(
            session,
            registration=Registration(persons=2, submission=key),
            name=name,
            by=clerk,
            at=late,
        )
    place = Registration.objects.get()
    assert (place.persons, place.walked_in_at, place.name) == (2, late, name)
    session.run.refresh_from_db()
    assert (session.run.seats_taken, came(session)) == (2, 2)
    assert not Message.objects.exists()
    assert not list(Registration.objects.no_shows(session))


def test_who_waits_elsewhere_is_passed_over_at_the_door_but_seats_never_run_over(clerk):
    session = tonight(capacity=4)
    make_registration(session.run, persons=2)
    waiting = make_registration(session.run, persons=2, confirmed_at=None)
    begun = at(0, 18, 30)
    too_many = Registration(persons=3)
    with pytest.raises(ValidationError, match="Freie Plätze: 2 von 4"):
        register_at_door(session, registration=too_many, name="", by=clerk, at=begun)
    register_at_door(session, registration=Registration(), name="", by=clerk, at=begun)
    with pytest.raises(ValidationError, match="Freie Plätze: 1 von 4"):
        let_in(session, registration=waiting, by=clerk, at=begun)
    waiting.refresh_from_db()
    session.run.refresh_from_db()
    assert (waiting.is_waiting, session.run.seats_taken) == (True, 3)


def test_who_waits_and_is_at_the_door_gets_the_seats(clerk):
    session = tonight(capacity=4)
    waiting = make_registration(session.run, persons=3, confirmed_at=None)
    let_in(session, registration=waiting, by=clerk, at=at(0, 18, 30))
    waiting.refresh_from_db()
    session.run.refresh_from_db()
    assert (bool(waiting.confirmed_at), session.run.seats_taken, came(session)) == (True, 3, 3)


def test_only_who_came_to_the_door_need_not_be_reached():
    here = make_registration(walked_in_at=NOW, mail="", name="Samira")
    assert Registration.objects.telephone_only().count() == 0
    here.contact.full_clean()
    other = make_registration()
    RegistrationContact.objects.filter(registration=other).delete()
    with pytest.raises(IntegrityError, match="can_be_reached"), transaction.atomic():
        make_contact(registration=other, mail="").save()


def test_who_came_to_what():
    run = make_run(days=-7, coming="here")
    second = make_session(run, days=0)
    group = make_registration(run, persons=3)
    make_attendance(group, second, persons=2)
    make_attendance(group, persons=1)
    away = make_registration(run)
    make_attendance(away, persons=0)
    found = {place: place.attended for place in Registration.objects.with_sessions_attended()}
    assert [(row.session, row.persons) for row in found[group]] == [
        (run.sessions.first(), 1),
        (second, 2),
    ]
    assert found[away] == []


def test_numbers_are_the_same_before_and_after_the_names_are_deleted(clerk):
    session = tonight()
    make_attendance(make_registration(session.run, persons=3), session, noted_by=clerk)
    absent = make_registration(session.run, persons=2)
    make_attendance(absent, session, persons=0, noted_by=clerk)

    def figures():
        missing = Registration.objects.no_shows(session).values_list("persons", flat=True)
        return came(session), list(missing)

    before = figures()
    later = at(40)
    nightly.jobs["events.upkeep"].run(on=later.date(), at=later)
    assert not RegistrationContact.objects.exists()
    assert figures() == before == (3, [2])
    assert not Attendance.objects.exclude(noted_by=None).exists()


@pytest.mark.django_db(transaction=True)
def test_two_who_tap_at_once_note_everybody_once(clerk):
    session = tonight(capacity=30)
    for _ in range(10):
        make_registration(session.run, persons=2)
    start, noted = threading.Barrier(4), []

    def tap():
        start.wait()
        noted.append(check_in_all(session, by=clerk, at=NOW))
        connection.close()

    people = [threading.Thread(target=tap) for _ in range(4)]
    for person in people:
        person.start()
    for person in people:
        person.join()
    assert (sorted(noted), came(session)) == ([0, 0, 0, 10], 20)
