"""What falls due, and whose it is."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from cooperation.deadlines import Kind, deadlines, due
from cooperation.models import FollowUp, Measure, Meeting
from tests.base.factories import make_user
from tests.cooperation.factories import make_agreement

pytestmark = pytest.mark.django_db
TODAY, SOON = date(2026, 11, 24), date(2027, 2, 22)


def listed(**kw):
    rows = due(**{"on": TODAY, "until": SOON} | kw)
    return [(d.kind, d.due_on, d.agreement and d.agreement.number) for d in deadlines(rows)]


def test_each_kind_is_listed_by_its_day():
    clerk = make_user()
    signed = {"signed_on": date(2020, 1, 1), "clerk": clerk}
    make_agreement(
        number="tacit",
        term="fixed",
        first_end_on=date(2021, 2, 28),
        renewal="tacit",
        renewal_months=12,
        notice_months=2,
        notice_basis="term",
        **signed,
    )
    make_agreement(number="fixed", term="fixed", first_end_on=date(2027, 1, 31), **signed)
    make_agreement(number="open", notice_months=1, notice_basis="month", **signed)
    make_agreement(number="late", released_on=date(2026, 10, 1), effective_on=date(2026, 11, 1))
    agreement = make_agreement(number="measured", **signed)
    Measure.objects.create(agreement=agreement, title="Broschüre", due_on=date(2026, 12, 1))
    Measure.objects.create(
        agreement=agreement, title="x", due_on=TODAY, done_on=TODAY, result="Fertig"
    )
    FollowUp.objects.create(agreement=agreement, text="Anruf", due_on=TODAY, person=clerk)
    moment = datetime(2027, 1, 15, 23, 30, tzinfo=ZoneInfo("Europe/Berlin"))
    review = Meeting.objects.create(
        kind="review", title="R", starts_at=moment, ends_at=moment + timedelta(hours=1)
    )
    review.agreements.add(agreement)
    assert listed() == [
        (Kind.SIGNATURE, date(2026, 11, 1), "late"),
        (Kind.FOLLOW_UP, TODAY, "measured"),
        (Kind.MEASURE, date(2026, 12, 1), "measured"),
        (Kind.NOTICE, date(2026, 12, 31), "tacit"),
        (Kind.REVIEW, date(2027, 1, 15), "measured"),
        (Kind.END, date(2027, 1, 31), "fixed"),
    ]


def test_notice_and_end_that_passed_are_history():
    make_agreement(signed_on=date(2020, 1, 1), term="fixed", first_end_on=TODAY - timedelta(1))
    assert listed() == []


def test_only_of_some_people_kinds_and_days():
    clerk, other = make_user(), make_user()
    agreement = make_agreement(number="A", clerk=clerk)
    for person, day in ((clerk, TODAY - timedelta(3)), (other, TODAY), (clerk, SOON)):
        FollowUp.objects.create(agreement=agreement, text="Anruf", due_on=day, person=person)
    Measure.objects.create(agreement=agreement, title="Broschüre", due_on=TODAY)
    assert listed(people=[other]) == [(Kind.FOLLOW_UP, TODAY, "A")]
    assert listed(kinds=[Kind.MEASURE]) == [(Kind.MEASURE, TODAY, "A")]
    assert listed(people=[clerk], since=TODAY) == [
        (Kind.MEASURE, TODAY, "A"),
        (Kind.FOLLOW_UP, SOON, "A"),
    ]


@pytest.mark.parametrize("rows", [3, 30])
def test_many_cost_as_many_queries_as_few(rows, django_assert_num_queries):
    clerk = make_user()
    for _ in range(rows):
        FollowUp.objects.create(
            agreement=make_agreement(), text="Anruf", due_on=TODAY, person=clerk
        )
    with django_assert_num_queries(3):
        assert len(deadlines(due(on=TODAY, until=SOON)[:25])) == min(rows, 25)
