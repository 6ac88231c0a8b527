"""Trainings copied to new days: a whole programme, or one of them."""

from datetime import date

import pytest
from django.urls import reverse

from cooperation.models import Booking
from tests.base.factories import make_staff
from tests.cooperation.factories import make_project, make_room
from tests.trainings.factories import (
    BERLIN,
    at,
    make_enrolment,
    make_run,
    make_session,
    make_trainer,
)
from trainings.models import Run

pytestmark = pytest.mark.django_db
PROGRAMME = "admin:trainings_run_programme"


@pytest.fixture(autouse=True)
def spring(time_machine):
    time_machine.move_to(at(day=1), tick=False)


@pytest.fixture
def office(client):
    client.force_login(make_staff("Koordination"))
    return client


def programme(client, data=None, **query):
    query = {"year": 2027, "part": "year", "project": "", "into": 2028} | query
    address = f"{reverse(PROGRAMME)}?" + "&".join(f"{k}={v}" for k, v in query.items())
    return client.get(address) if data is None else client.post(address, data)


def copy(client, run, data=None):
    address = reverse("admin:trainings_run_copy", args=[run.pk])
    return client.get(address) if data is None else client.post(address, data)


def filled(response, **kw):
    """What the page sends when nothing is changed."""
    data = {}
    for row in response.context["copies"].rows:
        day, name = row.initial["day"], row.prefix
        data[f"{name}-keep"] = "on"
        data |= {f"{name}-day_{part}": getattr(day, part) for part in ("day", "month", "year")}
    return data | kw


def days(run):
    return [session.starts_at.astimezone(BERLIN) for session in run.sessions.order_by("starts_at")]


def test_programme_becomes_drafts_on_the_same_weekdays(office):
    room, lasting, ended = make_room(), make_project(), make_project(ends_on=date(2027, 12, 31))
    run = make_run(room=room, trainers=[make_trainer()], capacity=14, seats_min=5)
    make_session(run=run, starts_at=at(day=17), link="https://example.org/raum", units=3)
    run.shares.create(project=lasting, percent=60)
    run.shares.create(project=ended, percent=40)
    make_enrolment(run=run)
    make_run(course=run.course, starts_at=at(day=18), published_on=None)
    answer = programme(office, filled(programme(office)))
    assert answer["Location"] == reverse("admin:trainings_run_changelist")
    new = Run.objects.latest("pk")
    assert (new.course, new.capacity, new.seats_min, new.seats_taken, new.published_on) == (
        run.course, 14, 5, 0, None,
    )  # fmt: skip
    assert [(day.date(), day.hour) for day in days(new)] == [
        (date(2028, 3, 8), 9),
        (date(2028, 3, 15), 9),
    ]
    first, second = new.sessions.order_by("starts_at")
    assert (first.room, second.link, second.units) == (room, "https://example.org/raum", 3)
    assert list(new.shares.values_list("project", "percent")) == [(lasting.pk, 60)]
    assert [list(session.trainers.all()) for session in (first, second)] == [[], []]
    assert new.places.count() == 0


def test_programme_is_narrowed_to_a_project(office):
    project = make_project()
    paid, other = make_run(), make_run(starts_at=at(day=11))
    paid.shares.create(project=project)
    assert [row.session.run for row in programme(office).context["copies"].rows] == [paid, other]
    found = programme(office, project=project.pk).context["copies"].rows
    assert [row.session.run for row in found] == [paid]


def test_one_training_is_copied_with_its_trainers(office):
    trainer = make_trainer()
    run = make_run(starts_at=at(year=2025), trainers=[trainer], published_on=None)
    make_session(run=run, starts_at=at(year=2025, day=17), trainers=[trainer])
    page = copy(office, run)
    assert [row.initial["day"] for row in page.context["copies"].rows] == [
        date(2027, 3, 15),
        date(2027, 3, 22),
    ]
    left_out = f"date-{run.sessions.latest('starts_at').pk}-keep"
    data = filled(page)
    del data[left_out]
    copy(office, run, data)
    new = Run.objects.latest("pk")
    assert [day.date() for day in days(new)] == [date(2027, 3, 15)]
    assert list(new.sessions.get().trainers.all()) == [trainer]


def test_whoever_is_booked_on_the_new_day_is_named(office):
    trainer, room = make_trainer(given_name="Ada", family_name="Bär"), make_room()
    run = make_run(room=room, trainers=[trainer])
    make_session(starts_at=at(day=8, year=2028), room=room, trainers=[trainer])
    booked = Booking.objects.count()
    (row,) = copy(office, run, filled(copy(office, run))).context["copies"].rows
    assert len(row.errors["day"]) == 3  # the room, which others are free, the trainer
    assert (Run.objects.count(), Booking.objects.count()) == (2, booked)


@pytest.mark.parametrize("ends_on", [date(2028, 3, 7), date(2028, 3, 8)])
def test_project_pays_as_far_as_it_runs_on_the_first_day(office, ends_on):
    run = make_run()
    run.shares.create(project=make_project(ends_on=ends_on))
    copy(office, run, filled(copy(office, run)))
    assert Run.objects.latest("pk").shares.count() == int(ends_on == date(2028, 3, 8))


def test_nothing_is_stored_when_nothing_is_ticked(office):
    run = make_run()
    answer = copy(office, run, {})
    said = [str(message) for message in answer.context["messages"]]
    assert (said, Run.objects.count()) == (["Wählen Sie mindestens einen Termin."], 1)


@pytest.mark.parametrize("role", ["Sachbearbeitung", "Leitung"])
def test_who_may_not_plan_is_refused(client, role):
    run = make_run()
    client.force_login(make_staff(role))
    assert programme(client).status_code == 403
    assert copy(client, run).status_code == 403
    assert copy(client, run, {}).status_code == 403


def test_page_of_a_programme_costs_the_same_for_many(office, django_assert_max_num_queries):
    for _ in range(3):
        make_run()
    with django_assert_max_num_queries(16):
        programme(office)
    for number in range(20):
        make_run(starts_at=at(day=number + 1))
    with django_assert_max_num_queries(16):
        assert len(programme(office).context["copies"].rows) == 23


def test_copy_on_a_day_that_is_over_is_stored_and_said(office):
    run = make_run()
    data = filled(copy(office, run))
    (day,) = [name for name in data if name.endswith("day_year")]
    page = office.post(
        reverse("admin:trainings_run_copy", args=[run.pk]), data | {day: "2026"}, follow=True
    )
    assert [str(message) for message in page.context["messages"]] == [
        "1 Entwurf ist gespeichert.",
        "Der Termin am So 08.03.2026, 09:00 liegt in der Vergangenheit.",
    ]
