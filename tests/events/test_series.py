"""Several dates on one page, a recurring offer, last year's programme: posted as people do."""

from datetime import date, time, timedelta

import pytest
import time_machine
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from cooperation.models import Organisation, PlanningPeriod, Room
from cooperation.planning import instants
from events.actions import plan_each
from events.models import Run, Session
from tests.base.factories import make_staff
from tests.cooperation.factories import (
    make_organisation,
    make_planning_period,
    make_project,
    make_room,
    make_venue,
)
from tests.events.factories import (
    BERLIN,
    TODAY,
    at,
    make_run,
    make_seminar,
    make_session,
    make_topic,
)
from tests.events.test_admin import change, typed

pytestmark = pytest.mark.django_db

NEW, SERIES, PROGRAMME = (f"admin:events_run_{name}" for name in ("add", "series", "programme"))


@pytest.fixture(autouse=True)
def frozen():
    PlanningPeriod.objects.all().delete()
    with time_machine.travel(at(0, 9), tick=False), translation.override("de"):
        yield


@pytest.fixture
def coordinator(client):
    client.force_login(make_staff("Koordination"))
    return client


@pytest.fixture
def hall():
    return make_room(name="Saal", seats=30, venue=make_venue(name="Forum", town="Polch"))


def day_parts(name, day):
    return {f"{name}_day": day.day, f"{name}_month": day.month, f"{name}_year": day.year}


def evenings(seminar, *rows, **kw):
    """A course as "Neue Veranstaltung" posts it: a row for each evening."""
    data = typed(title="", summary="", topic="", seminar=seminar.pk, **kw)
    for number, row in enumerate(rows):
        row = {"starts": "18", "ends": "20", "place": "Saal, Forum, Polch", **row}
        row |= day_parts("day", row.pop("day"))
        data |= {f"dates-{number}-{name}": value for name, value in row.items()}
    return data | {"dates-TOTAL_FORMS": len(rows)}


def test_course_of_four_evenings_is_one_run(coordinator, hall):
    days = [TODAY + timedelta(weeks=number) for number in range(1, 5)]
    data = evenings(make_seminar(), *({"day": day} for day in days))
    assert coordinator.post(reverse(NEW), data).status_code == 302
    run = Run.objects.get()
    found = [(session.starts_at, session.room) for session in run.sessions.all()]
    # The clocks go forward on 28 March: 18:00 stays 18:00.
    assert found == [(at(number * 7), hall) for number in range(1, 5)]


def test_one_more_date_is_filled_in_a_week_later_and_nothing_is_stored(coordinator, hall):
    day = date(2027, 3, 24)
    data = evenings(make_seminar(), {"day": day, "starts": "17:30"}) | {"add_row": "dates"}
    response = coordinator.post(reverse(NEW), data)
    _first, second = response.context["formset"]
    assert [second[name].value() for name in ("starts", "ends", "place")] == [
        "17:30", "20", "Saal, Forum, Polch",
    ]  # fmt: skip
    assert second["day"].value() == [31, 3, 2027]
    assert (response.context["form"].errors, Run.objects.count()) == ({}, 0)


def test_date_that_is_left_out_again_is_not_stored(coordinator, hall):
    rows = [{"day": TODAY + timedelta(days=7)}, {"day": TODAY + timedelta(days=8)}]
    rows[1] |= {"starts": "99", "DELETE": "on"}
    assert coordinator.post(reverse(NEW), evenings(make_seminar(), *rows)).status_code == 302
    assert Session.objects.count() == 1


@pytest.mark.parametrize(
    ("place", "field"),
    [("Saal, Forum, Polch", "place"), ("Neu, Forum, Polch", "place"), ("Forum, Polch", "day")],
)
def test_two_dates_of_one_page_do_not_clash(coordinator, hall, place, field):
    rows = [
        {"day": TODAY + timedelta(days=7), "place": place},
        {"day": TODAY + timedelta(days=7), "place": place, "starts": "19", "ends": "21"},
    ]
    response = coordinator.post(reverse(NEW), evenings(make_seminar(), *rows))
    assert [list(errors) for errors in response.context["formset"].errors] == [[], [field]]
    assert Run.objects.count() == 0


