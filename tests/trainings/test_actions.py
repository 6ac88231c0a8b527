from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.utils import translation

from tests.base.factories import make_user
from tests.cooperation.factories import make_agreement, make_organisation, make_person
from tests.trainings.factories import at, make_course, make_enrolment, make_run, make_session
from trainings.actions import (
    accept_offer,
    cancel_enrolment,
    cancel_run,
    enrol,
    pass_seats_on,
    publish_run,
)
from trainings.facts import Audience, Side

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def english():
    with translation.override("en"):
        yield


def enrol_now(run, **kw):
    kw.setdefault("person", make_person())
    kw.setdefault("at", at(day=1))
    if not kw.get("volunteer"):
        kw.setdefault("organisation", make_organisation(internal=True))
    kw.setdefault("organisation", None)
    return enrol(run, by=make_user(), **kw)


def make_partner(**agreement):
    """A partner, with an agreement in force in March 2027 unless told otherwise."""
    partner = make_organisation()
    agreement.setdefault("signed_on", date(2020, 1, 1))
    make_agreement(parties=[partner, make_organisation(internal=True)], **agreement)
    return partner


def refusal(run, **kw):
    with pytest.raises(ValidationError) as caught:
        enrol_now(run, **kw)
    assert not run.places.exists()
    error = caught.value
    return error.message_dict if hasattr(error, "error_dict") else error.messages


def test_own_staff_of_the_county_takes_part_as_internal():
    enrolment = enrol_now(make_run())
    assert (enrolment.side, enrolment.entitled_through) == (Side.INTERNAL, None)
    assert enrolment.confirmed_at == at(day=1)


def test_partner_takes_part_through_the_agreement():
    partner = make_partner()
    enrolment = enrol_now(make_run(), organisation=partner)
    assert (enrolment.side, enrolment.entitled_through) == (Side.EXTERNAL, partner.parties.get())


@pytest.mark.parametrize(
    "agreement",
    [
        {"signed_on": date(2027, 3, 11)},
        {"effective_on": date(2027, 3, 11)},
        {"terminated_on": date(2027, 3, 9)},
        {"signed_on": None, "released_on": date(2020, 1, 1)},
    ],
)
def test_agreement_that_is_not_in_force_on_the_first_day_does_not_entitle(agreement):
    make_partner()  # somebody else's entitles nobody else
    partner = make_partner(**agreement)
    assert refusal(make_run(), organisation=partner) == {
        "organisation": [
            f"{partner} is party to no agreement in force on the first day of the training."
            " Give a reason to make an exception."
        ]
    }


@pytest.mark.parametrize(
    "agreement", [{"effective_on": date(2027, 3, 10)}, {"terminated_on": date(2027, 3, 10)}]
)
def test_first_and_last_day_of_an_agreement_entitle(agreement):
    enrolment = enrol_now(make_run(), organisation=make_partner(**agreement))
    assert enrolment.entitled_through is not None


def test_entitlement_is_inherited_where_the_organisation_says_so():
    town = make_partner()
    heir = make_organisation(parent=town, inherits_entitlement=True)
    grandchild = make_organisation(parent=heir, inherits_entitlement=True)
    stranger = make_organisation(parent=town)
    run = make_run()
    assert enrol_now(run, organisation=heir).entitled_through == town.parties.get()
    assert enrol_now(run, organisation=grandchild).entitled_through == town.parties.get()
    assert list(refusal(make_run(), organisation=stranger)) == ["organisation"]


def test_reason_makes_an_exception_and_is_kept():
    stranger = make_organisation()
    enrolment = enrol_now(make_run(), organisation=stranger, override_reason="Gast der Leitung")
    assert (enrolment.entitled_through, enrolment.override_reason) == (None, "Gast der Leitung")


@pytest.mark.parametrize(
    ("audience", "volunteer", "refused_at"),
    [
        (Audience.STAFF, True, ["volunteer"]),
        (Audience.STAFF, False, None),
        (Audience.VOLUNTEERS, True, None),
        (Audience.VOLUNTEERS, False, ["organisation"]),
        (Audience.EVERYONE, True, None),
        (Audience.EVERYONE, False, None),
    ],
)
def test_training_is_for_its_audience(audience, volunteer, refused_at):
    run = make_run(course=make_course(audience=audience))
    if refused_at:
        assert list(refusal(run, volunteer=volunteer)) == refused_at
    else:
        expected = Side.VOLUNTEER if volunteer else Side.INTERNAL
        assert enrol_now(run, volunteer=volunteer).side == expected


