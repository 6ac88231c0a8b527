"""What a certificate of attendance says about a seminar, and for whom one can be issued."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import override

from events.models import Registration, Run, SeminarCertificate, Session
from events.models.registrations import LINKS_LAST
from events.models.seminars import GERMAN
from events.telling import where
from miko_portal.base.certificates import Attested


@dataclass(frozen=True)
class Person:
    """One of those who came with a registration: the dates that can be attested, and what is."""

    number: int
    dates: Sequence[Session]
    issued: SeminarCertificate | None


def people_of(registration: Registration) -> list[Person]:
    """As many as came to any of its dates, the one who came most often first.

    Nobody notes who of several came: so the first has all dates that somebody came to, the second
    those that at least two came to, and never more is attested than was noted.
    """
    dates = attended(registration)
    most = max((came for _session, came in dates), default=0)
    rows = registration.certificates.select_related("certificate__replaces")
    issued = {row.person: row for row in rows}
    numbers = range(1, max([most, *issued]) + 1)
    return [
        Person(number, [date for date, came in dates if came >= number], issued.get(number))
        for number in numbers
    ]


def attended(registration: Registration) -> list[tuple[Session, int]]:
    """The dates that somebody of a registration came to, with how many, the first one first."""
    noted = registration.attendances.came().order_by("session__starts_at", "session")
    noted = noted.select_related("session__room__venue", "session__venue")
    return [(row.session, row.persons) for row in noted]


def attested_of(run: Run, dates: Sequence[Session]) -> Attested:
    """What is attested of some dates of a run, in German; units are those of their length."""
    text = run.seminar.text_in(GERMAN)
    with override(GERMAN):
        return Attested(
            title=text.title,
            dates=[(date.starts_at, date.ends_at) for date in dates],
            places=[where(date) for date in dates],
            organiser=str(run.seminar.organiser),
            content=text.summary,
        )


def is_open(run: Run, *, at: datetime) -> bool:
    """From the end of the last date until the contacts are deleted: then nobody knows who came."""
    return run.ends_at is not None and run.ends_at <= at < run.ends_at + LINKS_LAST