def test_clash_with_another_date_is_named_at_its_row(coordinator, hall):
    make_session(make_run(days=None), 14, room=hall)
    rows = [{"day": TODAY + timedelta(days=7)}, {"day": TODAY + timedelta(days=14)}]
    response = coordinator.post(reverse(NEW), evenings(make_seminar(), *rows))
    first, second = response.context["formset"].errors
    assert (first, list(second)) == ({}, ["place"])
    assert "24.03.2027" in second["place"][0]


def test_too_many_dates_and_none_are_refused(coordinator, hall):
    rows = [{"day": TODAY + timedelta(days=number)} for number in range(1, 22)]
    response = coordinator.post(reverse(NEW), evenings(make_seminar(), *rows))
    assert response.context["formset"].non_form_errors() == ["Bitte höchstens 20 Termine."]
    empty = evenings(make_seminar(), {"day": TODAY}) | {"dates-0-day_day": ""}
    empty |= {"dates-0-day_month": "", "dates-0-day_year": ""}
    assert list(coordinator.post(reverse(NEW), empty).context["formset"].errors[0]) == ["day"]
    assert Run.objects.count() == 0


def test_hints_stand_at_the_date_and_block_nothing(coordinator, hall):
    make_planning_period(
        name="Ramadan", starts_on=date(2027, 2, 8), ends_on=date(2027, 3, 20), expected=True
    )
    data = evenings(make_seminar(), {"day": date(2027, 3, 17)})
    shown = coordinator.post(reverse(NEW), data | {"add_row": "dates"})
    hint = "Fällt in: Ramadan (voraussichtlich 8.2.–20.3.2027)"
    assert [form["day"].help_text for form in shown.context["formset"]] == [hint, ""]
    stored = coordinator.post(reverse(NEW), data, follow=True)
    assert [str(message) for message in stored.context["messages"]][1:] == [
        f"Mi 17.03.2027: {hint}"
    ]
    listed = coordinator.get(reverse("admin:events_run_changelist"))
    assert hint in listed.text
    page = coordinator.get(reverse("admin:events_run_change", args=[Run.objects.get().pk]))
    assert hint in page.text


def test_dates_that_are_over_are_stored_and_said(coordinator, hall):
    data = evenings(make_seminar(), {"day": date(2026, 3, 17)}, {"day": date(2026, 3, 24)})
    stored = coordinator.post(reverse(NEW), data, follow=True)
    assert [str(message) for message in stored.context["messages"]][1:] == [
        "2 Termine liegen in der Vergangenheit, der erste am Di 17.03.2026, 18:00."
    ]
    weeks = rule(make_seminar(), since=date(2025, 3, 18), until=date(2025, 3, 20))
    shown = coordinator.get(confirm(coordinator, weeks)["Location"])
    assert [str(message) for message in shown.context["messages"]][1:] == [
        "Der Termin am Mi 19.03.2025, 18:00 liegt in der Vergangenheit."
    ]


def test_hint_is_text_and_not_markup(coordinator, hall):
    make_planning_period(name="A & <b>B</b>", starts_on=date(2027, 3, 17))
    data = evenings(make_seminar(), {"day": date(2027, 3, 17)}) | {"add_row": "dates"}
    assert "<b>B</b>" not in coordinator.post(reverse(NEW), data).text


def rule(seminar, **kw):
    """What the page for a recurring offer posts: every Wednesday, eight weeks."""
    since, until = kw.pop("since", date(2027, 3, 17)), kw.pop("until", date(2027, 5, 5))
    data = {
        "seminar": seminar.pk,
        "weekdays": ["2"],
        "rhythm": "weeks",
        "weeks": "1",
        "without_holidays": "on",
        "starts": "18:00",
        "ends": "20:00",
        "place": "Saal, Forum, Polch",
        "each": "each",
        "capacity": "12",
        "coming": "open",
        "spoken": "Deutsch",
        "interpreted": "",
        **day_parts("since", since),
        **day_parts("until", until),
        **kw,
    }
    return {name: value for name, value in data.items() if value is not None}


