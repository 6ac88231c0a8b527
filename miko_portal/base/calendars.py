"""Calendar files (iCalendar, RFC 5545): dates and days for the calendars that people keep.

    calendars.write([entry(uid="followup-12@fristen.miko-portal", …), …], name=_("Deadlines"))
    Letter(…, attachments=(calendars.invitation(entry(…, guest=(name, mail))),))

An entry keeps its UID for good and its sequence rises with each change, so that what is moved or
cancelled replaces itself in the reader's calendar.
"""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from django.conf import settings
from icalendar import Calendar, Event, vCalAddress

from miko_portal.base.outbox import Attachment

BERLIN = ZoneInfo("Europe/Berlin")
ASKED_ANEW = timedelta(hours=6)  # how often a subscribed calendar asks what has changed


def entry(
    *,
    uid: str,
    sequence: int,
    changed_at: datetime,
    starts: datetime | date,
    ends: datetime | date,
    summary: str,
    description: str = "",
    location: str = "",
    address: str = "",
    language: str = "de",
    cancelled: bool = False,
    categories: Iterable[str] = (),
    guest: tuple[str, str] | None = None,
) -> Event:
    """One date; of two days, the last included, it takes whole days and leaves them free.

    `language` is that of the summary, `address` a page about it. A guest, by name and mail
    address, is invited by the office.
    """
    event = Event()
    event.add("uid", uid)
    event.add("sequence", sequence)
    event.add("dtstamp", changed_at)
    if isinstance(starts, datetime):
        event.add("dtstart", starts.astimezone(BERLIN))
        event.add("dtend", ends.astimezone(BERLIN))
    else:
        event.add("dtstart", starts)
        event.add("dtend", ends + timedelta(days=1))
        event.add("transp", "TRANSPARENT")
    event.add("summary", summary, parameters={"LANGUAGE": language.partition("-")[0]})
    for name, text in (("description", description), ("location", location), ("url", address)):
        if text:
            event.add(name, text)
    if categories:
        event.add("categories", list(categories))
    event.add("status", "CANCELLED" if cancelled else "CONFIRMED")
    if guest:
        event.add("organizer", _person(settings.OFFICE.name, settings.OFFICE.mail))
        event.add("attendee", _person(*guest, RSVP="TRUE", PARTSTAT="NEEDS-ACTION"))
    return event


def _person(name, mail, **parameters):
    person = vCalAddress(f"mailto:{mail}")
    person.params.update({"CN": name, **parameters})
    return person


def write(entries: Iterable[Event], *, name: str = "", method: str = "PUBLISH") -> bytes:
    """The file with these dates; `name` is what a calendar that subscribes to it is called."""
    calendar = Calendar()
    calendar.add("prodid", "-//Kreisverwaltung Mayen-Koblenz//MiKo//DE")
    calendar.add("version", "2.0")
    calendar.add("method", method)
    if name:
        calendar.add("x-wr-calname", name)
        calendar.add("refresh-interval", ASKED_ANEW, parameters={"VALUE": "DURATION"})
    for event in entries:
        calendar.add_component(event)
    calendar.add_missing_timezones()
    return calendar.to_ical()


def invitation(event: Event) -> Attachment:
    """The file by which a guest's mail program keeps, moves or takes out the date."""
    method = "CANCEL" if event["status"] == "CANCELLED" else "REQUEST"
    content = write([event], method=method)
    return Attachment("termin.ics", content, f"text/calendar; method={method}")
