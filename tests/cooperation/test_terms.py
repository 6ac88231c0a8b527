"""Terms and notice: vectors worked out by hand, and the database against Python."""

from dataclasses import astuple, replace
from datetime import date, timedelta

import pytest
from django.db import connection
from django.db.models import F
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from cooperation.models import Version
from cooperation.models.terms import LastNoticeDay, NextNotice, NoticeWorksOn, TermEnd
from cooperation.terms import Terms, add_months, last_notice_day
from tests.cooperation.factories import make_agreement

DAY = timedelta(days=1)


def day(text):
    return text and date.fromisoformat(text)


def terms(*, start="2020-01-01", first_end=None, renewal=None, notice=None, basis=""):
    return Terms(day(start), day(first_end), renewal, notice, basis)


TERM_ENDS = [
    ("2025-08-28", 12, "2026-02-11", "2026-08-28"),
    ("2023-07-31", 12, "2025-10-01", "2026-07-31"),
    # The end is the last day of its term; the next term begins the day after.
    ("2025-08-28", 12, "2025-08-28", "2025-08-28"),
    ("2025-08-28", 12, "2025-08-29", "2026-08-28"),
    ("2025-08-28", 12, "2019-01-01", "2025-08-28"),
    # 31 January by months: clipped from the first end each time, so that it never drifts.
    ("2026-01-31", 1, "2026-02-01", "2026-02-28"),
    ("2026-01-31", 1, "2026-03-01", "2026-03-31"),
    ("2026-01-31", 1, "2026-03-31", "2026-03-31"),
    ("2026-01-31", 1, "2026-04-30", "2026-04-30"),
    ("2026-01-31", 1, "2028-02-01", "2028-02-29"),
    ("2026-01-30", 1, "2026-02-28", "2026-02-28"),
    ("2026-01-30", 1, "2026-03-31", "2026-04-30"),
    ("2025-08-31", 6, "2025-12-01", "2026-02-28"),
    ("2025-08-31", 6, "2026-03-01", "2026-08-31"),
    # 29 February: the 28th in other years, the 29th again in leap years.
    ("2024-02-29", 12, "2024-03-01", "2025-02-28"),
    ("2024-02-29", 12, "2028-02-01", "2028-02-29"),
    # 28 February stays the 28th: clipped, not "the last day of the month".
    ("2026-02-28", 12, "2026-03-01", "2027-02-28"),
    ("2026-02-28", 12, "2028-01-01", "2028-02-28"),
    ("2026-02-28", 12, "2028-02-29", "2029-02-28"),
    # Not renewed, or open-ended.
    ("2026-02-28", None, "2025-01-01", "2026-02-28"),
    ("2026-02-28", None, "2031-01-01", "2026-02-28"),
    (None, None, "2026-02-11", None),
    # Many times, by the longest, and no further than 2099.
    ("1900-01-31", 1, "2099-02-01", "2099-02-28"),
    ("1900-06-30", 240, "2080-07-01", None),
    ("1900-06-30", 240, "2060-07-01", "2080-06-30"),
    ("2099-12-31", 12, "2099-12-31", "2099-12-31"),
    ("2025-12-31", 12, "9999-12-31", None),
]


@pytest.mark.parametrize(("first_end", "renewal", "on", "ends"), TERM_ENDS)
def test_term_ends(first_end, renewal, on, ends):
    assert terms(first_end=first_end, renewal=renewal).term_end(day(on)) == day(ends)


@pytest.mark.parametrize(
    ("ends", "months", "last"),
    [
        ("2026-02-28", 3, "2025-11-30"),
        ("2026-08-28", 2, "2026-06-28"),
        ("2026-07-31", 3, "2026-04-30"),
        ("2026-12-31", 3, "2026-09-30"),
        ("2026-12-31", 6, "2026-06-30"),
        ("2026-03-31", 1, "2026-02-28"),
        ("2024-03-31", 1, "2024-02-29"),
        ("2024-02-29", 12, "2023-02-28"),
        ("2025-02-28", 12, "2024-02-29"),
        # The day after the end is the 29th, 30th or 31st, which the earlier month lacks.
        ("2026-03-28", 1, "2026-02-27"),
        ("2026-03-30", 1, "2026-02-27"),
        ("2026-05-30", 3, "2026-02-27"),
        ("2026-05-15", 0, "2026-05-15"),
        ("2026-05-15", 240, "2006-05-15"),
    ],
)
def test_last_day_of_notice_for_an_end(ends, months, last):
    assert last_notice_day(day(ends), months) == day(last)


RENEWED = {"first_end": "2025-08-28", "renewal": 12, "notice": 2, "basis": "term"}
LAST_OF_FEBRUARY = {"first_end": "2026-02-28", "notice": 3, "basis": "term"}
SHORT_TERM = {"first_end": "2026-01-31", "renewal": 1, "notice": 3, "basis": "term"}
INSIDE = {"first_end": "2027-05-15", "notice": 3, "basis": "quarter"}
RENEWED_INSIDE = {**INSIDE, "renewal": 12}