def preview(client, data):
    return client.post(reverse(SERIES), data | {"_preview": "1"})


def confirm(client, data, *, days=None, **kw):
    """Posts what the preview shows, with those days ticked that are proposed, or these."""
    shown = preview(client, data).context
    ticked = days or [row.day for row in shown["preview"].rows if not row.errors]
    data = data | {f"day-{day}-keep": "on" for day in ticked} | {"seen": shown["form"].seal}
    return client.post(reverse(SERIES), data | kw)


def test_preview_shows_each_day_with_its_hints_and_stores_nothing(coordinator, hall):
    make_session(make_run(days=None), starts_at=at(21), room=hall)
    make_planning_period(name="Osterferien", starts_on=date(2027, 3, 22), ends_on=date(2027, 4, 2))
    before = Session.objects.count()
    rows = preview(coordinator, rule(make_seminar())).context["preview"].rows
    assert [row.day for row in rows] == [TODAY + timedelta(weeks=n) for n in range(1, 9)]
    assert [str(row.fields["keep"].help_text) for row in rows[:4]] == [
        "",
        "Fällt in: Osterferien (22.3.–2.4.2027)",
        "Fällt in: Osterferien (22.3.–2.4.2027)",
        "",
    ]
    assert [row.day for row in rows if row.errors] == [date(2027, 3, 31)]
    assert "31.03.2027" in rows[2].errors["keep"][0]
    assert [bool(row["keep"].value()) for row in rows] == [True, True, False] + [True] * 5
    assert Session.objects.count() == before


def test_confirmed_days_become_runs_with_seats_of_their_own(coordinator, hall):
    seminar = make_seminar()
    days = [date(2027, 3, 24), date(2027, 3, 31), date(2027, 5, 5)]
    response = confirm(coordinator, rule(seminar), days=days, _publish="1")
    assert response["Location"] == reverse("admin:events_run_changelist")
    runs = Run.objects.order_by("starts_at")
    assert [run.starts_at.astimezone(BERLIN).date() for run in runs] == days
    assert [run.starts_at.astimezone(BERLIN).hour for run in runs] == [18, 18, 18]
    assert {(run.seminar, run.capacity, run.published_on) for run in runs} == {(seminar, 12, TODAY)}
    assert [session.room for run in runs for session in run.sessions.all()] == [hall] * 3


def test_confirmed_days_can_be_one_course(coordinator, hall):
    response = confirm(coordinator, rule(make_seminar(), each="all"))
    run = Run.objects.get()
    assert response["Location"] == reverse("admin:events_run_change", args=[run.pk])
    assert (run.sessions.count(), run.published_on) == (8, None)


def test_new_seminar_of_a_series_is_stored_once(coordinator):
    make_organisation(kind=Organisation.Kind.COUNTY)
    new = {"title": "Sprachcafé", "summary": "Wir reden.", "topic": make_topic().pk}
    data = rule(make_seminar(), place="Neu, Haus, Polch", **new) | {"seminar": ""}
    confirm(coordinator, data)
    assert {str(run.seminar) for run in Run.objects.all()} == {"Sprachcafé"}
    assert Run.objects.values("seminar").distinct().count() == 1
    assert (Run.objects.count(), Room.objects.count()) == (8, 1)


def test_what_was_changed_after_the_preview_is_shown_again_first(coordinator, hall):
    data = rule(make_seminar())
    shown = preview(coordinator, data).context
    ticked = {f"day-{row.day}-keep": "on" for row in shown["preview"].rows}
    data |= ticked | {"seen": shown["form"].seal, "starts": "17:00"}
    response = coordinator.post(reverse(SERIES), data)
    assert (response.status_code, Run.objects.count()) == (200, 0)
    assert "noch einmal" in response.text


