"""Deadlines as entries of a calendar."""

from collections.abc import Iterable, Iterator
from datetime import datetime

from django.conf import settings
from django.utils.translation import get_language
from icalendar import Event

from cooperation.deadlines import Deadline
from miko_portal.base import calendars


def deadline_entries(deadlines: Iterable[Deadline], *, at: datetime) -> Iterator[Event]:
    """Whole days; what moves keeps its UID, so that it moves in the reader's calendar too."""
    for deadline in deadlines:
        agreement = deadline.agreement
        yield calendars.entry(
            uid=f"{deadline.kind}-{deadline.row}@fristen.miko-portal",
            sequence=deadline.due_on.toordinal(),
            changed_at=at,
            starts=deadline.due_on,
            ends=deadline.due_on,
            summary=": ".join(filter(None, [str(deadline.kind.label), deadline.text])),
            description=str(agreement or ""),
            address=settings.PORTAL_URL + deadline.address,
            language=get_language(),
        )
