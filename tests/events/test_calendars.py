from datetime import UTC, datetime

import pytest
from icalendar import Calendar

from tests.cooperation.factories import make_venue
from tests.events.factories import BERLIN, TODAY, at, make_run, make_session, make_text

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _on_that_day(time_machine):
    time_machine.move_to(at(0, 12), tick=False)


def events(client, run, language="de"):
    response = client.get(f"/{language}/seminare/{run.pk}.ics")
    assert response["Content-Type"] == "text/calendar; charset=utf-8"
    calendar = Calendar.from_ical(response.content)
    assert [zone["TZID"] for zone in calendar.walk("VTIMEZONE")] == ["Europe/Berlin"]
    return calendar.walk("VEVENT")


def test_each_date_is_an_event_at_its_time_in_berlin(client):
    venue = make_venue(name="Bürgerhaus", street="Markt 1", postcode="56751", town="Polch")
    run = make_run(days=None, title="Strom, Gas; Wasser")
    for month, day in ((3, 27), (3, 29), (10, 30), (11, 1)):  # around both changes of the clock
        starts = datetime(2027, month, day, 18, tzinfo=BERLIN)
        ends = datetime(2027, month, day, 20, tzinfo=BERLIN)
        make_session(run, venue=venue, starts_at=starts, ends_at=ends)
    found = events(client, run)
    assert [event["DTSTART"].dt.astimezone(UTC).hour for event in found] == [17, 16, 16, 17]
    assert {event["DTSTART"].params["TZID"] for event in found} == {"Europe/Berlin"}
    assert {str(event["SUMMARY"]) for event in found} == {"Strom, Gas; Wasser"}
    assert str(found[0]["LOCATION"]) == "Bürgerhaus, Markt 1, 56751 Polch"
    assert str(found[0]["URL"]) == f"http://testserver/de/seminare/{run.pk}/"
    assert len({str(event["UID"]) for event in found}) == 4


def test_identity_stays_and_sequence_rises(client):
    run = make_run()
    (before,) = events(client, run)
    session = run.sessions.get()
    session.starts_at, session.ends_at = at(8), at(8, 20)
    session.save()
    (moved,) = events(client, run)
    run.cancel(on=TODAY, reason="Krank")
    (cancelled,) = events(client, run)
    assert before["UID"] == moved["UID"] == cancelled["UID"]
    assert before["SEQUENCE"] < moved["SEQUENCE"] < cancelled["SEQUENCE"]
    assert [event["STATUS"] for event in (before, moved, cancelled)] == [
        "CONFIRMED",
        "CONFIRMED",
        "CANCELLED",
    ]
    assert "Krank" in cancelled["DESCRIPTION"]


def test_title_is_in_the_language_of_the_page(client):
    run = make_run()
    make_text(run.seminar, "ar", title="توفير الكهرباء")
    (arabic,), (persian,) = events(client, run, "ar"), events(client, run, "fa")
    assert (arabic["SUMMARY"], arabic["SUMMARY"].params["LANGUAGE"]) == ("توفير الكهرباء", "ar")
    assert (persian["SUMMARY"], persian["SUMMARY"].params["LANGUAGE"]) == ("Strom sparen", "de")
