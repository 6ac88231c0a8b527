"""What came of trainings: parts that add up to the whole."""

import random
from datetime import date, timedelta
from decimal import Decimal
from io import BytesIO

import openpyxl
import pytest
from django.db import IntegrityError
from django.urls import reverse

from tests.base.factories import make_staff
from tests.cooperation.factories import make_organisation, make_person, make_project
from tests.trainings.factories import (
    at,
    make_answers,
    make_attendance,
    make_course,
    make_enrolment,
    make_run,
    make_session,
)
from trainings.actions.questionnaires import make_questionnaire
from trainings.facts import Side
from trainings.figures import DIMENSIONS, figures
from trainings.models import PastCount

pytestmark = pytest.mark.django_db
YEAR = {"since": date(2027, 1, 1), "until": date(2027, 12, 31), "on": date(2027, 8, 1)}
ADD_UP = ["taken", "attendances", "units", "no_shows", "counted"]


@pytest.fixture(autouse=True)
def summer(time_machine):
    time_machine.move_to(at(day=1, month=8), tick=False)


def attend(run, *, dates=1, **kw):
    """Somebody with a seat, who came to the first dates."""
    enrolment = make_enrolment(run=run, **kw)
    for session in run.sessions.order_by("starts_at")[:dates]:
        make_attendance(enrolment=enrolment, session=session)
    return enrolment


def told(figures):
    return (
        figures.held, figures.offered, figures.taken, figures.persons,
        figures.attendances, figures.units, figures.no_shows,
    )  # fmt: skip


def test_figures_of_a_training():
    run = make_run(capacity=10)
    make_session(run=run, starts_at=at(day=11), units=3)
    person = make_person()
    attend(run, dates=2, person=person)
    attend(run)
    attend(run, dates=0)
    make_enrolment(run=run, confirmed_at=None)
    make_enrolment(run=run, cancelled_at=at(day=2))
    (row,), whole = figures(by="run", **YEAR)
    assert row.label == f"2027-03-10: {run.course}"
    assert told(row.figures) == told(whole) == (1, 10, 3, 2, 3, 11, 1)


def test_what_is_called_off_does_not_count():
    off = make_run()
    make_enrolment(run=off)
    off.cancel(on=date(2027, 3, 1), reason="Streik")
    run = make_run()
    attend(run)
    make_session(
        run=run, starts_at=at(day=12), cancelled_on=date(2027, 3, 1), cancellation_reason="x"
    )
    assert told(figures(by="course", **YEAR)[1]) == (1, 10, 1, 1, 1, 4, 0)


def test_nobody_stayed_away_where_nobody_looked():
    make_enrolment(run=make_run())
    assert figures(by="run", **YEAR)[1].no_shows == 0


def test_person_counts_once_in_each_row_and_once_in_the_sum():
    person, internal = make_person(), make_organisation(internal=True)
    first, second = make_run(), make_run(starts_at=at(day=20))
    for run in (first, second):
        attend(run, person=person, organisation=internal)
    rows, whole = figures(by="run", **YEAR)
    assert [row.figures.persons for row in rows] == [1, 1]
    assert (whole.persons, whole.attendances) == (1, 2)
    ((label, by_house),), _whole = figures(by="organisation", **YEAR)
    assert (label, by_house.persons, by_house.attendances) == (str(internal), 1, 2)


def test_the_year_is_that_of_the_first_date_in_berlin():
    run = make_run(starts_at=at(day=31, month=12, year=2026, hour=23))
    make_session(run=run, starts_at=at(day=2, month=1))
    attend(run, dates=0)
    assert figures(by="year", **YEAR)[0] == []
    last = date(2026, 12, 31)
    rows, _whole = figures(by="year", since=last, until=last, on=YEAR["on"])
    assert [row.label for row in rows] == ["2026"]


def test_projects_have_their_shares_and_the_rest_has_none():
    first, second = make_project(short_name="A"), make_project(short_name="B")
    run = make_run(capacity=10)
    run.shares.create(project=first, percent=60)
    run.shares.create(project=second, percent=15)
    attend(run)
    rows, whole = figures(by="project", **YEAR)
    assert [(row.label, row.figures.units, row.figures.offered) for row in rows] == [
        (str(first), Decimal("2.4"), 6),
        (str(second), Decimal("0.6"), Decimal("1.5")),
        ("kein Projekt", 1, Decimal("2.5")),
    ]
    assert sum(row.figures.units for row in rows) == whole.units == 4
    assert {row.figures.persons for row in rows} == {1}


def test_share_that_found_it_helpful_is_told_from_five_answers_on():
    course, project = make_course(), make_project(short_name="A")
    question = make_questionnaire(course, by=None).questions.get(for_funder=True)
    first, second, third = (make_run(course=course, starts_at=at(day=day)) for day in (8, 9, 10))
    first.shares.create(project=project, percent=50)
    make_answers(first, *({question: value} for value in (5, 4, 4, 3, 1)))
    make_answers(second, *({question: 5} for _ in range(15)))
    make_answers(third, *({question: 1} for _ in range(4)))
    rows, whole = figures(by="run", **YEAR)
    assert [row.figures.helpful_percent for row in rows] == [60, 100, None]
    assert (whole.answers, whole.helpful, whole.helpful_percent) == (20, 18, 90)
    rows, _whole = figures(by="project", **YEAR)
    assert [row.figures.helpful_percent for row in rows] == [60, 94]
    attend(first)
    for by in ("organisation", "side"):
        ((_label, of_nobody),), whole = figures(by=by, **YEAR)
        assert (of_nobody.helpful_percent, whole.helpful_percent) == (None, 90)