def test_taken_day_that_is_ticked_is_refused_at_its_row(coordinator, hall):
    data = rule(make_seminar())
    make_session(make_run(days=None), starts_at=at(7), room=hall)
    response = confirm(coordinator, data, days=[date(2027, 3, 17), date(2027, 3, 24)])
    assert response.status_code == 200
    assert [row.day for row in response.context["forms"] if row.errors] == [date(2027, 3, 17)]
    assert Run.objects.count() == 1


def test_nothing_ticked_is_nothing_stored(coordinator, hall):
    shown = preview(coordinator, rule(make_seminar())).context
    data = rule(make_seminar()) | {"seen": shown["form"].seal}
    assert coordinator.post(reverse(SERIES), data).status_code == 200
    assert Run.objects.count() == 0


def test_holidays_are_left_out_and_said(coordinator, hall):
    make_planning_period(name="Sommerferien", starts_on=date(2027, 5, 12))
    data = rule(
        make_seminar(), weekdays=["2", "3"], since=date(2027, 5, 5), until=date(2027, 5, 13)
    )
    shown = preview(coordinator, data).context["preview"]
    assert [row.day.day for row in shown.rows] == [5, 12, 13]
    assert [day.day for day, hints in shown.left_out] == [6]
    shown = preview(coordinator, data | {"without_school_holidays": "on"}).context["preview"]
    assert [row.day.day for row in shown.rows] == [5, 13]
    del data["without_holidays"]
    assert [row.day.day for row in preview(coordinator, data).context["preview"].rows] == [
        5, 6, 12, 13,
    ]  # fmt: skip


def test_every_last_wednesday(coordinator, hall):
    data = rule(make_seminar(), rhythm="month", of_month=["-1"], weeks="", until=date(2027, 7, 31))
    days = [row.day for row in preview(coordinator, data).context["preview"].rows]
    assert [f"{day:%d.%m.}" for day in days] == ["31.03.", "28.04.", "26.05.", "30.06.", "28.07."]


@pytest.mark.parametrize(
    ("changed", "wrong"),
    [
        ({"weekdays": []}, ["weekdays"]),
        ({"weekdays": ["7"]}, ["weekdays"]),
        ({"weeks": ""}, ["weeks"]),
        ({"weeks": "0"}, ["weeks"]),
        ({"weeks": "9" * 30}, ["weeks"]),
        ({"rhythm": "month"}, ["of_month"]),
        ({"rhythm": "year"}, ["rhythm"]),
        ({"until": date(2027, 3, 16)}, ["until"]),
        ({"until": date(2031, 3, 16)}, ["until"]),
        ({"weekdays": ["0", "1", "2"], "until": date(2028, 3, 16)}, ["until"]),
        ({"since": date(2027, 3, 18), "until": date(2027, 3, 19)}, ["until"]),
        ({"until_month": "13"}, ["until"]),
        ({"ends": "17:00"}, ["ends"]),
        ({"place": "Irgendwo"}, ["place"]),
        ({"capacity": "31"}, ["place"]),
        ({"each": "x"}, ["each"]),
    ],
)
def test_rule_that_cannot_be_is_refused_at_its_field(coordinator, hall, changed, wrong):
    response = preview(coordinator, rule(make_seminar(), **changed))
    assert (sorted(response.context["form"].errors), response.context["preview"]) == (wrong, None)


def test_recurring_offer_is_filled_in_as_last_time(coordinator, hall):
    run = make_run(days=None, capacity=9)
    make_session(run, -5, room=hall)
    form = coordinator.get(reverse(SERIES), {"like": run.seminar_id}).context["form"]
    values = {name: form[name].value() for name in ("weekdays", "place", "capacity", "since")}
    assert values == {
        "weekdays": [4],
        "place": "Saal, Forum, Polch",
        "capacity": 9,
        "since": TODAY + timedelta(days=7),
    }


@given(st.dates(date(2024, 1, 1), date(2034, 12, 31)))
def test_six_in_the_evening_is_six_in_the_evening_all_year(day):
    starts_at, ends_at = instants(day, time(18), time(20))
    assert (starts_at.astimezone(BERLIN).hour, (ends_at - starts_at).seconds) == (18, 7200)