NOTICES = [
    (RENEWED, "2026-02-11", "2026-06-28", "2026-08-28"),
    # On the last day, and one day late.
    (RENEWED, "2026-06-28", "2026-06-28", "2026-08-28"),
    (RENEWED, "2026-06-29", "2027-06-28", "2027-08-28"),
    (RENEWED, "2019-12-31", "2025-06-28", "2025-08-28"),
    (
        {
            "start": "2020-08-01",
            "first_end": "2023-07-31",
            "renewal": 12,
            "notice": 3,
            "basis": "term",
        },
        "2025-10-01",
        "2026-04-30",
        "2026-07-31",
    ),
    # Not renewed: one chance, then none.
    (LAST_OF_FEBRUARY, "2025-11-30", "2025-11-30", "2026-02-28"),
    (LAST_OF_FEBRUARY, "2025-12-01", None, None),
    # The term is shorter than the notice: several terms go by.
    (SHORT_TERM, "2026-01-15", "2026-01-31", "2026-04-30"),
    (SHORT_TERM, "2026-02-01", "2026-02-28", "2026-05-31"),
    (SHORT_TERM, "2026-03-01", "2026-03-31", "2026-06-30"),
    (SHORT_TERM, "2025-10-31", "2025-10-31", "2026-01-31"),
    # Open-ended, with each basis.
    ({"notice": 1, "basis": "month"}, "2026-01-31", "2026-01-31", "2026-02-28"),
    ({"notice": 1, "basis": "month"}, "2026-02-01", "2026-02-28", "2026-03-31"),
    ({"notice": 0, "basis": "month"}, "2024-02-10", "2024-02-29", "2024-02-29"),
    ({"notice": 3, "basis": "quarter"}, "2026-09-30", "2026-09-30", "2026-12-31"),
    ({"notice": 3, "basis": "quarter"}, "2026-10-01", "2026-12-31", "2027-03-31"),
    ({"notice": 6, "basis": "quarter"}, "2026-09-30", "2026-09-30", "2027-03-31"),
    ({"notice": 6, "basis": "year"}, "2026-06-30", "2026-06-30", "2026-12-31"),
    ({"notice": 6, "basis": "year"}, "2026-07-01", "2027-06-30", "2027-12-31"),
    ({"notice": 18, "basis": "year"}, "2026-06-30", "2026-06-30", "2027-12-31"),
    # Inside a term too, but never after a last end; with renewal its own end counts as well.
    (INSIDE, "2026-12-31", "2026-12-31", "2027-03-31"),
    (INSIDE, "2027-01-01", None, None),
    (RENEWED_INSIDE, "2027-01-01", "2027-02-15", "2027-05-15"),
    (RENEWED_INSIDE, "2027-02-16", "2027-03-31", "2027-06-30"),
    ({**INSIDE, "first_end": "2027-06-30"}, "2027-01-01", "2027-03-31", "2027-06-30"),
    # Before the start, no end before it counts.
    (
        {"start": "2026-07-01", "notice": 1, "basis": "month"},
        "2026-01-15",
        "2026-06-30",
        "2026-07-31",
    ),
    (
        {"start": "2026-07-01", "notice": 12, "basis": "year"},
        "2025-06-30",
        "2025-12-31",
        "2026-12-31",
    ),
    ({"start": None, "notice": 1, "basis": "month"}, "2026-01-15", "2026-01-31", "2026-02-28"),
    # No ordinary notice.
    ({}, "2026-02-11", None, None),
    ({"first_end": "2026-08-28", "renewal": 12}, "2026-02-11", None, None),
    # The last of all ends.
    ({"notice": 240, "basis": "year"}, "2079-12-31", "2079-12-31", "2099-12-31"),
    ({"notice": 240, "basis": "year"}, "2080-01-01", None, None),
    ({"notice": 1, "basis": "month"}, "2099-12-01", None, None),
    ({"notice": 1, "basis": "month"}, "9999-12-31", None, None),
]


@pytest.mark.parametrize(("facts", "on", "notice_day", "works_on"), NOTICES)
def test_next_notice(facts, on, notice_day, works_on):
    agreed = terms(**facts)
    assert agreed.next_notice(day(on)) == (notice_day and (day(notice_day), day(works_on)))
    assert agreed.notice_works_on(day(on)) == day(works_on)


days = st.dates(date(1900, 1, 1), date(2099, 12, 31))
# Days on which months of different lengths meet come up more often than they do by chance.
ends_of_months = st.builds(
    lambda first, back: first.replace(day=1) - back * DAY,
    st.dates(date(1900, 2, 1), date(2099, 12, 31)),
    st.integers(0, 4),
)
some_days = days | ends_of_months
some_terms = st.builds(
    Terms,
    start=st.none() | some_days,
    first_end=st.none() | some_days,
    renewal_months=st.none() | st.integers(1, 240),
    notice_months=st.none() | st.integers(0, 240),
    notice_basis=st.sampled_from(["", "term", "month", "quarter", "year"]),
)


