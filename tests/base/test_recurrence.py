"""Days by a rule, and days of another year: over leap days, changes of year and any rule at all."""

from calendar import monthrange
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from miko_portal.base.recurrence import LAST, MOST_DAYS, Rule, years_later

DAYS = st.dates(date(2000, 1, 1), date(2098, 12, 31))
WEEKDAYS = st.frozensets(st.integers(0, 6), min_size=1)
MONDAY, WEDNESDAY, THURSDAY = 0, 2, 3


def on(*weekdays, **kw):
    return Rule(frozenset(weekdays), **kw)


def test_every_last_wednesday_of_the_month():
    days = on(WEDNESDAY, of_month=frozenset([LAST])).days(
        since=date(2027, 1, 1), until=date(2027, 6, 30)
    )
    assert [f"{day:%d.%m.}" for day in days] == [
        "27.01.", "24.02.", "31.03.", "28.04.", "26.05.", "30.06.",
    ]  # fmt: skip


def test_first_and_third_monday_and_thursday():
    rule = on(MONDAY, THURSDAY, of_month=frozenset([1, 3]))
    days = rule.days(since=date(2028, 2, 1), until=date(2028, 2, 29))
    assert [day.day for day in days] == [3, 7, 17, 21]


def test_every_second_week_counts_from_the_week_of_the_first_day():
    days = on(MONDAY, THURSDAY, weeks=2).days(since=date(2027, 3, 10), until=date(2027, 4, 1))
    assert [(day.month, day.day) for day in days] == [(3, 11), (3, 22), (3, 25)]


def test_leap_day_is_a_day_like_any_other():
    days = on(date(2028, 2, 29).weekday()).days(since=date(2028, 2, 22), until=date(2028, 3, 7))
    assert days == [date(2028, 2, 22), date(2028, 2, 29), date(2028, 3, 7)]


def test_fifth_weekday_comes_only_in_months_that_have_one():
    days = on(WEDNESDAY, of_month=frozenset([5])).days(
        since=date(2027, 1, 1), until=date(2027, 12, 31)
    )
    assert [day.month for day in days] == [3, 6, 9, 12]


@pytest.mark.parametrize("rule", [on(), on(MONDAY), on(MONDAY, of_month=frozenset([1]))])
def test_nothing_comes_of_an_end_before_the_start_or_of_no_weekday(rule):
    assert rule.days(since=date(2027, 3, 10), until=date(2027, 3, 9)) == []
    assert on().days(since=date(2027, 3, 10), until=date(2028, 3, 9)) == []


@given(WEEKDAYS, st.integers(1, 12), DAYS, st.integers(0, 800))
def test_weekly_days_are_those_a_calendar_shows(weekdays, weeks, since, length):
    until = since + timedelta(days=length)
    monday = since - timedelta(days=since.weekday())
    every = [since + timedelta(days=number) for number in range(length + 1)]
    shown = [
        day for day in every if day.weekday() in weekdays and (day - monday).days // 7 % weeks == 0
    ]
    found = Rule(weekdays, weeks=weeks).days(since=since, until=until)
    assert found == shown[: MOST_DAYS + 1]


@given(WEEKDAYS, st.frozensets(st.sampled_from([1, 2, 3, 4, 5, LAST]), min_size=1), DAYS)
def test_monthly_days_are_those_a_calendar_shows(weekdays, of_month, since):
    until = since + timedelta(days=400)

    def is_meant(day):
        last = day.day + 7 > monthrange(day.year, day.month)[1]
        return (day.day - 1) // 7 + 1 in of_month or (LAST in of_month and last)

    every = [since + timedelta(days=number) for number in range(401)]
    shown = [day for day in every if day.weekday() in weekdays and is_meant(day)]
    found = Rule(weekdays, of_month=of_month).days(since=since, until=until)
    assert found == shown[: MOST_DAYS + 1]


@pytest.mark.parametrize(
    ("day", "years", "later"),
    [
        (date(2025, 3, 5), 1, date(2026, 3, 4)),  # 52 weeks
        (date(2026, 3, 4), 1, date(2027, 3, 10)),  # 53 weeks: 2026 has a week 53
        (date(2026, 12, 30), 1, date(2027, 12, 29)),  # week 53 becomes week 52
        (date(2027, 1, 1), 1, date(2027, 12, 31)),  # still week 53 of 2026
        (date(2028, 2, 29), 1, date(2029, 2, 27)),
        (date(2026, 6, 10), 2, date(2028, 6, 14)),
        (date(2024, 12, 31), 1, date(2025, 12, 30)),  # week 1 of 2025
    ],
)
def test_day_of_the_programme_in_a_later_year(day, years, later):
    assert years_later(day, years) == later


@given(DAYS)
def test_a_year_later_is_the_same_weekday_52_or_53_weeks_on(day):
    later = years_later(day, 1)
    assert later.weekday() == day.weekday()
    assert (later - day).days in (52 * 7, 53 * 7)


@given(DAYS, st.integers(1, 7))
def test_copied_year_after_year_is_as_copied_at_once_within_a_week(day, years):
    step_by_step = day
    for _ in range(years):
        step_by_step = years_later(step_by_step, 1)
    assert abs((step_by_step - years_later(day, years)).days) in (0, 7)


@given(DAYS, DAYS)
def test_the_order_of_a_programme_stays(one, other):
    first, second = sorted([one, other])
    assert years_later(first, 1) <= years_later(second, 1)
