"""When and where a date is, in plain words: for calendars, messages and pictures."""

from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import get_language

from miko_portal.base.languages import BY_CODE


def day(moment) -> str:
    """Wednesday, 24.11.2027, by the clock in Berlin, in the language of the page."""
    local = localtime(moment)
    comma = BY_CODE[get_language()].comma
    return f"{date_format(local, 'l')}{comma}{date_format(local, 'd.m.Y')}"


def times(starts_at, ends_at=None) -> str:
    """18:00–20:00, or 18:00 alone."""
    return "–".join(date_format(localtime(at), "H:i") for at in (starts_at, ends_at) if at)


def when(starts_at, ends_at=None) -> str:
    """Wednesday, 24.11.2027, 18:00–20:00; the figures keep their order from right to left too."""
    language, span = BY_CODE[get_language()], times(starts_at, ends_at)
    if language.direction == "rtl":
        span = f"\u2066{span}\u2069"
    return f"{day(starts_at)}{language.comma}{span}"


def where(session) -> str:
    """Saal, Bürgerhaus, Markt 1, 56751 Polch."""
    room = session.room.name if session.room_id else ""
    return ", ".join(part for part in (room, session.place.name, session.place.postal_line) if part)
