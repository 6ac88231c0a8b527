"""What the form promises is done: needs go after 7 days, contacts after 30, numbers stay."""

from datetime import timedelta

import pytest

from events.models import CallRequest, Registration, RegistrationContact, RegistrationLink
from events.upkeep import due
from miko_portal.base import nightly
from tests.base.factories import make_user
from tests.events.factories import at, make_registration, make_run

pytestmark = pytest.mark.django_db

END = at(7, 20)  # of the one date, two hours after it starts
MOMENT = timedelta(seconds=1)


def make_past_registration():
    run = make_run(coming="here")
    registration = make_registration(
        run, persons=3, needs="Platz vorn", suspicion="many", registered_by=make_user()
    )
    registration.new_link(at=at(0))
    return registration


def run_nightly(*, at):
    nightly.jobs["events.upkeep"].run(on=at.date(), at=at)


def kept():
    return (
        RegistrationContact.objects.exclude(needs="").count(),
        RegistrationContact.objects.count(),
        RegistrationLink.objects.count(),
    )


@pytest.mark.parametrize(
    ("after", "left"),
    [
        (timedelta(days=7) - MOMENT, (1, 1, 1)),
        (timedelta(days=7) + MOMENT, (0, 1, 0)),
        (timedelta(days=30) - MOMENT, (0, 1, 0)),
        (timedelta(days=30) + MOMENT, (0, 0, 0)),
    ],
)
def test_people_are_forgotten_when_the_form_says_so(after, left):
    make_past_registration()
    for _ in range(2):
        run_nightly(at=END + after)
        assert kept() == left
    assert not any(rows.exists() for rows in due(at=END + after))


def test_numbers_stay_without_anybody_in_them():
    registration = make_past_registration()
    run_nightly(at=END + timedelta(days=31))
    stored = Registration.objects.get(pk=registration.pk)
    assert (stored.persons, bool(stored.confirmed_at)) == (3, True)
    assert (stored.submission, stored.suspicion, stored.registered_by) == (None, "", None)


def test_wishes_to_be_called_go_a_month_after_the_call_or_a_season_after_the_wish():
    facts = {"language": "ar"}
    CallRequest.objects.create(
        telephone="+49261123451", asked_at=at(-40), reached_at=at(-31), **facts
    )
    fresh = CallRequest.objects.create(
        telephone="+49261123452", asked_at=at(-40), reached_at=at(-29), **facts
    )
    waiting = CallRequest.objects.create(telephone="+49261123453", asked_at=at(-89), **facts)
    CallRequest.objects.create(telephone="+49261123454", asked_at=at(-91), **facts)
    run_nightly(at=at(0))
    assert set(CallRequest.objects.all()) == {fresh, waiting}