def is_end(end, terms):
    """Whether notice can work at the end of the day, as the agreement puts it."""
    if terms.first_end and terms.renewal_months:
        kth = [add_months(terms.first_end, k * terms.renewal_months) for k in range(60)]
        counts = end in kth
    else:
        counts = terms.notice_basis == "term" and end == terms.first_end
        if terms.first_end and end > terms.first_end:
            return False
    months = {"month": 1, "quarter": 3, "year": 12}.get(terms.notice_basis, 100)
    return counts or ((end + DAY).day == 1 and end.month % months == 0)


@settings(max_examples=100, deadline=None)
@given(
    start=st.dates(date(2023, 11, 1), date(2025, 3, 31)),
    ahead=st.integers(0, 500),
    agreed=some_terms,
    renewal=st.none() | st.integers(1, 14),
    notice=st.integers(0, 14),
    on=st.dates(date(2023, 11, 1), date(2025, 3, 31)),
)
def test_notice_works_at_the_first_day_that_is_an_end_in_time(
    start, ahead, agreed, renewal, notice, on
):
    first_end = agreed.first_end and start + ahead * DAY
    agreed = replace(
        agreed, start=start, first_end=first_end, renewal_months=renewal, notice_months=notice
    )
    walked = (max(on, start) + n * DAY for n in range(1500))
    in_time = (end for end in walked if last_notice_day(end, notice) >= on)
    assert agreed.notice_works_on(on) == next((end for end in in_time if is_end(end, agreed)), None)


IN_SQL = """
SELECT cooperation_term_end(first_end, renewal, on_day),
       cooperation_last_notice_day(first_end, notice),
       cooperation_next_notice(start, first_end, renewal, notice, basis, on_day),
       cooperation_notice_works_on(start, first_end, renewal, notice, basis, on_day)
FROM unnest(%s::date[], %s::date[], %s::int[], %s::int[], %s::text[], %s::date[])
    WITH ORDINALITY AS told (start, first_end, renewal, notice, basis, on_day, place)
ORDER BY place
"""


def in_python(terms, on):
    known = terms.first_end is not None and terms.notice_months is not None
    return (
        terms.term_end(on),
        last_notice_day(terms.first_end, terms.notice_months) if known else None,
        (terms.next_notice(on) or [None])[0],
        terms.notice_works_on(on),
    )


def in_sql(asked):
    columns = zip(*((*astuple(terms), on) for terms, on in asked), strict=True)
    with connection.cursor() as cursor:
        cursor.execute(IN_SQL, [list(column) for column in columns])
        return cursor.fetchall()


def test_the_database_agrees_on_the_vectors(db):
    asked = [(terms(first_end=end, renewal=months), day(on)) for end, months, on, _ in TERM_ENDS]
    asked += [(terms(**facts), day(on)) for facts, on, *_ in NOTICES]
    assert in_sql(asked) == [in_python(*each) for each in asked]


def turning_points(terms, on):
    """The day, and those around it on which an answer may change."""
    first_end = terms.first_end or on
    told = [on, first_end, last_notice_day(first_end, terms.notice_months or 0)]
    told += [terms.term_end(on), terms.notice_works_on(on), *(terms.next_notice(on) or [])]
    return sorted({day + n * DAY for day in told if day for n in (0, 1)})


@settings(
    max_examples=40,
    deadline=None,
    phases=[Phase.generate],
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(drawn=st.lists(st.tuples(some_terms, some_days), min_size=25, max_size=25))
def test_the_database_agrees_for_any_terms_and_days(db, drawn):
    """40 times 25 are a thousand, each on several days."""
    asked = [(terms, day) for terms, on in drawn for day in turning_points(terms, on)]
    assert in_sql(asked) == [in_python(*each) for each in asked]


def test_queries_annotate_terms_and_notice(db):
    make_agreement(
        effective_on=date(2020, 8, 1),
        term="fixed",
        first_end_on=date(2023, 7, 31),
        renewal="tacit",
        renewal_months=12,
        notice_months=3,
        notice_basis="term",
    )
    make_agreement(effective_on=date(2020, 8, 1), notice_months=3, notice_basis="quarter")
    make_agreement()
    on = date(2026, 5, 1)
    told = (
        "effective_on",
        "first_end_on",
        "renewal_months",
        "notice_months",
        "notice_basis",
        on,
    )
    found = Version.objects.annotate(
        ends=TermEnd("first_end_on", "renewal_months", on),
        notice_day=NextNotice(*told),
        works_on=NoticeWorksOn(*told),
        told_again=LastNoticeDay(F("works_on"), "notice_months"),
    ).order_by("pk")
    assert list(found.values_list("ends", "notice_day", "works_on", "told_again")) == [
        (date(2026, 7, 31), date(2027, 4, 30), date(2027, 7, 31), date(2027, 4, 30)),
        (None, date(2026, 6, 30), date(2026, 9, 30), date(2026, 6, 30)),
        (None, None, None, None),
    ]
    assert found.filter(notice_day__range=(on, on + 90 * DAY)).count() == 1
