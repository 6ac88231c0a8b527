"""Rooms and people are never taken twice, whichever app or hand writes the dates."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, ProgrammingError, connection, transaction

from cooperation.bookings import moving_dates
from cooperation.models import Booking
from tests.cooperation.factories import make_person, make_room
from tests.events.factories import make_run as make_seminar_run
from tests.events.factories import make_session as make_seminar_session
from tests.trainings.factories import at, make_run, make_session
from trainings.models import Session, TrainerAssignment

pytestmark = pytest.mark.django_db


def booked(**what):
    rows = Booking.objects.filter(**what).order_by("starts_at")
    return [(row.starts_at, row.ends_at) for row in rows]


def sql(statement, *values):
    with connection.cursor() as cursor:
        cursor.execute(statement, values)


def test_booking_follows_the_session():
    room, other, trainer = make_room(), make_room(), make_person()
    session = make_session(room=room, trainers=[trainer])
    assert booked(room=room) == booked(person=trainer) == [(at(hour=9), at(hour=12))]

    session.starts_at, session.ends_at, session.room = at(hour=14), at(hour=16), other
    session.save()
    assert booked(room=room) == []
    assert booked(room=other) == booked(person=trainer) == [(at(hour=14), at(hour=16))]

    session.assignments.all().delete()
    assert booked(person=trainer) == []
    session.delete()
    assert booked() == []


@pytest.mark.parametrize("table", ["trainings_session", "trainings_run"])
def test_cancelling_frees_and_taking_it_back_books_again(table):
    room, trainer = make_room(), make_person()
    make_run(room=room, trainers=[trainer])
    statement = f"UPDATE {table} SET cancelled_on = %s, cancellation_reason = %s"
    sql(statement, date(2027, 3, 1), "Grippewelle")
    assert booked() == []
    sql(statement, None, "")
    assert booked(room=room) == booked(person=trainer) == [(at(hour=9), at(hour=12))]


def test_room_is_refused_to_a_second_session_in_sql_too():
    room = make_room()
    make_session(room=room)
    other = make_session(starts_at=at(hour=11))
    with pytest.raises(IntegrityError, match="booking_room_once"):
        sql("UPDATE trainings_session SET room_id = %s WHERE id = %s", room.pk, other.pk)


def test_room_is_refused_between_a_training_and_a_seminar_in_sql_too():
    room = make_room()
    make_session(room=room)
    run = make_seminar_run(days=None)
    seminar = make_seminar_session(run, starts_at=at(hour=11), room=make_room())
    with pytest.raises(IntegrityError, match="booking_room_once"):
        sql("UPDATE events_session SET room_id = %s WHERE id = %s", room.pk, seminar.pk)


def test_room_of_a_seminar_is_refused_to_a_training():
    room = make_room()
    make_seminar_session(make_seminar_run(days=None), starts_at=at(hour=11), room=room)
    with pytest.raises(IntegrityError, match="booking_room_once"):
        make_session(room=room)


def test_trainer_is_refused_to_a_second_session():
    trainer = make_person()
    make_session(trainers=[trainer])
    with pytest.raises(IntegrityError, match="booking_person_once"):
        make_session(starts_at=at(hour=11), trainers=[trainer])


def test_moving_a_session_onto_another_of_its_trainer_is_refused():
    trainer = make_person()
    make_session(trainers=[trainer])
    later = make_session(starts_at=at(hour=14), trainers=[trainer])
    with pytest.raises(IntegrityError, match="booking_person_once"):
        Session.objects.filter(pk=later.pk).update(starts_at=at(hour=10))


def test_dates_of_a_day_move_together():
    room, trainer = make_room(), make_person()
    first = make_session(room=room, trainers=[trainer], ends_at=at(hour=10))
    make_session(
        run=first.run,
        room=room,
        trainers=[trainer],
        starts_at=at(hour=10),
        ends_at=at(hour=11),
    )
    sql(
        "UPDATE trainings_session SET starts_at = starts_at + interval '1h',"
        " ends_at = ends_at + interval '1h'"
    )
    expected = [(at(hour=10), at(hour=11)), (at(hour=11), at(hour=12))]
    assert booked(room=room) == booked(person=trainer) == expected


def test_trainer_of_a_session_is_replaced():
    one, two = make_person(), make_person()
    session = make_session(trainers=[one])
    TrainerAssignment.objects.update(person=two)
    assert booked(person=one) == []
    assert booked(person=two) == [(session.starts_at, session.starts_at + timedelta(hours=3))]


def test_people_enrolling_leave_the_bookings_alone():
    run = make_run(room=make_room())
    before = Booking.objects.get().pk
    run.capacity = 12
    run.save()
    assert Booking.objects.get().pk == before


def test_room_is_refused_between_a_training_and_a_seminar():
    room = make_room()
    session = make_session(room=room)
    seminar = make_seminar_run(days=None)
    with pytest.raises(IntegrityError, match="booking_room_once"):
        make_seminar_session(seminar, room=room, starts_at=session.starts_at)


def test_two_dates_change_places():
    room = make_room()
    morning = make_session(room=room)
    evening = make_session(room=room, starts_at=at(hour=18))
    with moving_dates():
        for session, hour in [(morning, 18), (evening, 9)]:
            session.starts_at, session.ends_at = at(hour=hour), at(hour=hour + 3)
            session.save()
    assert booked(room=room) == [(at(hour=9), at(hour=12)), (at(hour=18), at(hour=21))]


def test_dates_that_still_clash_in_the_end_are_refused():
    room = make_room()
    make_session(room=room)
    with pytest.raises(IntegrityError, match="booking_room_once"), moving_dates():
        make_session(room=room)


def test_portal_books_by_its_dates_alone(portal_role):
    room, trainer = make_room(), make_person()
    session = make_session(room=room, trainers=[trainer])
    assert booked(room=room) == booked(person=trainer) == [(at(hour=9), at(hour=12))]
    for statement in (
        "INSERT INTO cooperation_booking (room_id, starts_at, ends_at, source, source_id)"
        " SELECT room_id, ends_at, ends_at + interval '1h', 'x', 1 FROM cooperation_booking",
        "UPDATE cooperation_booking SET starts_at = starts_at - interval '1h'",
        "DELETE FROM cooperation_booking",
    ):
        with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
            sql(statement)
    with pytest.raises(IntegrityError, match="booking_room_once"), transaction.atomic():
        make_session(starts_at=at(hour=11), room=room)
    later = make_session(starts_at=at(hour=14), room=room)
    with moving_dates():
        for date_, hour in [(session, 14), (later, 9)]:
            date_.starts_at, date_.ends_at = at(hour=hour), at(hour=hour + 3)
            date_.save()
    assert booked(room=room) == [(at(hour=9), at(hour=12)), (at(hour=14), at(hour=17))]


def test_portal_deletes_a_room_and_a_person_that_nothing_takes(portal_role):
    room, person = make_room(), make_person()
    room.delete()
    person.delete()
    assert not type(room).objects.exists()