def test_numbers_of_earlier_years_count():
    course, project = make_course(title="Ehrenamt"), make_project(short_name="A")
    facts = {"course": course, "held_on": date(2017, 5, 2), "side": Side.VOLUNTEER}
    PastCount.objects.create(**facts, project=project, persons=300, units=8)
    PastCount.objects.create(**facts, persons=48, units=6)
    asked = YEAR | {"since": date(2017, 1, 1), "until": date(2017, 12, 31)}
    for by in DIMENSIONS:
        rows, whole = figures(by=by, **asked)
        assert (whole.persons, whole.attendances, whole.units) == (348, 348, 2688)
        assert sum(row.figures.persons for row in rows) == 348
    assert [(row.label, row.figures.persons) for row in figures(by="project", **asked)[0]] == [
        (str(project), 300),
        ("kein Projekt", 48),
    ]
    with pytest.raises(IntegrityError):
        PastCount.objects.create(**facts, persons=1, units=1)


@pytest.mark.parametrize("seed", range(3))
def test_the_parts_add_up_to_the_whole(seed):
    lot = random.Random(seed)
    houses = [make_organisation(internal=True), make_organisation(), make_organisation()]
    projects = [make_project(), make_project()]
    people = [make_person() for _ in range(8)]
    for number in range(5):
        run = make_run(starts_at=at(day=1 + number), capacity=20, course=make_course())
        make_session(run=run, starts_at=at(day=10 + number), units=lot.randint(1, 9))
        percents = [lot.randint(1, 50), lot.randint(1, 50)][: lot.randint(0, 2)]
        for project, percent in zip(projects, percents, strict=False):
            run.shares.create(project=project, percent=percent)
        for person in lot.sample(people, 6):
            house = lot.choice(houses)
            side = Side.INTERNAL if house.internal else Side.EXTERNAL
            facts = {"organisation": house, "side": side, "dates": lot.randint(0, 2)}
            attend(run, person=person, **facts)
    PastCount.objects.create(
        course=make_course(), held_on=date(2027, 1, 2), side=Side.VOLUNTEER, persons=7, units=3
    )
    for by in DIMENSIONS:
        rows, whole = figures(by=by, **YEAR)
        for name in ADD_UP:
            assert sum(getattr(row.figures, name) for row in rows) == getattr(whole, name), by


@pytest.mark.parametrize("by", DIMENSIONS)
def test_figures_cost_the_same_for_many(by, django_assert_max_num_queries):
    for number in range(6):
        run = make_run(starts_at=at(day=1 + number))
        run.shares.create(project=make_project())
        attend(run)
        if number in (1, 5):
            with django_assert_max_num_queries(6):
                figures(by=by, **YEAR)


def test_page_and_files_say_the_same(client):
    run = make_run(course=make_course(title="Syrien"))
    run.shares.create(project=make_project(short_name="A"), percent=50)
    attend(run)
    client.force_login(make_staff("Leitung"))
    address = reverse("admin:trainings_run_figures")
    page = client.get(address)
    assert page.context["lines"] == [["Syrien", 1, 10, 1, 1, 1, 4, 0, None]]
    query = (
        "?by=project&since_day=1&since_month=1&since_year=2027"
        "&until_day=1&until_month=8&until_year=2027"
    )
    page = client.get(address + query)
    assert [line[6] for line in page.context["lines"]] == [2, 2]
    sent = b"".join(client.get(f"{address}{query}&format=csv").streaming_content).decode()
    assert sent.splitlines()[-1] == '"Alle";"1";"10";"1";"1";"1";"4";"0";""'
    sheet = openpyxl.load_workbook(
        BytesIO(b"".join(client.get(f"{address}?format=xlsx").streaming_content))
    ).active
    assert [cell.value for cell in sheet[2]] == ["Syrien", 1, 10, 1, 1, 1, 4, 0, None]


@pytest.mark.parametrize(
    ("query", "wrong"),
    [
        ("?by=shoes&since_day=1&since_month=1&since_year=2027", ["by", "until"]),
        (
            "?by=run&since_day=2&since_month=1&since_year=2027"
            "&until_day=1&until_month=1&until_year=2027",
            ["until"],
        ),
    ],
)
def test_wrong_questions_are_explained(client, query, wrong):
    client.force_login(make_staff("Leitung"))
    page = client.get(reverse("admin:trainings_run_figures") + query)
    assert (list(page.context["form"].errors), page.context["whole"]) == (wrong, None)


def test_partner_sees_no_figures(client):
    client.force_login(make_staff("Partner"))
    assert client.get(reverse("admin:trainings_run_figures")).status_code in (302, 403)


def test_number_of_an_earlier_year_is_entered_in_the_administration(client):
    course = make_course()
    client.force_login(make_staff("Koordination"))
    typed = {"course": course.pk, "side": "volunteer", "persons": 348, "units": 6, "project": ""}
    day = date(2017, 5, 2)
    typed |= {f"held_on_{part}": getattr(day, part) for part in ("day", "month", "year")}
    address = reverse("admin:trainings_pastcount_add")
    assert client.post(address, typed).status_code == 302
    assert PastCount.objects.get().persons == 348
    tomorrow = date(2027, 8, 1) + timedelta(days=1)
    later = {f"held_on_{part}": getattr(tomorrow, part) for part in ("day", "month", "year")}
    page = client.post(address, typed | later)
    assert list(page.context["adminform"].form.errors) == ["held_on"]
