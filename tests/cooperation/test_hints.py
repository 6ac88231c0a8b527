"""Planning hints: the office's table, public holidays and Carnival."""

from datetime import date
from importlib import import_module
from itertools import pairwise

import pytest
from dateutil.easter import EASTER_ORTHODOX, easter
from django.apps import apps
from django.db import IntegrityError
from django.urls import reverse
from django.utils import translation

from cooperation.hints import hints_for
from cooperation.models import PlanningPeriod
from tests.base.factories import make_staff
from tests.cooperation.factories import make_planning_period

pytestmark = pytest.mark.django_db
migration = import_module("cooperation.migrations.0006_planning_periods")


@pytest.fixture(autouse=True)
def empty_table():
    PlanningPeriod.objects.all().delete()
    with translation.override("de"):
        yield


def said(day):
    return [str(hint) for hint in hints_for([day])[day]]


def test_a_day_in_ramadan_says_so_with_its_days():
    make_planning_period(
        name="Ramadan", starts_on=date(2027, 2, 8), ends_on=date(2027, 3, 8), expected=True
    )
    assert said(date(2027, 3, 3)) == ["Fällt in: Ramadan (voraussichtlich 8.2.–8.3.2027)"]
    assert said(date(2027, 2, 7)) == ["Fällt in: Karneval (4.2.–10.2.2027)"]
    assert said(date(2027, 3, 9)) == []


def test_a_day_can_have_several_hints_and_notes():
    make_planning_period(
        name="Osterferien",
        starts_on=date(2027, 3, 22),
        ends_on=date(2027, 4, 2),
        note="Kitas zum Teil geschlossen.",
    )
    assert said(date(2027, 3, 26)) == [
        "Fällt auf: Karfreitag (26.3.2027)",
        "Fällt in: Osterferien (22.3.–2.4.2027). Kitas zum Teil geschlossen.",
    ]


def test_days_over_a_change_of_year_name_both():
    make_planning_period(
        name="Weihnachtsferien", starts_on=date(2026, 12, 23), ends_on=date(2027, 1, 8)
    )
    assert said(date(2027, 1, 8)) == ["Fällt in: Weihnachtsferien (23.12.2026–8.1.2027)"]


def test_hints_for_a_year_are_one_query(django_assert_num_queries):
    days = [date(2027, month, 9) for month in range(1, 13)]
    with django_assert_num_queries(1):
        assert sorted(hints_for(days)) == days
    assert hints_for([]) == {}


def test_table_comes_with_the_years_to_2028():
    migration.load(apps, None)
    rows = PlanningPeriod.objects.all()
    assert {row.starts_on.year for row in rows} == {2025, 2026, 2027, 2028}
    for school, nothing_between in ((rows.filter(kind="school"), True), (rows, False)):
        for one, other in pairwise(school):
            assert one.ends_on < other.starts_on or not nothing_between
    for feast in rows.filter(name="Orthodoxes Osterfest"):
        assert feast.starts_on <= easter(feast.starts_on.year, EASTER_ORTHODOX) <= feast.ends_on
    for fast in rows.filter(name="Ramadan"):
        feast = rows.get(name="Zuckerfest", starts_on__year=fast.ends_on.year)
        assert (feast.starts_on - fast.ends_on).days == 1
        assert (fast.ends_on - fast.starts_on).days in (28, 29)
    moved = rows.filter(expected=True).values_list("name", flat=True)
    assert set(moved) == {"Ramadan", "Zuckerfest", "Opferfest"}


def test_last_day_before_the_first_is_refused():
    with pytest.raises(IntegrityError):
        make_planning_period(starts_on=date(2027, 3, 2), ends_on=date(2027, 3, 1))


def typed(**kw):
    days = {"starts_on": date(2029, 1, 16), "ends_on": date(2029, 2, 13)} | kw
    data = {"name": "Ramadan", "kind": "feast", "expected": "on", "note": ""}
    for name, day in days.items():
        data |= {f"{name}_day": day.day, f"{name}_month": day.month, f"{name}_year": day.year}
    return data


def test_office_adds_and_changes_a_hint(client):
    client.force_login(make_staff("Koordination"))
    assert client.post(reverse("admin:cooperation_planningperiod_add"), typed()).status_code == 302
    period = PlanningPeriod.objects.get()
    assert (period.starts_on, period.expected) == (date(2029, 1, 16), True)
    address = reverse("admin:cooperation_planningperiod_change", args=[period.pk])
    client.post(address, typed(ends_on=date(2029, 2, 14)))
    period.refresh_from_db()
    assert period.ends_on == date(2029, 2, 14)


def test_wrong_order_and_repetition_are_said_in_a_sentence(client):
    client.force_login(make_staff("Koordination"))
    address = reverse("admin:cooperation_planningperiod_add")
    wrong = client.post(address, typed(ends_on=date(2029, 1, 1)))
    assert "Der letzte Tag liegt vor dem ersten." in wrong.text
    client.post(address, typed())
    assert "Diesen Hinweis gibt es schon." in client.post(address, typed()).text
    assert PlanningPeriod.objects.count() == 1
