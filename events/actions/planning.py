"""Dates of seminars: planned, published, cancelled."""

from datetime import date, datetime

from django.db import transaction

from cooperation.planning import store_place
from events.interpreter_mail import tell_changed
from events.models import Run, Seminar, SeminarText, Session
from events.notices import tell_everybody
from miko_portal.base import seats
from miko_portal.base.history import acting
from miko_portal.base.models import User


@transaction.atomic
def plan(
    run: Run,
    *,
    text: SeminarText | None,
    sessions: list[Session],
    by: User,
    publish_on: date | None = None,
) -> Run:
    """Store a seminar as it takes place once, on these dates ("Neue Veranstaltung").

    The dates know their places; new ones are stored too. With a `text` the seminar is new,
    and this is what it says in German.
    """
    with acting(by):
        seminar: Seminar = run.seminar
        if text:
            seminar.save()
            text.seminar = seminar
            text.save()
        run.seminar = seminar  # now it has a key
        run.save()
        for session in sessions:
            session.run = run
            session.set_place(store_place(session.room or session.venue, seats=run.capacity))
            session.save()
        if publish_on:
            run.publish(on=publish_on)
    return run


@transaction.atomic
def publish(run: Run, *, by: User, on: date) -> None:
    """Show a date to the public. Refuses what is cancelled, without dates or a German text."""
    with acting(by):
        run.publish(on=on)


@transaction.atomic
def cancel(run: Run, *, by: User, on: date, at: datetime, reason: str) -> int:
    """Call a run off; it stays to be seen with the reason, and its rooms are free again.

    Whoever is registered or waits is told, unless it is over; answers how many by mail.
    """
    with acting(by):
        seats.lock(run)
        run.cancel(on=on, reason=reason)
        if run.ends_at is None or run.ends_at < at:
            return 0
        ahead = list(run.sessions.filter(cancelled_on=None, ends_at__gt=at))
        run.refresh_from_db(fields=["sequence"])
        tell_changed(run, ahead, at=at)
        day = ahead[0].starts_at if ahead else None
        return tell_everybody("events.run_cancelled", run, about=run, day=day, at=at)
