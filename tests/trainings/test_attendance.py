"""Who was there: noted in the grid, kept by the database, and what follows from it."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone, translation

from miko_portal.base.models import HistoryEntry
from tests.base.factories import make_staff
from tests.cooperation.factories import make_person
from tests.trainings.factories import (
    at,
    make_attendance,
    make_course,
    make_enrolment,
    make_run,
    make_session,
)
from trainings.actions import cancel_enrolment, note_attendance
from trainings.models import Attendance, Enrolment, Session

pytestmark = pytest.mark.django_db
NOW = at(day=12)


@pytest.fixture(autouse=True)
def _day(monkeypatch):
    """It is the 12th of March 2027, and English is read."""
    monkeypatch.setattr(timezone, "now", lambda: NOW)
    with translation.override("en"):
        yield


@pytest.fixture
def by():
    return make_staff("Koordination", language="en")


def make_series(*days, units=4, **course):
    """A training on several days of March."""
    run = make_run(starts_at=False, course=make_course(**course), capacity=120)
    for day in days:
        make_session(run=run, starts_at=at(day=day), units=units)
    return run, list(run.sessions.all())


def noted():
    return {(row.enrolment, row.session) for row in Attendance.objects.all()}


# The action


def test_who_was_there_is_noted_and_taken_back(by):
    run, (first, second) = make_series(10, 11)
    ada, ben = make_enrolment(run=run), make_enrolment(run=run)
    cells = [(ada.pk, first.pk), (ada.pk, second.pk), (ben.pk, first.pk)]
    note_attendance(run, there=cells, by=by, at=NOW)
    assert noted() == {(ada, first), (ada, second), (ben, first)}
    later = NOW + timedelta(hours=1)
    note_attendance(run, there=cells[:1], away=[(ben.pk, first.pk)], by=by, at=later)
    assert noted() == {(ada, first), (ada, second)}
    assert set(Attendance.objects.values_list("noted_at", "noted_by")) == {(NOW, by.pk)}


def test_all_are_there_means_everybody_with_a_seat(by):
    run, (first, _second) = make_series(10, 11)
    seated = [make_enrolment(run=run) for _ in range(3)]
    make_enrolment(run=run, confirmed_at=None)
    make_enrolment(run=run, cancelled_at=at(day=2))
    make_enrolment()
    note_attendance(run, everybody_at=first, by=by, at=NOW)
    assert noted() == {(enrolment, first) for enrolment in seated}


def cells_refused(by):
    run, (first, off, ahead) = make_series(10, 11, 13)
    off.cancel(on=date(2027, 3, 9), reason="Streik")
    other_run, (other,) = make_series(10)
    seat, elsewhere = make_enrolment(run=run), make_enrolment(run=other_run)
    waiting = make_enrolment(run=run, confirmed_at=None)
    gone = make_enrolment(run=run, cancelled_at=at(day=2))
    return run, {
        "called off": (seat, off),
        "still to come": (seat, ahead),
        "no longer one of this training": (seat, other),
        "taken off the list": (elsewhere, first),
        "off the list": (waiting, first),
        "the list": (gone, first),
    }


def test_what_cannot_be_is_refused_in_words_and_by_the_database(by):
    run, cells = cells_refused(by)
    for words, (enrolment, session) in cells.items():
        with pytest.raises(ValidationError, match=words):
            note_attendance(run, there=[(enrolment.pk, session.pk)], by=by, at=NOW)
        with pytest.raises(IntegrityError, match="attendance_"), transaction.atomic():
            make_attendance(enrolment=enrolment, session=session, noted_at=NOW)
    assert not Attendance.objects.exists()


def test_one_cell_that_is_refused_leaves_all_unstored(by):
    run, (first, _ahead) = make_series(10, 13)
    seat = make_enrolment(run=run)
    with pytest.raises(ValidationError):
        note_attendance(run, there=[(seat.pk, first.pk), (seat.pk, _ahead.pk)], by=by, at=NOW)
    assert not Attendance.objects.exists()


def test_of_a_training_called_off_halfway_the_first_dates_are_noted(by):
    run, (first, second) = make_series(8, 11)
    seat = make_enrolment(run=run)
    run.cancel(on=date(2027, 3, 10), reason="Die Referentin ist erkrankt")
    note_attendance(run, there=[(seat.pk, first.pk)], by=by, at=NOW)
    with pytest.raises(ValidationError, match="called off"):
        note_attendance(run, there=[(seat.pk, second.pk)], by=by, at=NOW)
    with pytest.raises(IntegrityError, match="took_place"), transaction.atomic():
        make_attendance(enrolment=seat, session=second, noted_at=NOW)
    assert list(Session.objects.held()) == [first]


@pytest.mark.parametrize(
    ("table", "changed"),
    [
        (Enrolment, {"cancelled_at": NOW}),
        (Enrolment, {"confirmed_at": None}),
        (Session, {"cancelled_on": date(2027, 3, 12), "cancellation_reason": "Streik"}),
        (Session, {"starts_at": at(day=14), "ends_at": at(day=14, hour=12)}),
    ],
)
def test_what_was_attended_stays(table, changed):
    make_attendance()
    with pytest.raises(IntegrityError, match="was_attended"), transaction.atomic():
        table.objects.update(**changed)


def test_whoever_was_there_is_not_taken_off_the_list(by):
    enrolment = make_attendance().enrolment
    with pytest.raises(ValidationError, match="was there"):
        cancel_enrolment(enrolment, by=by, at=NOW)
    Attendance.objects.all().delete()
    cancel_enrolment(enrolment, by=by, at=NOW)
    assert Enrolment.objects.get().cancelled_at == NOW


def test_history_tells_that_it_was_noted_and_taken_back(by):
    run, (first,) = make_series(10)
    cell = (make_enrolment(run=run).pk, first.pk)
    note_attendance(run, there=[cell], by=by, at=NOW)
    row = Attendance.objects.get()
    note_attendance(run, away=[cell], by=by, at=NOW)
    entries = HistoryEntry.objects.about(row).order_by("pk")
    assert [(entry.action, entry.by) for entry in entries] == [("insert", by), ("delete", by)]


def test_portal_itself_may_note(portal_role, by):
    run, (first,) = make_series(10)
    enrolment = make_enrolment(run=run)
    note_attendance(run, everybody_at=first, by=by, at=NOW)
    assert noted() == {(enrolment, first)}


# Who has completed a training


@pytest.mark.parametrize(
    ("minimum", "attended", "completed"),
    [(80, 4, True), (80, 3, False), (81, 4, False), (1, 1, True), (1, 0, False), (100, 5, True)],
)
def test_completion_follows_from_the_units_attended(minimum, attended, completed):
    run, sessions = make_series(5, 6, 7, 8, 9, units=2, minimum_attendance=minimum)
    enrolment = make_enrolment(run=run)
    make_attendance(enrolment=make_enrolment(run=run), session=sessions[0])
    for session in sessions[:attended]:
        make_attendance(enrolment=enrolment, session=session)
    found = Enrolment.objects.with_completion().get(pk=enrolment.pk)
    told = (found.units_held, found.units_attended, found.completed)
    assert told == (10, attended * 2, completed)


def test_dates_called_off_do_not_count():
    run, (first, second) = make_series(9, 10)
    enrolment = make_attendance(enrolment=make_enrolment(run=run), session=first).enrolment
    assert not Enrolment.objects.with_completion().get(pk=enrolment.pk).completed
    second.cancel(on=date(2027, 3, 9), reason="Streik")
    found = Enrolment.objects.with_completion().get(pk=enrolment.pk)
    assert (found.units_held, found.completed) == (4, True)


def test_without_dates_nobody_has_completed():
    enrolment = make_enrolment(run=make_run(starts_at=False))
    found = Enrolment.objects.with_completion().get(pk=enrolment.pk)
    assert (found.units_held, found.units_attended, found.completed) == (0, 0, False)


# The grid


@pytest.fixture
def office(client, by):
    client.force_login(by)
    return client


def grid_of(run):
    return reverse("admin:trainings_run_attendance", args=[run.pk])


def test_grid_is_saved_at_once(office, by):
    run, (first, second, _ahead) = make_series(10, 11, 13)
    ada, ben = make_enrolment(run=run), make_enrolment(run=run)
    make_attendance(enrolment=ben, session=first)
    html = office.get(grid_of(run)).content.decode()
    assert html.count('type="checkbox"') == 4
    assert f'name="seen-{first.pk}" value="{ben.pk}"' in html
    ticked = [f"{ada.pk}-{first.pk}", f"{ada.pk}-{second.pk}"]
    response = office.post(grid_of(run), {"there": ticked, f"seen-{first.pk}": str(ben.pk)})
    assert response["Location"] == grid_of(run)
    assert noted() == {(ada, first), (ada, second)}
    assert Attendance.objects.filter(noted_by=by).count() == 2


def test_what_somebody_else_noted_meanwhile_stays(office):
    run, (first,) = make_series(10)
    ada, ben = make_enrolment(run=run), make_enrolment(run=run)
    make_attendance(enrolment=ben, session=first)  # after the page was opened
    office.post(grid_of(run), {"there": f"{ada.pk}-{first.pk}", f"seen-{first.pk}": ""})
    assert noted() == {(ada, first), (ben, first)}


def test_all_are_there_keeps_what_else_was_ticked(office):
    run, (first, second) = make_series(10, 11)
    ada, ben = make_enrolment(run=run), make_enrolment(run=run)
    office.post(grid_of(run), {"there": f"{ada.pk}-{first.pk}", "all": second.pk})
    assert noted() == {(ada, first), (ada, second), (ben, second)}


def test_what_is_refused_keeps_the_ticks(office):
    run, (first,) = make_series(10)
    ada, ben = make_enrolment(run=run), make_enrolment(run=run)
    cancel_enrolment(ben, by=None, at=NOW)
    typed = {"there": [f"{ada.pk}-{first.pk}", f"{ben.pk}-{first.pk}"]}
    response = office.post(grid_of(run), typed)
    assert response.status_code == 200
    html = response.content.decode()
    assert "taken off the list meanwhile" in html
    assert f'value="{ada.pk}-{first.pk}" checked' in html
    assert not Attendance.objects.exists()


@pytest.mark.parametrize("typed", ["x", "1", "-", "1-x", "²-³", "9" * 40 + "-1"])
def test_nonsense_is_left_out(office, typed):
    run, _sessions = make_series(10)
    make_enrolment(run=run)
    data = {"there": typed, "all": typed, f"seen-{_sessions[0].pk}": typed}
    assert office.post(grid_of(run), data).status_code == 302
    assert not Attendance.objects.exists()


def test_grid_costs_the_same_with_a_hundred_people(office):
    run, (first, *_others) = make_series(5, 6, 7, 8)
    counts = []
    for number in (1, 99):
        for _ in range(number):
            make_attendance(enrolment=make_enrolment(run=run), session=first)
        with CaptureQueriesContext(connection) as queries:
            html = office.get(grid_of(run)).content.decode()
        counts.append(len(queries))
    assert counts[0] == counts[1]
    assert html.count('type="checkbox"') == 400
    everybody = [
        f"{place.pk}-{session.pk}" for place in run.places.all() for session in run.sessions.all()
    ]
    with CaptureQueriesContext(connection) as queries:
        office.post(grid_of(run), {"there": everybody})
    assert Attendance.objects.count() == 400
    assert len(queries) < 20


@pytest.mark.parametrize(
    ("role", "seen", "changed"),
    [("Leitung", 200, 403), ("Sachbearbeitung", 200, 403), ("Partner", 302, 302)],
)
def test_only_coordinators_note(client, role, seen, changed):
    run, (first,) = make_series(10)
    enrolment = make_enrolment(run=run)
    client.force_login(make_staff(role))
    sheet = reverse("admin:trainings_run_signatures", args=[run.pk, first.pk])
    assert client.get(grid_of(run)).status_code == seen
    assert client.get(sheet).status_code == seen
    typed = {"there": f"{enrolment.pk}-{first.pk}"}
    assert client.post(grid_of(run), typed).status_code == changed
    assert not Attendance.objects.exists()


def test_people_are_in_the_order_of_their_names(office):
    run, _sessions = make_series(10)
    for name in ("Zaun", "Özer", "Beck"):
        make_enrolment(run=run, person=make_person(family_name=name))
    rows = office.get(grid_of(run)).context["page_obj"]
    assert [row.person.family_name for row in rows] == ["Beck", "Özer", "Zaun"]
