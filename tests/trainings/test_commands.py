"""Seats that were offered in vain reach the next, though nobody is at the desk."""

from datetime import date

import pytest
from django.core.management import call_command
from django.utils import timezone

from miko_portal.base.models import Message
from tests.trainings.factories import at, make_enrolment, make_run

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _day(monkeypatch):
    """It is the 5th of March 2027, nine o'clock."""
    monkeypatch.setattr(timezone, "now", lambda: at(day=5))


def make_offered_run(*, until, **kw):
    """One seat, offered to somebody, and one who waits for it."""
    run = make_run(capacity=1, **kw)
    offered = make_enrolment(run=run, confirmed_at=None, offered_until=until)
    return run, offered, make_enrolment(run=run, confirmed_at=None)


def standing(run):
    return [(bool(place.cancelled_at), place.offered_until) for place in run.places.order_by("pk")]


def test_lapsed_offers_are_passed_on_once(capsys):
    one, *_ = make_offered_run(until=at(day=4))
    two, *_ = make_offered_run(until=at(day=4))
    open_one, *_ = make_offered_run(until=at(day=6))
    for _ in range(2):
        call_command("pass_on_offers")
    assert standing(one) == standing(two) == [(True, at(day=4)), (False, at(day=7))]
    assert standing(open_one) == [(False, at(day=6)), (False, None)]
    assert capsys.readouterr().out.splitlines() == [
        "2 seats offered to those who wait.",
        "0 seats offered to those who wait.",
    ]


def test_lapsed_offers_of_a_cancelled_training_stay_so_that_its_mail_goes_out():
    run, *_ = make_offered_run(until=at(day=4))
    run.cancel(on=date(2027, 3, 5), reason="Grippe")
    call_command("pass_on_offers")
    assert standing(run) == [(False, at(day=4)), (False, None)]
    assert not Message.objects.exists()
