"""What becomes of trainings when two people or organisations turn out to be one."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.utils import translation

from cooperation.actions import merge_organisations, merge_people
from cooperation.models import Booking
from tests.base.factories import make_staff
from tests.cooperation.factories import make_meeting, make_organisation, make_person
from tests.trainings.factories import (
    at,
    make_course,
    make_enrolment,
    make_run,
    make_session,
    make_trainer,
)
from trainings.models import Enrolment, Trainer

pytestmark = pytest.mark.django_db
DAY = date(2027, 3, 1)


@pytest.fixture(autouse=True)
def english():
    with translation.override("en"):
        yield


def merge(kept, duplicate):
    return merge_people(kept, duplicate=duplicate, by=make_staff(), on=DAY)


def test_enrolments_move():
    kept, duplicate = make_person(), make_person()
    enrolment = make_enrolment(person=duplicate)
    merge(kept, duplicate)
    assert list(kept.enrolments.all()) == [enrolment]


def test_two_enrolments_in_one_training_are_refused():
    kept, duplicate = make_person(), make_person()
    run = make_run(course=make_course(title="Asylrecht"))
    for person in (kept, duplicate):
        make_enrolment(run=run, person=person)
    with pytest.raises(ValidationError) as error:
        merge(kept, duplicate)
    assert error.value.messages == [
        f"{kept} has two enrolments in the training “Asylrecht, 10.03.2027”. Cancel one of them "
        "first."
    ]
    assert set(Enrolment.objects.values_list("person", flat=True)) == {kept.pk, duplicate.pk}


def test_a_cancelled_enrolment_beside_another_is_kept():
    kept, duplicate = make_person(), make_person()
    run = make_run()
    make_enrolment(run=run, person=kept, cancelled_at=at(day=2))
    make_enrolment(run=run, person=duplicate)
    merge(kept, duplicate)
    run.refresh_from_db()
    assert (kept.enrolments.count(), run.seats_taken) == (2, 1)


def test_trainer_takes_assignments_and_bookings_along():
    kept, duplicate = make_person(), make_trainer()
    make_session(trainers=[duplicate])
    merge(kept, duplicate)
    assert (kept.trainer.pk, kept.trainings_led.count()) == (Trainer.objects.get().pk, 1)
    assert Booking.objects.get().person == kept


def test_trainer_who_is_kept_twice_can_be_asked_for_both():
    kept, duplicate = make_trainer(), make_trainer()
    for person, topics in [(kept, "Asylrecht"), (duplicate, "Sprache")]:
        Trainer.objects.filter(person=person).update(topics=topics)
    merge(kept, duplicate)
    assert list(Trainer.objects.values_list("person", "topics")) == [
        (kept.pk, "Asylrecht, Sprache")
    ]


def test_session_that_both_lead_is_led_once():
    kept, duplicate = make_trainer(), make_trainer()
    session = make_session(trainers=[kept, duplicate])
    merge(kept, duplicate)
    assert list(session.assignments.values_list("person", flat=True)) == [kept.pk]
    assert Booking.objects.get().person == kept


def test_who_is_booked_in_two_places_at_once_is_refused():
    kept, duplicate = make_trainer(), make_trainer()
    make_session(trainers=[kept], starts_at=at(hour=9))
    make_session(trainers=[duplicate], starts_at=at(hour=10))
    with pytest.raises(ValidationError) as error:
        merge(kept, duplicate)
    assert error.value.messages == [
        f"Nobody is in two places at once. {kept} is booked on Wed 10.03.2027, 9:00–12:00 "
        f"(training). {duplicate} is booked on Wed 10.03.2027, 10:00–13:00 (training). Change one "
        "of them first."
    ]
    assert set(Booking.objects.values_list("person", flat=True)) == {kept.pk, duplicate.pk}


def test_one_after_the_other_is_no_clash():
    kept, duplicate = make_trainer(), make_trainer()
    make_session(trainers=[kept], starts_at=at(hour=9))
    make_session(trainers=[duplicate], starts_at=at(hour=12))
    make_meeting(people=[duplicate])
    merge(kept, duplicate)
    assert Booking.objects.filter(person=kept).count() == 2


def test_enrolments_of_an_organisation_move():
    kept, duplicate = make_organisation(), make_organisation()
    enrolment = make_enrolment(organisation=duplicate)
    merge_organisations(kept, duplicate=duplicate, by=make_staff(), on=DAY)
    assert list(kept.enrolments.all()) == [enrolment]
