"""What was fetched with a row tells apart all that can be made of it."""

import pytest

from events.models import Run, Session
from miko_portal.base.fetched import fetched
from tests.cooperation.factories import make_venue
from tests.events.factories import make_assignment, make_run, make_seminar, make_text

pytestmark = pytest.mark.django_db


def read(run):
    """As text, the way it becomes part of a key."""
    return str(fetched(Run.objects.with_facts_for("de").get(pk=run.pk)))


@pytest.fixture
def run():
    return make_run(seminar=make_seminar(title=None), place=make_venue(), interpreted=["ar"])


def test_same_rows_read_again_are_the_same(run):
    make_text(run.seminar)
    assert read(run) == read(run)


@pytest.mark.parametrize(
    "change",
    [
        lambda run: Run.objects.update(cost_cents=500),
        lambda run: make_text(run.seminar, title="Strom und Gas"),
        lambda run: Session.objects.update(cancelled_on="2027-03-01", cancellation_reason="Krank"),
        lambda run: type(run.sessions.get().venue).objects.update(name="Bürgerhaus"),
        lambda run: make_assignment(run.sessions.get(), confirmed_on="2027-03-01"),
        lambda run: type(run.seminar).objects.update(format="talk"),
    ],
    ids=["run", "text", "date", "house", "interpreter", "seminar"],
)
def test_each_change_of_what_is_fetched_makes_it_another(run, change):
    before = read(run)
    change(run)
    assert read(run) != before


def test_rows_prefetched_by_name_belong_to_it(run):
    def read():
        return str(fetched(Run.objects.prefetch_related("sessions").get(pk=run.pk)))

    before = read()
    run.sessions.all().delete()
    assert read() != before
