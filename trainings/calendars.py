"""Dates of trainings for the calendars people keep."""

from collections.abc import Callable, Iterable

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from miko_portal.base import calendars
from trainings.models import Run, Session


def calendar_of(run: Run, *, address: str) -> bytes:
    """The dates of a training, in the language of the page; needs `with_sessions()`."""
    return calendars.write(_entry(run, session, address) for session in run.sessions.all())


def calendar_to_subscribe(runs: Iterable[Run], *, page_of: Callable[[Run], str]) -> bytes:
    """The dates of many, as a calendar that asks by itself what has changed."""
    entries = (_entry(run, session, page_of(run)) for run in runs for session in run.sessions.all())
    return calendars.write(entries, name=_("Trainings"))


def calendar_of_trainer(sessions: Iterable[Session], *, page_of: Callable[[Run], str]) -> bytes:
    """What somebody leads, with the links of online dates, as a calendar to subscribe to."""
    entries = (
        _entry(session.run, session, page_of(session.run), where=_where_exactly(session))
        for session in sessions
    )
    return calendars.write(entries, name=_("Trainings"))


def _entry(run, session, address, *, where=None):
    text = run.course.text_in(get_language())
    reason = run.cancellation_reason or session.cancellation_reason
    return calendars.entry(
        uid=f"session-{session.pk}@schulungen.miko-portal",
        sequence=run.sequence,
        changed_at=run.changed_at,
        starts=session.starts_at,
        ends=session.ends_at,
        summary=text.title,
        description=_("Cancelled: %(reason)s") % {"reason": reason} if reason else text.aims,
        location=_where(session) if where is None else where,
        address=address,
        language=text.language,
        cancelled=bool(run.cancelled_on or session.cancelled_on),
    )


def _where(session: Session) -> str:
    """Saal, Bürgerhaus, Markt 1, 56751 Polch; the link to an online date is for who has a seat."""
    if not session.room:
        return _("Online") if session.link else ""
    room, venue = session.room, session.room.venue
    return ", ".join(part for part in (room.name, venue.name, venue.postal_line) if part)


def _where_exactly(session):
    """The room, and the link for those who may have it."""
    return " · ".join(filter(None, [_where(session) if session.room else "", session.link]))
