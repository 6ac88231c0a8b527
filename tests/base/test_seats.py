"""The one rule for seats, tried out on trainings."""

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection

from miko_portal.base import seats
from miko_portal.base.seats import Notice, accept, offer_next, release, take
from tests.cooperation.factories import make_organisation, make_person
from tests.trainings.factories import at, make_enrolment, make_run
from trainings.facts import Side
from trainings.models import Enrolment, Run


class Told(list):
    """Remembers who was told what."""

    def __call__(self, place, notice):
        self.append((place.pk, notice))


def new_place(person=None, organisation=None, **kw):
    return Enrolment(
        person=person or make_person(),
        organisation=organisation or make_organisation(),
        side=Side.INTERNAL,
        **kw,
    )


def where(run):
    return [
        "cancelled"
        if place.cancelled_at
        else "seated"
        if place.confirmed_at
        else "offered"
        if place.offered_until
        else "waiting"
        for place in run.places.order_by("pk")
    ]


@pytest.mark.django_db
def test_seats_go_out_until_they_are_gone_then_people_wait():
    run, told = make_run(capacity=2), Told()
    places = [take(run, place=new_place(), at=at(day=1), notify=told) for _ in range(4)]
    assert where(run) == ["seated", "seated", "waiting", "waiting"]
    assert told == [
        (places[0].pk, Notice.CONFIRMED),
        (places[1].pk, Notice.CONFIRMED),
        (places[2].pk, Notice.WAITING),
        (places[3].pk, Notice.WAITING),
    ]
    assert [p.position for p in run.places.waiting().with_position()] == [1, 2]
    assert Run.objects.get().seats_taken == run.seats_taken == 2


@pytest.mark.django_db
def test_released_seat_is_offered_to_the_first_who_waits():
    run, told = make_run(capacity=1), Told()
    seated, first, second = (
        take(run, place=new_place(), at=at(day=1), notify=Told()) for _ in range(3)
    )
    release(run, place=seated, at=at(day=2), notify=told)
    assert where(run) == ["cancelled", "offered", "waiting"]
    assert told == [(seated.pk, Notice.CANCELLED), (first.pk, Notice.OFFERED)]
    first.refresh_from_db()
    assert first.offered_until == at(day=4)
    assert Run.objects.get().seats_taken == 1
    accept(run, place=first, at=at(day=3), notify=told)
    assert where(run) == ["cancelled", "seated", "waiting"]
    release(run, place=seated, at=at(day=3), notify=told)  # asked twice: nothing more happens
    assert where(run) == ["cancelled", "seated", "waiting"]
    assert second.is_waiting


@pytest.mark.django_db
def test_offer_that_ran_out_is_passed_on_once():
    run, told = make_run(capacity=1), Told()
    seated, late, next_one = (
        take(run, place=new_place(), at=at(day=1), notify=Told()) for _ in range(3)
    )
    release(run, place=seated, at=at(day=2), notify=Told())
    with pytest.raises(ValidationError):
        accept(run, place=late, at=at(day=5), notify=told)
    offer_next(run, at=at(day=5), notify=told)
    offer_next(run, at=at(day=5), notify=told)
    assert where(run) == ["cancelled", "cancelled", "offered"]
    assert told == [(late.pk, Notice.LAPSED), (next_one.pk, Notice.OFFERED)]


@pytest.mark.django_db
def test_newcomer_waits_behind_a_group_that_would_fit():
    run = make_run(capacity=1)
    make_enrolment(run=run, confirmed_at=None)  # waits, though a seat is free
    take(run, place=new_place(), at=at(day=2), notify=Told())
    assert where(run) == ["offered", "waiting"]


@pytest.mark.django_db
def test_newcomer_passes_nobody_once_the_training_has_begun():
    run, told = make_run(capacity=1, starts_at=at(day=10)), Told()
    first = make_enrolment(run=run, confirmed_at=None)
    newcomer = take(run, place=new_place(), at=at(day=10, hour=10), notify=told)
    assert where(run) == ["waiting", "waiting"]
    assert told == [(newcomer.pk, Notice.WAITING)]
    release(run, place=first, at=at(day=10, hour=10), notify=Told())
    release(run, place=newcomer, at=at(day=10, hour=10), notify=Told())
    take(run, place=new_place(), at=at(day=10, hour=10), notify=Told())
    assert where(run) == ["cancelled", "cancelled", "seated"]


