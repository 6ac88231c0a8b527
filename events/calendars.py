"""Dates of seminars for the calendars people keep (iCalendar, RFC 5545)."""

from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _
from icalendar import Calendar, Event, vText

BERLIN = ZoneInfo("Europe/Berlin")


def calendar_of(run, *, language, address):
    """The dates of a run with its title in a language; needs `with_facts_for(language)`.

    Each date keeps its UID for good, so that what is moved or cancelled replaces itself in the
    reader's calendar.
    """
    calendar = Calendar()
    calendar.add("prodid", "-//Kreisverwaltung Mayen-Koblenz//MiKo//DE")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    text = run.seminar.text_in(language)
    for session in run.dates:
        event = Event()
        event.add("uid", f"session-{session.pk}@seminare.miko-portal")
        event.add("sequence", run.sequence)
        event.add("dtstamp", run.changed_at)
        event.add("dtstart", session.starts_at.astimezone(BERLIN))
        event.add("dtend", session.ends_at.astimezone(BERLIN))
        event["summary"] = vText(text.title)
        event["summary"].params["LANGUAGE"] = text.language.partition("-")[0]
        event.add("location", _where(session))
        event.add("url", address)
        reason = run.cancellation_reason or session.cancellation_reason
        cancelled = run.cancelled_on or session.cancelled_on
        event.add("status", "CANCELLED" if cancelled else "CONFIRMED")
        event.add(
            "description",
            _("Cancelled: %(reason)s") % {"reason": reason} if cancelled else text.summary,
        )
        calendar.add_component(event)
    calendar.add_missing_timezones()
    return calendar.to_ical()


def _where(session):
    room = session.room.name if session.room_id else ""
    return ", ".join(part for part in (room, session.place.name, session.place.postal_line) if part)
