"""Reminding those who answer for it of what falls due: one message a week, and one on the day.

A message is stored when it is due and not stored yet: so it is stored once, however often this
runs; it is made up for after days without a scheduler, and stored anew when the day moves.
"""

from datetime import date, datetime, timedelta

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from cooperation.deadlines import deadlines, due
from miko_portal.base import nightly, outbox
from miko_portal.base.deputies import deputies

AHEAD = timedelta(days=14)  # what the weekly message looks ahead
MADE_UP_FOR = 30  # days; what fell due before stands in the weekly message alone


@nightly.job("cooperation.reminders", _("Reminders of deadlines"))
def remind(*, on: date, at: datetime) -> None:
    """Put what people are to be told of by today into the outbox.

    Each of the last days is looked at as it was seen on that day: a last day to give notice is
    none any more on the next.
    """
    standing_in = deputies(on=on)
    monday = on - timedelta(days=on.weekday())
    for deadline in deadlines(due(on=on, until=on + AHEAD)):
        if person := _told(deadline, standing_in):
            _post("cooperation.week", person, about=person, on=monday, at=at)
    for days_ago in reversed(range(MADE_UP_FOR)):
        day = on - timedelta(days=days_ago)
        for deadline in deadlines(due(on=day, since=day, until=day)):
            if person := _told(deadline, standing_in):
                kind = f"cooperation.due_{deadline.kind}"
                _post(kind, person, about=deadline.source, on=day, at=at)


def _told(deadline, standing_in):
    """Who is told of a deadline: during an absence the deputy; None where nobody answers for it."""
    person = standing_in.get(deadline.person, deadline.person)
    return person if person and person.is_active else None


def _post(kind, person, **facts):
    language = person.language or settings.LANGUAGE_CODE
    outbox.post(kind, to=person, language=language, **facts)
