"""What can be looked for among the trainings to come."""

from datetime import date

import pytest
from django.http import QueryDict

from tests.cooperation.factories import make_room, make_venue
from tests.trainings.factories import at, make_course, make_enrolment, make_run, make_session
from trainings.filters import TrainingFilter
from trainings.models import Run

pytestmark = pytest.mark.django_db
TODAY = date(2027, 3, 1)


def asked(query):
    queryset = Run.objects.published(on=TODAY).upcoming(on=TODAY)
    return TrainingFilter(QueryDict(query), queryset=queryset, on=TODAY)


def found(query):
    return {str(run) for run in asked(query).qs}


@pytest.fixture
def runs():
    """One for staff in Polch, one for volunteers in Mayen, one for all that is full."""
    polch, mayen = (make_room(venue=make_venue(town=town)) for town in ("Polch", "Mayen"))
    staff = make_course(title="Staff", content="Sprachschulung", title_en="Body language")
    helpers = make_course(title="Helpers", audience="volunteers", level="advanced")
    make_run(course=staff, room=polch)
    make_run(course=helpers, room=mayen, starts_at=at(day=31, hour=23))
    full = make_run(
        course=make_course(title="All", audience="everyone"),
        capacity=1,
        starts_at=at(day=1, hour=0, month=4),
        room=polch,
    )
    make_session(run=full, starts_at=at(day=2, month=4), room=mayen).cancel(
        on=TODAY, reason="Krank"
    )
    make_enrolment(run=full)
    make_run(course=make_course(title="Over"), starts_at=at(month=2), room=polch)


@pytest.mark.parametrize(
    ("query", "titles"),
    [
        ("", {"Staff", "Helpers", "All"}),
        ("audience=staff", {"Staff", "All"}),
        ("audience=volunteers", {"Helpers", "All"}),
        ("level=advanced", {"Helpers"}),
        ("town=Polch", {"Staff", "All"}),
        ("town=Mayen", {"Helpers"}),
        ("month=2027-03", {"Staff", "Helpers"}),
        ("month=2027-04", {"All"}),
        ("free=on", {"Staff", "Helpers"}),
        ("q=schulung", {"Staff"}),
        ("q=LANGUAGE+sprach", {"Staff"}),
        ("q=sprach+nichts", set()),
        ("audience=staff&free=on", {"Staff"}),
    ],
)
def test_filters_find(runs, query, titles):
    assert found(query) == titles


@pytest.mark.parametrize(
    "query",
    ["audience=x", "level=0", "town=Nirgendwo", "town=a%00b", "month=2027-13", "month=2027-02"],
)
def test_what_is_not_understood_is_left_out_and_named(runs, query):
    filters = asked(query)
    assert {str(run) for run in filters.qs} == {"Staff", "Helpers", "All"}
    assert list(filters.form.errors) == [query.partition("=")[0]]
    assert (filters.active, filters.folded_wrong) == ([], True)


def test_choices_are_what_is_on_offer(runs):
    make_venue(town="Mendig")
    fields = asked("town=Mendig").form.fields
    assert list(fields["town"].choices)[1:] == [(t, t) for t in ("Mayen", "Polch", "Mendig")]
    months = [("2027-03", "März 2027"), ("2027-04", "April 2027")]
    assert list(fields["month"].choices)[1:] == months


def test_each_filter_in_use_has_a_way_out(runs):
    filters = asked("q=x&town=Polch&free=on&page=3")
    assert list(filters.qs) == []
    assert [(one["said"], one["without"]) for one in filters.active] == [
        ("x", "?town=Polch&free=on"),
        ("Polch", "?q=x&free=on"),
        ("Noch nicht voll", "?q=x&town=Polch"),
    ]
