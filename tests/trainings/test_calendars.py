"""Dates of trainings as files for calendars."""

from datetime import date

import pytest
from icalendar import Calendar

from tests.cooperation.factories import make_room, make_venue
from tests.trainings.factories import at, make_course, make_enrolment, make_run, make_session

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _day(monkeypatch):
    """It is the 1st of March 2027."""
    monkeypatch.setattr("trainings.views.trainings.today", lambda: date(2027, 3, 1))


def entries(client, path, language="de"):
    response = client.get(f"/{language}/{path}")
    assert response.status_code == 200
    assert response["Content-Type"] == "text/calendar; charset=utf-8"
    return Calendar.from_ical(response.content).walk("VEVENT")


def test_file_of_a_training_has_its_dates(client):
    room = make_room(name="Saal", venue=make_venue(name="Rathaus", street="", postcode="", town=""))
    run = make_run(course=make_course(title="Syrien", title_en="Syria"), room=room)
    make_session(run=run, starts_at=at(day=11), link="https://meet.example/geheim")
    make_enrolment(run=run)
    first, second = entries(client, f"schulungen/{run.pk}.ics", "en")
    assert first["summary"] == "Syria"
    assert first["dtstart"].dt == at()
    assert first["location"] == "Saal, Rathaus"
    assert second["location"] == "Online"  # the link is for who has a seat
    assert first["uid"] != second["uid"]


def test_calendar_to_subscribe_has_what_the_list_finds(client):
    make_run(course=make_course(title="Helfen", audience="volunteers"))
    make_run()
    make_run(published_on=None)
    assert len(entries(client, "schulungen.ics")) == 2
    (entry,) = entries(client, "schulungen.ics?audience=volunteers")
    assert entry["summary"] == "Helfen"


def test_each_change_of_dates_raises_the_sequence(client):
    run = make_run()
    session = run.sessions.get()

    def told():
        (entry,) = entries(client, f"schulungen/{run.pk}.ics")
        return entry["sequence"], entry["status"]

    (before, _), (again, _) = told(), told()
    session.starts_at = at(hour=8)
    session.save()
    moved, _status = told()
    run.seats_min = 2
    run.save()  # as it was read before
    kept, _status = told()
    run.refresh_from_db()
    run.cancel(on=date(2027, 3, 1), reason="Krank")
    assert (again - before, moved - before, kept - before) == (0, 1, 1)
    assert told() == (before + 2, "CANCELLED")


def test_draft_has_no_file(client):
    run = make_run(published_on=None)
    assert client.get(f"/de/schulungen/{run.pk}.ics").status_code == 404
