from datetime import date

import pytest
from django.urls import reverse

from tests.base.factories import make_staff
from tests.trainings.factories import (
    at,
    make_attendance,
    make_enrolment,
    make_run,
    make_session,
    make_trainer,
)
from trainings.actions import issue_certificate
from trainings.due import attendance_missing, certificates_missing, due
from trainings.models import Run

pytestmark = pytest.mark.django_db
TODAY = date(2027, 3, 1)


def test_a_date_to_come_that_nobody_leads_is_told():
    trainer = make_trainer()
    led = make_run(trainers=[trainer])
    half_led = make_run(starts_at=at(day=12), trainers=[trainer])
    make_session(run=half_led, starts_at=at(day=13))
    past = make_run(starts_at=at(month=2))
    make_session(run=past, starts_at=at(day=14), trainers=[trainer])
    off = make_run(starts_at=at(day=15))
    off.cancel(on=TODAY, reason="Streik")
    make_session(run=led, starts_at=at(day=16), cancelled_on=TODAY, cancellation_reason="Streik")
    assert list(Run.objects.without_trainer(on=TODAY)) == [half_led]


@pytest.mark.parametrize(
    ("day", "closes_on", "told"),
    [(15, None, True), (16, None, False), (16, date(2027, 3, 15), True), (1, None, True)],
)
def test_too_few_are_told_two_weeks_before_it_is_too_late(day, closes_on, told):
    run = make_run(starts_at=at(day=day), seats_min=2, enrolment_closes_on=closes_on)
    make_enrolment(run=run)
    assert list(Run.objects.to_decide(on=TODAY)) == [run] * told
    make_enrolment(run=run)
    assert list(Run.objects.to_decide(on=TODAY)) == []


def test_what_has_begun_is_not_decided_any_more():
    make_run(starts_at=at(month=2), seats_min=2)
    begun = make_run(starts_at=at(month=2), seats_min=2)
    make_session(run=begun)
    assert list(Run.objects.under_minimum(on=TODAY)) == [begun]
    assert list(Run.objects.to_decide(on=TODAY)) == []


def test_full_are_those_that_people_can_see():
    full = make_run(capacity=1, trainers=[make_trainer()])
    make_enrolment(run=full)
    draft = make_run(capacity=1, published_on=None, trainers=[make_trainer()])
    make_enrolment(run=draft)
    make_enrolment(run=make_run(trainers=[make_trainer()]))
    assert [(each.key, each.count, each.runs) for each in due(on=TODAY)] == [("full", 1, [full])]


def test_the_nearest_are_named_and_all_are_counted(django_assert_num_queries):
    runs = [make_run(starts_at=at(day=day)) for day in range(30, 20, -1)]
    with django_assert_num_queries(7):
        (without,) = due(on=TODAY)
    assert (without.count, without.runs) == (10, runs[:4:-1])


@pytest.mark.parametrize(("role", "told"), [("Koordination", True), ("Leitung", False)])
def test_start_page_tells_those_who_plan(client, time_machine, role, told):
    time_machine.move_to(at(day=1, month=3))
    run = make_run()
    client.force_login(make_staff(role))
    answer = client.get(reverse("admin:index")).content.decode()
    assert (reverse("admin:trainings_run_change", args=[run.pk]) in answer) == told
    assert ("?to_do=trainer" in answer) == told


def test_dates_held_without_attendance_are_told_for_a_year():
    run = make_run(starts_at=at(month=2, day=20))
    assert list(attendance_missing(on=TODAY)) == []  # nobody has a seat
    enrolment = make_enrolment(run=run)
    assert list(attendance_missing(on=TODAY)) == [run]
    assert list(attendance_missing(on=date(2027, 2, 20))) == []
    assert list(attendance_missing(on=date(2028, 3, 1))) == []
    make_attendance(enrolment=enrolment)
    assert list(attendance_missing(on=TODAY)) == []


def test_certificates_are_told_until_everybody_has_theirs():
    run = make_run(starts_at=at(month=2, day=20))
    enrolment = make_enrolment(run=run)
    make_enrolment(run=run)  # was not there
    assert list(certificates_missing(on=TODAY)) == []
    make_attendance(enrolment=enrolment)
    assert list(certificates_missing(on=TODAY)) == [run]
    assert list(certificates_missing(on=date(2027, 2, 20))) == []
    assert list(certificates_missing(on=date(2028, 3, 1))) == []
    issue_certificate(enrolment, by=make_staff("Koordination"), at=at(month=2, day=25))
    assert list(certificates_missing(on=TODAY)) == []