def test_hour_that_the_clock_leaves_out_is_refused_at_its_day(coordinator, hall):
    data = rule(
        make_seminar(),
        weekdays=["6"],
        since=date(2027, 3, 21),
        until=date(2027, 4, 4),
        starts="2:30",
        ends="4:00",
        without_holidays=None,
    )
    rows = preview(coordinator, data).context["preview"].rows
    assert [(row.day.day, bool(row.errors)) for row in rows] == [
        (21, False),
        (28, True),
        (4, False),
    ]


def earlier(title, *days, year=2026, **kw):
    """A run of last year on these days of a month."""
    facts = {"title": title, "days": None, "published_on": date(year, 1, 1), **kw}
    run = make_run(**facts)
    for month, day in days:
        make_session(run, starts_at=at((date(year, month, day) - TODAY).days))
    return run


def copy(client, data=None, **query):
    query = {"year": 2026, "part": "year", "project": "", "into": 2027} | query
    address = f"{reverse(PROGRAMME)}?" + "&".join(f"{k}={v}" for k, v in query.items())
    return client.get(address) if data is None else client.post(address, data)


def proposed(response):
    return {row.session: row.initial["day"] for row in response.context["copies"].rows}


def filled(rows, **kw):
    data = {}
    for row in rows:
        data |= {f"{row.prefix}-keep": "on", **day_parts(f"{row.prefix}-day", row.initial["day"])}
    return data | kw


def test_programme_is_proposed_on_the_same_weekdays(coordinator):
    course = earlier("Kurs", (3, 4), (3, 11))
    late = earlier("Zwischen den Jahren", (12, 30))
    earlier("Nie gezeigt", (3, 5), published_on=None)
    off = earlier("Abgesagt", (3, 6))
    off.cancel(on=TODAY, reason="Krank")
    found = proposed(copy(coordinator))
    first, second = course.sessions.all()
    assert found == {
        first: date(2027, 3, 10),
        second: date(2027, 3, 17),
        late.sessions.get(): date(2027, 12, 29),
    }


def test_parts_of_the_year_and_projects_narrow_the_programme(coordinator):
    project = make_project()
    spring, autumn = earlier("A", (3, 31)), earlier("B", (10, 1), project=project)
    assert list(proposed(copy(coordinator, part="first"))) == list(spring.sessions.all())
    assert list(proposed(copy(coordinator, part="second"))) == list(autumn.sessions.all())
    assert list(proposed(copy(coordinator, part="q1"))) == list(spring.sessions.all())
    assert list(proposed(copy(coordinator, part="q4"))) == list(autumn.sessions.all())
    assert list(proposed(copy(coordinator, project=project.pk))) == list(autumn.sessions.all())


def test_ticked_dates_become_drafts_without_people(coordinator, hall):
    course = earlier("Kurs", (4, 8), (4, 15), capacity=14, interpreted=["ar"], cost_cents=200)
    other = earlier("Abend", (4, 9))
    course.sessions.update(room=hall, venue=None)
    rows = copy(coordinator).context["copies"].rows
    data = filled([row for row in rows if row.session.run == course])
    moved = course.sessions.last()
    data |= day_parts(f"date-{moved.pk}-day", date(2027, 4, 23))
    assert copy(coordinator, data).status_code == 302
    run = Run.objects.exclude(pk__in=[course.pk, other.pk]).get()
    assert (run.seminar, run.capacity, run.interpreted, run.cost_cents) == (
        course.seminar, 14, ["ar"], 200,
    )  # fmt: skip
    assert (run.published_on, run.seats_taken, run.sequence > 0) == (None, 0, True)
    days = [session.starts_at.astimezone(BERLIN) for session in run.sessions.all()]
    assert [(day.month, day.day, day.hour) for day in days] == [(4, 14, 18), (4, 23, 18)]
    assert {session.room for session in run.sessions.all()} == {hall}