def test_nobody_is_enrolled_twice_but_may_come_back():
    run, person = make_run(), make_person(given_name="Ada", family_name="Bär")
    enrolment = enrol_now(run, person=person)
    with pytest.raises(ValidationError) as caught:
        enrol_now(run, person=person, at=at(day=2))
    assert caught.value.message_dict == {"person": ["Ada Bär is enrolled already."]}
    cancel_enrolment(enrolment, by=make_user(), at=at(day=3))
    assert enrol_now(run, person=person, at=at(day=4)).confirmed_at == at(day=4)


def test_training_that_is_over_or_cancelled_is_closed_even_to_exceptions():
    over = make_run(starts_at=at(month=2))
    cancelled = make_run(cancelled_on=date(2027, 2, 1), cancellation_reason="Grippe")
    undated = make_run(starts_at=False)
    assert refusal(over, override_reason="x") == ["This training is over."]
    assert refusal(cancelled, override_reason="x") == ["This training is cancelled."]
    assert refusal(undated, override_reason="x") == ["This training has no dates yet."]


@pytest.mark.parametrize(
    ("window", "sentence"),
    [
        ({"enrolment_opens_on": date(2027, 3, 2)}, "The enrolment has not begun yet."),
        ({"enrolment_closes_on": date(2027, 2, 28)}, "The enrolment is closed."),
    ],
)
def test_outside_the_time_of_enrolment_only_exceptions_are_made(window, sentence):
    run = make_run(**window)
    assert refusal(run) == [sentence]
    assert enrol_now(run, override_reason="Mit der Leitung abgesprochen").confirmed_at


def test_second_evening_is_open_to_exceptions():
    run = make_run(starts_at=at(day=1, hour=7))
    make_session(run=run, starts_at=at(day=8))
    assert refusal(run) == ["This training has begun already."]
    assert enrol_now(run, override_reason="Hat den ersten Teil 2026 besucht").confirmed_at


def test_cancelling_offers_the_seat_to_the_next():
    run = make_run(capacity=1)
    first, second = enrol_now(run), enrol_now(run)
    assert (second.is_waiting, run.seats_free) == (True, 0)
    assert cancel_enrolment(first, by=make_user(), at=at(day=2)) == [second]
    second.refresh_from_db()
    accept_offer(second, by=make_user(), at=at(day=3))
    assert second.confirmed_at == at(day=3)


def test_offer_that_ran_out_is_refused():
    run = make_run(capacity=1)
    first, second = enrol_now(run), enrol_now(run)
    cancel_enrolment(first, by=make_user(), at=at(day=2))
    with pytest.raises(ValidationError, match="no longer open"):
        accept_offer(second, by=make_user(), at=at(day=5))


def test_larger_room_lets_people_move_up():
    run = make_run(capacity=1)
    make_enrolment(run=run)
    waiting = make_enrolment(run=run, confirmed_at=None)
    run.refresh_from_db()
    run.capacity = 2
    run.save()
    pass_seats_on(run, by=make_user(), at=at(day=2))
    waiting.refresh_from_db()
    assert waiting.is_offered


def test_training_is_published_then_cancelled_once():
    run, user = make_run(published_on=None), make_user()
    publish_run(run, on=date(2027, 3, 1), by=user)
    cancel_run(run, on=date(2027, 3, 2), reason="Grippe", by=user, at=at(day=2))
    with pytest.raises(ValidationError, match="cancelled already"):
        cancel_run(run, on=date(2027, 3, 3), reason="Streik", by=user, at=at(day=3))
    with pytest.raises(ValidationError, match="is cancelled"):
        publish_run(run, on=date(2027, 3, 3), by=user)
    run.refresh_from_db()
    assert (run.published_on, run.cancelled_on) == (date(2027, 3, 1), date(2027, 3, 2))
    assert run.cancellation_reason == "Grippe"
