"""Dates of seminars for the calendars people keep, and for other portals."""

from collections.abc import Callable, Iterable

from django.utils.translation import gettext as _
from django.utils.translation import override

from events.models import Run
from events.models.seminars import GERMAN
from events.telling import when, where
from miko_portal.base import calendars


def calendar_of(run, *, language, address, dates=None, method="PUBLISH"):
    """The dates of a run with its title in a language; needs `with_facts_for(language)`."""
    text = run.seminar.text_in(language)
    entries = (_entry(run, session, text, address) for session in dates or run.dates)
    return calendars.write(entries, method=method)


def calendar_to_subscribe(runs, *, language, page_of):
    """The dates of many runs, as a calendar that asks by itself what has changed."""
    entries = (
        _entry(run, session, run.seminar.text_in(language), page_of(run))
        for run in runs
        for session in run.dates
    )
    return calendars.write(entries, name=_("Courses and meetings"))


def calendar_for_integreat(runs: Iterable[Run], *, page_of: Callable[[Run], str]) -> bytes:
    """The dates as the importer of Integreat takes them: one entry each, in German.

    It knows neither a status nor a place, so both are told in what it does read.
    """
    with override(GERMAN):
        return calendars.write(
            _entry_for_integreat(run, session, page_of(run))
            for run in runs
            for session in run.dates
        )


def _entry_for_integreat(run, session, address):
    text = run.seminar.text_in(GERMAN)
    cancelled = run.reason_against(session) is not None
    lines = [*_told(run, session, text), f"Ort: {where(session)}", address]
    return _entry(
        run,
        session,
        text,
        address,
        summary=f"ABGESAGT: {text.title}" if cancelled else text.title,
        description="\n".join(lines),
        categories=["Integreat"],
    )


def _entry(run, session, text, address, **own):
    return calendars.entry(
        **{
            "uid": f"session-{session.pk}@seminare.miko-portal",
            "sequence": run.sequence,
            "changed_at": run.changed_at,
            "starts": session.starts_at,
            "ends": session.ends_at,
            "summary": text.title,
            "description": "\n".join(_told(run, session, text)),
            "location": where(session),
            "address": address,
            "language": text.language,
            "cancelled": run.reason_against(session) is not None,
            **own,
        }
    )


def _told(run, session, text):
    """What there is to say beside the facts: why it is called off, or where it was moved from."""
    reason = run.reason_against(session)
    if reason is not None:
        return [_("Cancelled: %(reason)s") % {"reason": reason}]
    if session.moved_from:
        before = when(session.moved_from)
        return [f"{_('Moved. It was planned for:')} {before}", text.summary]
    return [text.summary]