def test_what_is_planned_already_is_proposed_unticked(coordinator):
    run = earlier("Kurs", (4, 8))
    data = filled(copy(coordinator).context["copies"].rows)
    copy(coordinator, data)
    (row,) = copy(coordinator).context["copies"].rows
    assert (row["keep"].value(), row.fields["keep"].help_text) == (
        False,
        "Für diesen Tag ist es schon geplant.",
    )
    assert run.seminar.runs.count() == 2


def test_clash_and_wrong_days_are_said_at_their_rows(coordinator, hall):
    one, other = earlier("A", (4, 8)), earlier("B", (4, 9))
    Session.objects.update(room=hall, venue=None)
    rows = copy(coordinator).context["copies"].rows
    data = filled(rows, **day_parts(f"date-{other.sessions.get().pk}-day", date(2027, 4, 14)))
    response = copy(coordinator, data)
    assert [list(row.errors) for row in response.context["copies"].rows] == [[], ["day"]]
    data |= {f"date-{one.sessions.get().pk}-day_month": "13"}
    response = copy(coordinator, data)
    assert [list(row.errors) for row in response.context["copies"].rows] == [["day"], []]
    assert Run.objects.count() == 2


def test_day_of_a_date_that_is_not_taken_may_be_anything(coordinator):
    one, other = earlier("A", (4, 8)), earlier("B", (4, 9))
    data = filled(copy(coordinator).context["copies"].rows)
    pk = other.sessions.get().pk
    del data[f"date-{pk}-keep"]
    data[f"date-{pk}-day_month"] = "13"
    assert copy(coordinator, data).status_code == 302
    assert (one.seminar.runs.count(), other.seminar.runs.count()) == (2, 1)


@pytest.mark.parametrize(
    "query", [{"year": "x"}, {"part": "x"}, {"project": "x"}, {"into": "2026"}, {"into": "9" * 30}]
)
def test_programme_that_cannot_be_chosen_is_refused(coordinator, query):
    earlier("A", (4, 8))
    response = copy(coordinator, **query)
    assert (list(response.context["form"].errors), response.context["copies"]) == (
        list(query),
        None,
    )


def test_programme_page_costs_the_same_for_many(coordinator, django_assert_max_num_queries):
    earlier("A", (4, 8), (4, 9), (4, 10))
    with django_assert_max_num_queries(20):
        copy(coordinator)
    for number in range(20):
        earlier(f"B{number}", (5, number + 1))
    with django_assert_max_num_queries(20):
        assert len(copy(coordinator).context["copies"].rows) == 23


def test_too_large_a_programme_asks_for_a_smaller_part(coordinator):
    run = earlier("A", (1, 1))
    for number in range(1, 105):
        make_session(run, starts_at=at((date(2026, 1, 1) - TODAY).days + number))
    response = copy(coordinator)
    assert list(response.context["form"].errors) == ["part"]
    assert copy(coordinator, part="q4").context["copies"].rows == []


def test_moving_a_date_that_people_have_seen_says_so(coordinator):
    run = make_run()
    row = {"id": run.sessions.get().pk, "place": str(run.sessions.get().venue)}
    address = change(coordinator, run, [row | {"day": TODAY + timedelta(days=8)}])["Location"]
    said = [str(message) for message in coordinator.get(address).context["messages"]]
    assert "Verlegt von Mi 17.03.2027, 18:00 auf Do 18.03.2027, 18:00" in " ".join(said)


@pytest.mark.parametrize("route", [SERIES, PROGRAMME])
def test_who_may_not_plan_is_refused(client, route):
    client.force_login(make_staff("Sachbearbeitung"))
    assert client.get(reverse(route)).status_code == 403


def test_series_of_the_action_is_all_or_nothing(hall):
    run = Run(seminar=make_seminar(), capacity=5, spoken=["de"])
    sessions = [Session(starts_at=at(7), ends_at=at(7, 20)) for _ in range(2)]
    for session in sessions:
        session.set_place(hall)
    with pytest.raises(IntegrityError), transaction.atomic():
        plan_each(run, text=None, sessions=sessions, by=make_staff("Koordination"))
    assert (Run.objects.count(), Session.objects.count()) == (0, 0)
