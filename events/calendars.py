"""Dates of seminars for the calendars people keep."""

from django.utils.translation import gettext as _

from miko_portal.base import calendars


def calendar_of(run, *, language, address):
    """The dates of a run with its title in a language; needs `with_facts_for(language)`."""
    text = run.seminar.text_in(language)
    return calendars.write(_entry(run, session, text, address) for session in run.dates)


def _entry(run, session, text, address):
    cancelled = bool(run.cancelled_on or session.cancelled_on)
    reason = run.cancellation_reason or session.cancellation_reason
    return calendars.entry(
        uid=f"session-{session.pk}@seminare.miko-portal",
        sequence=run.sequence,
        changed_at=run.changed_at,
        starts=session.starts_at,
        ends=session.ends_at,
        summary=text.title,
        description=_("Cancelled: %(reason)s") % {"reason": reason} if cancelled else text.summary,
        location=_where(session),
        address=address,
        language=text.language,
        cancelled=cancelled,
    )


def _where(session):
    room = session.room.name if session.room_id else ""
    return ", ".join(part for part in (room, session.place.name, session.place.postal_line) if part)
