from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection

from tests.cooperation.factories import make_person, make_project, make_room
from tests.trainings.factories import at, make_course, make_enrolment, make_run, make_session
from trainings.facts import Side, State
from trainings.models import ProjectShare, Run

pytestmark = pytest.mark.django_db


def state(run, *, on):
    return Run.objects.with_state(on=on).get(pk=run.pk).state


@pytest.mark.parametrize(
    ("on", "expected"),
    [
        (date(2027, 1, 10), State.DRAFT),
        (date(2027, 1, 11), State.ANNOUNCED),
        (date(2027, 1, 31), State.ANNOUNCED),
        (date(2027, 2, 1), State.OPEN),
        (date(2027, 3, 3), State.OPEN),
        (date(2027, 3, 4), State.CLOSED),
        (date(2027, 3, 9), State.CLOSED),
        (date(2027, 3, 10), State.RUNNING),
        (date(2027, 3, 17), State.RUNNING),
        (date(2027, 3, 18), State.OVER),
    ],
)
def test_state_follows_from_the_day(on, expected):
    run = make_run(enrolment_opens_on=date(2027, 2, 1), enrolment_closes_on=date(2027, 3, 3))
    make_session(run=run, starts_at=at(day=17))
    make_session(run=run, starts_at=at(day=24), cancelled_on=on, cancellation_reason="Streik")
    assert state(run, on=on) == expected


@pytest.mark.parametrize(
    ("taken", "expected"),
    [(0, State.OPEN), (7, State.OPEN), (8, State.NEARLY_FULL), (10, State.FULL)],
)
def test_state_tells_how_full_it_is(taken, expected):
    run = make_run(capacity=10)
    for _ in range(taken):
        make_enrolment(run=run)
    assert state(run, on=date(2027, 3, 1)) == expected


def test_cancelled_is_cancelled_from_its_day_on():
    run = make_run()
    run.cancel(on=date(2027, 3, 2), reason="Grippewelle")
    assert state(run, on=date(2027, 3, 1)) == State.OPEN
    assert state(run, on=date(2027, 3, 2)) == State.CANCELLED
    with pytest.raises(ValidationError):
        run.cancel(on=date(2027, 3, 3), reason="noch einmal")


def test_training_without_a_date_left_is_cancelled():
    run = make_run()
    run.sessions.get().cancel(on=date(2027, 3, 2), reason="Streik")
    assert state(run, on=date(2027, 3, 2)) == State.CANCELLED
    make_session(run=run, starts_at=at(day=17))
    assert state(run, on=date(2027, 3, 2)) == State.OPEN
    assert state(make_run(starts_at=False, published_on=None), on=date(2027, 3, 2)) == State.DRAFT


def test_places_are_those_of_dates_that_are_held():
    room = make_room()
    run = make_run(room=room)
    off = make_session(run=run, starts_at=at(day=17), room=make_room(), link="https://a.example")
    off.cancel(on=date(2027, 3, 2), reason="Streik")
    assert (run.venues, run.is_online) == ([room.venue], False)
    make_session(run=run, starts_at=at(day=18), link="https://a.example")
    assert (run.venues, run.is_online) == ([room.venue], True)


def test_queue_is_counted_without_those_who_left():
    run = make_run(capacity=1)
    make_enrolment(run=run)
    make_enrolment(run=run, confirmed_at=None)
    make_enrolment(run=run, confirmed_at=None, cancelled_at=at(day=2))
    make_run()
    assert list(Run.objects.with_queue().order_by("pk").values_list("waiting", flat=True)) == [1, 0]


def test_publishing_needs_dates_and_keeps_its_first_day():
    run = make_run(published_on=None, starts_at=False)
    with pytest.raises(ValidationError):
        run.publish(on=date(2027, 1, 1))
    make_session(run=run)
    run.publish(on=date(2027, 1, 2))
    run.publish(on=date(2027, 1, 3))
    assert Run.objects.published(on=date(2027, 1, 2)).get().published_on == date(2027, 1, 2)
    assert not Run.objects.published(on=date(2027, 1, 1)).exists()


def test_upcoming_has_a_date_that_day_or_later():
    run = make_run()
    cancelled = make_run()
    cancelled.sessions.update(cancelled_on=date(2027, 1, 1), cancellation_reason="Streik")
    assert list(Run.objects.upcoming(on=date(2027, 3, 10))) == [run]
    assert list(Run.objects.upcoming(on=date(2027, 3, 11))) == []


def test_shares_of_projects_stay_within_the_whole():
    run = make_run()
    share = ProjectShare.objects.create(run=run, project=make_project(), percent=60)
    ProjectShare.objects.create(run=run, project=make_project(), percent=40)
    connection.check_constraints()
    share.percent = 61
    share.save()
    with pytest.raises(IntegrityError, match="more than 100 per cent"):
        connection.check_constraints()


def test_person_has_one_live_enrolment_per_training():
    run, person = make_run(), make_person()
    make_enrolment(run=run, person=person, cancelled_at=at(day=2))
    make_enrolment(run=run, person=person)
    with pytest.raises(IntegrityError, match="enrolment_once_per_person"):
        make_enrolment(run=run, person=person)


@pytest.mark.parametrize(
    "wrong",
    [
        {"persons": 2},
        {"side": Side.INTERNAL, "organisation": None},
        {"side": Side.EXTERNAL, "entitled_through": None},
    ],
)
def test_database_refuses_enrolments_that_cannot_be(wrong):
    with pytest.raises(IntegrityError, match="enrolment_of"):
        make_enrolment(**wrong)


def test_course_titles_differ_by_more_than_case_and_accents():
    make_course(title="Menschen in Syrien")
    with pytest.raises(IntegrityError, match="course_title_unique"):
        make_course(title="menschen in SYRIEN")
