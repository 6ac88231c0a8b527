"""The state of an agreement on a day, and on the days before and after."""

from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cooperation.models import Agreement, State
from tests.cooperation.factories import make_agreement, make_project

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
SPRING, SUMMER, AUTUMN = date(2024, 2, 29), date(2024, 7, 1), date(2024, 10, 1)


def state(agreement, on):
    return Agreement.objects.with_state(on=on).get(pk=agreement.pk).state


@pytest.mark.parametrize(
    ("facts", "day", "before", "since"),
    [
        ({"consultation_on": SUMMER}, SUMMER, "draft", "in_consultation"),
        (
            {"consultation_on": SPRING, "released_on": SUMMER},
            SUMMER,
            "in_consultation",
            "to_be_signed",
        ),
        (
            {"released_on": SPRING, "signed_on": SUMMER, "effective_on": AUTUMN},
            SUMMER,
            "to_be_signed",
            "signed",
        ),
        ({"signed_on": SUMMER, "effective_on": AUTUMN}, AUTUMN, "signed", "in_force"),
        (
            {"released_on": SPRING, "signed_on": SUMMER, "effective_on": SPRING},
            SUMMER,
            "to_be_signed",
            "in_force",
        ),
        ({"signed_on": SPRING, "terminated_on": SUMMER}, SUMMER + DAY, "in_force", "ended"),
        (
            {"signed_on": SPRING, "term": "fixed", "first_end_on": SUMMER},
            SUMMER + DAY,
            "in_force",
            "expired",
        ),
        (
            {"signed_on": SPRING, "term": "fixed", "first_end_on": SUMMER, "renewal": "amendment"},
            SUMMER + DAY,
            "in_force",
            "expired",
        ),
        ({"withdrawn_on": SUMMER}, SUMMER, "draft", "withdrawn"),
        ({"released_on": SPRING, "withdrawn_on": SUMMER}, SUMMER, "to_be_signed", "withdrawn"),
    ],
)
def test_state_changes_with_the_day_of_its_fact(facts, day, before, since):
    agreement = make_agreement(**facts)
    assert (state(agreement, day - DAY), state(agreement, day)) == (before, since)


def test_state_waits_for_the_last_signature():
    agreement = make_agreement(released_on=SPRING, signed_on=[SPRING, None])
    assert state(agreement, AUTUMN) == State.TO_BE_SIGNED
    agreement.versions.get().signatories.get(signed_on=None).sign(on=SUMMER)
    agreement.versions.get().complete()
    assert state(agreement, SUMMER - DAY) == State.TO_BE_SIGNED
    assert state(agreement, SUMMER) == State.IN_FORCE


def test_state_of_a_term_bound_to_the_project_ends_with_it():
    project = make_project(ends_on=SUMMER)
    agreement = make_agreement(signed_on=SPRING, term="project", project=project)
    assert (state(agreement, SUMMER), state(agreement, SUMMER + DAY)) == ("in_force", "expired")


def test_state_renewed_tacitly_goes_on():
    agreement = make_agreement(
        signed_on=SPRING, term="fixed", first_end_on=SUMMER, renewal="tacit", renewal_months=12
    )
    assert state(agreement, date(2099, 1, 1)) == State.IN_FORCE


@pytest.mark.parametrize(
    ("last_day", "states", "sentence"),
    [
        (
            SUMMER - 2 * DAY,
            ["signed", "ended", "ended", "ended"],
            "All have signed, but it ends by mutual consent before it comes into force.",
        ),
        (
            SUMMER - DAY,
            ["signed", "signed", "ended", "ended"],
            "All have signed, but it ends by mutual consent before it comes into force.",
        ),
        (
            SUMMER,
            ["signed", "signed", "in_force", "ended"],
            "All have signed. It comes into force on 07/01/2024.",
        ),
    ],
)
def test_state_of_what_ends_around_its_first_day(last_day, states, sentence):
    agreement = make_agreement(signed_on=SPRING, effective_on=SUMMER)
    agreement.terminate(last_day=last_day)
    days = [SUMMER - 2 * DAY, SUMMER - DAY, SUMMER, SUMMER + DAY]
    assert [state(agreement, day) for day in days] == states
    before = Agreement.objects.with_state(on=days[0]).get()
    assert before.state_sentence == sentence
    assert list(Agreement.objects.in_force(on=SUMMER)) == [before] * ("in_force" in states)


def test_in_force_are_those_that_bind_on_the_day():
    bound = make_agreement(signed_on=SPRING)
    make_agreement(released_on=SPRING)
    make_agreement(signed_on=SUMMER + DAY)
    make_agreement(signed_on=SPRING, terminated_on=SUMMER - DAY)
    assert list(Agreement.objects.in_force(on=SUMMER)) == [bound]


days = st.dates(date(2024, 1, 1), date(2024, 1, 20))


def expected(
    on,
    *,
    consultation_on,
    released_on,
    signed_on,
    effective_on,
    withdrawn_on,
    terminated_on,
    first_end_on,
):
    """The same rule as the design tells it, in Python."""
    if withdrawn_on and withdrawn_on <= on:
        return "withdrawn"
    if on < consultation_on:
        return "draft"
    if on < released_on:
        return "in_consultation"
    if signed_on is None or on < signed_on:
        return "to_be_signed"
    if terminated_on and on > terminated_on:
        return "ended"
    if on < effective_on:
        return "signed"
    return "expired" if first_end_on and on > first_end_on else "in_force"


@st.composite
def facts(draw):
    """What happened to an agreement, and when, within some days."""
    steps = sorted(draw(st.lists(days, min_size=3, max_size=3)))
    completed_on = draw(st.sampled_from([steps[2], None]))
    effective_on = draw(days)
    return {
        "consultation_on": steps[0],
        "released_on": steps[1],
        "signed_on": completed_on,
        "effective_on": effective_on,
        "withdrawn_on": None if completed_on else draw(st.none() | days),
        "terminated_on": draw(st.none() | days) if completed_on else None,
        "first_end_on": draw(st.none() | days.filter(lambda day: day >= effective_on)),
    }


@settings(
    max_examples=6, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(told=st.lists(facts(), min_size=10, max_size=10))  # ten at once: a day is asked once for all
def test_state_agrees_with_the_rule_on_every_day(db, told):
    agreements = {
        make_agreement(term="fixed" if its["first_end_on"] else "open", **its).pk: its
        for its in told
    }
    for on in (date(2023, 12, 31) + n * DAY for n in range(23)):
        found = Agreement.objects.filter(pk__in=agreements).with_state(on=on)
        assert dict(found.values_list("pk", "state")) == {
            key: expected(on, **its) for key, its in agreements.items()
        }
