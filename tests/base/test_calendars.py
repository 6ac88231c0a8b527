from datetime import UTC, date, datetime

from icalendar import Calendar

from miko_portal.base import calendars

FACTS = {
    "uid": "meeting-7@treffen.miko-portal",
    "sequence": 3,
    "changed_at": datetime(2026, 3, 2, 12, tzinfo=UTC),
    "summary": "Netzwerktreffen; Überprüfung",
}


def make_entry(**kw):
    at = {
        "starts": datetime(2026, 3, 28, 9, tzinfo=UTC),
        "ends": datetime(2026, 3, 29, 9, tzinfo=UTC),
    }
    return calendars.entry(**FACTS | at | kw)


def only_event(content):
    (event,) = Calendar.from_ical(content).walk("VEVENT")
    return event


def test_date_stands_at_its_time_in_berlin_on_both_sides_of_the_clock_change():
    content = calendars.write([make_entry()])
    event = only_event(content)
    assert (event["UID"], event["SEQUENCE"], event["STATUS"]) == (FACTS["uid"], 3, "CONFIRMED")
    assert [event[name].params["TZID"] for name in ("DTSTART", "DTEND")] == ["Europe/Berlin"] * 2
    assert [event[name].dt.hour for name in ("DTSTART", "DTEND")] == [10, 11]
    assert [zone["TZID"] for zone in Calendar.from_ical(content).walk("VTIMEZONE")] == [
        "Europe/Berlin"
    ]


def test_whole_day_ends_before_the_next_and_takes_no_time():
    event = only_event(
        calendars.write([make_entry(starts=date(2028, 2, 28), ends=date(2028, 2, 29))])
    )
    assert [event[name].dt for name in ("DTSTART", "DTEND")] == [
        date(2028, 2, 28),
        date(2028, 3, 1),
    ]
    assert event["TRANSP"] == "TRANSPARENT"
    assert sorted(set(event) & {"DESCRIPTION", "LOCATION", "URL", "ORGANIZER", "ATTENDEE"}) == []


def test_calendar_that_is_subscribed_to_has_a_name():
    calendar = Calendar.from_ical(calendars.write([], name="Fristen"))
    assert (calendar["X-WR-CALNAME"], calendar["METHOD"]) == ("Fristen", "PUBLISH")
    assert "X-WR-CALNAME" not in Calendar.from_ical(calendars.write([]))


def test_guest_is_invited_by_the_office_and_told_when_it_is_cancelled():
    guest = ('Öz, "Ada"', "ada@example.org")
    asked = calendars.invitation(make_entry(guest=guest))
    called_off = calendars.invitation(make_entry(guest=guest, cancelled=True))
    assert [file.type for file in (asked, called_off)] == [
        "text/calendar; method=REQUEST",
        "text/calendar; method=CANCEL",
    ]
    methods = [Calendar.from_ical(file.content)["METHOD"] for file in (asked, called_off)]
    assert methods == ["REQUEST", "CANCEL"]
    event = only_event(asked.content)
    assert event["ORGANIZER"] == "mailto:integration@example.org"
    assert (event["ATTENDEE"], event["ATTENDEE"].params["CN"]) == (
        "mailto:ada@example.org",
        guest[0],
    )
    assert only_event(called_off.content)["UID"] == event["UID"]
