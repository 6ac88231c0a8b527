"""Into which languages a run is interpreted for certain, and where somebody is still sought."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import NamedTuple

from events.models import Run, Session
from events.models.seminars import GERMAN
from miko_portal.base.clock import start_of

# So early somebody has to have confirmed; later it is on the start page of the office.
NOTICE = timedelta(days=5)


def sought(run: Run, *, on: date) -> list[str]:
    """Of one with its facts: the languages that a date to come has nobody confirmed for."""
    dates = _ahead(run, on=on)
    return [code for code in run.interpreted if any(lacks(one, code) for one in dates)]


def certain(run: Run, *, on: date) -> list[str]:
    """The others: somebody has confirmed for each date to come, or all of it is over."""
    missing = sought(run, on=on)
    return [code for code in run.interpreted if code not in missing]


def lacks(session: Session, code: str) -> bool:
    return code not in session.interpreted_into


def _ahead(run, *, on):
    """The dates that take place on the day or after it."""
    if run.cancelled_on:
        return []
    return [one for one in run.dates if not one.cancelled_on and one.starts_at >= start_of(on)]


class Lack(NamedTuple):
    """A date that somebody has to be found for soon, and into which languages."""

    run: Run
    session: Session
    languages: list[str]


def lacking_soon(*, on: date) -> Iterator[Lack]:
    """What takes place within the next days, for all to see, without everybody who interprets."""
    until = on + NOTICE
    runs = Run.objects.published(on=on).without_interpreter(on=on, until=until)
    for run in runs.with_facts_for(GERMAN).order_by("starts_at", "pk"):
        for session in _ahead(run, on=on):
            languages = [code for code in run.interpreted if lacks(session, code)]
            if languages and session.starts_at < start_of(until + timedelta(days=1)):
                yield Lack(run, session, languages)