@pytest.mark.django_db
def test_offer_of_a_cancelled_training_is_no_longer_open():
    run = make_run(capacity=1)
    seated = take(run, place=new_place(), at=at(day=1), notify=Told())
    waiting = take(run, place=new_place(), at=at(day=1), notify=Told())
    release(run, place=seated, at=at(day=2), notify=Told())
    run.cancel(on=at(day=2).date(), reason="Krank")
    with pytest.raises(ValidationError) as refused:
        accept(run, place=waiting, at=at(day=2), notify=Told())
    assert refused.value.code == "lapsed"
    assert where(run) == ["cancelled", "offered"]


@pytest.mark.django_db
def test_nobody_moves_up_once_the_training_has_begun():
    run = make_run(capacity=1, starts_at=at(day=10))
    seated = take(run, place=new_place(), at=at(day=1), notify=Told())
    take(run, place=new_place(), at=at(day=1), notify=Told())
    release(run, place=seated, at=at(day=10, hour=10), notify=Told())
    assert where(run) == ["cancelled", "waiting"]


@pytest.mark.django_db
def test_count_of_seats_follows_the_places_whatever_is_written():
    run = make_run(capacity=3)
    place = make_enrolment(run=run)
    make_enrolment(run=run, confirmed_at=None)
    make_enrolment(run=run, confirmed_at=None, offered_until=at(day=9))

    def count():
        return Run.objects.values_list("seats_taken", flat=True).get(pk=run.pk)

    assert count() == 2
    run.save()  # holds a stale number
    Run.objects.update(seats_taken=0)
    assert count() == 2
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE trainings_enrolment SET cancelled_at = now() WHERE id=%s", [place.pk]
        )
    assert count() == 1
    Enrolment.objects.all().delete()
    assert count() == 0


@pytest.mark.django_db
def test_database_refuses_one_seat_too_many():
    run = make_run(capacity=1)
    make_enrolment(run=run)
    with pytest.raises(IntegrityError, match="trainings_run_never_overbooked"):
        make_enrolment(run=run)


@pytest.mark.django_db
def test_capacity_cannot_fall_below_what_is_taken():
    run = make_run(capacity=2)
    make_enrolment(run=run)
    make_enrolment(run=run)
    run.refresh_from_db()
    run.capacity = 1
    with pytest.raises(ValidationError) as caught:
        run.full_clean(exclude=["seats_taken"])
    assert list(caught.value.message_dict) == ["capacity"]


CROWD = 50


def enrol_crowd(run):
    """Fifty people press the button at once, each in a transaction of their own."""
    organisation = make_organisation()
    people = [make_person() for _ in range(CROWD)]
    start = threading.Barrier(CROWD)

    def press(person):
        try:
            start.wait(timeout=60)
            mine = Run.objects.get(pk=run.pk)
            take(mine, place=new_place(person, organisation), at=at(day=1), notify=Told())
        except IntegrityError as error:
            return str(error)
        finally:
            connection.close()
        return ""

    with ThreadPoolExecutor(CROWD) as pool:
        return [error for error in pool.map(press, people) if error]


@pytest.mark.django_db(transaction=True)
def test_crowd_gets_ten_seats_and_an_orderly_queue():
    run = make_run(capacity=10)
    assert enrol_crowd(run) == []
    assert where(run) == ["seated"] * 10 + ["waiting"] * 40
    assert [p.position for p in run.places.waiting().with_position()] == list(range(1, 41))
    assert Run.objects.get().seats_taken == 10


@pytest.mark.django_db(transaction=True)
def test_without_the_lock_the_crowd_is_not_served(monkeypatch):
    """The test above can fail: read without waiting, all see ten free seats."""
    run = make_run(capacity=10)
    seen = threading.Barrier(CROWD)

    def look_only(run):
        run.refresh_from_db()
        seen.wait(timeout=60)

    monkeypatch.setattr(seats, "lock", look_only)
    refused = enrol_crowd(run)
    assert len(refused) == 40
    assert all("trainings_run_never_overbooked" in error for error in refused)
    assert where(run) == ["seated"] * 10  # the database held, but nobody stands in the queue
