"""Dates of a run that are changed: whoever comes or waits is told of it."""

from collections.abc import Callable
from datetime import datetime

from django.db import transaction

from cooperation.bookings import moving_dates
from events.interpreter_mail import tell_changed
from events.models import Move, Run, Session
from events.notices import tell_everybody
from events.telling import where
from miko_portal.base import seats
from miko_portal.base.history import acting
from miko_portal.base.models import User


@transaction.atomic
def change_dates(run: Run, *, save: Callable[[], None], by: User, at: datetime) -> int:
    """Store changed dates, as `save` does; answers how many people are told by mail.

    Once the run is published they are told of what is moved ("Verlegung"), called off, or takes
    place after all, if it lies ahead. What is moved in one go is one message.
    """
    with acting(by):
        seats.lock(run)
        before = {session.pk: session for session in _dates(run)}
        with moving_dates():
            save()
        if run.cancelled_on:
            return 0
        run.refresh_from_db(fields=["sequence"])
        pairs = [(before[now.pk], now) for now in _dates(run) if now.pk in before]
        ahead = [pair for pair in pairs if max(date.ends_at for date in pair) > at]
        changed = [now for earlier, now in ahead if _told_of(earlier) != _told_of(now)]
        tell_changed(run, changed, at=at)
        if not run.published_on:
            return 0
        return max(_tell_moved(run, ahead, at=at), _tell_called_off(run, ahead, at=at))


def _tell_moved(run, pairs, *, at):
    moves = [
        Move(
            session=now,
            sequence=run.sequence,
            starts_at=before.starts_at,
            ends_at=before.ends_at,
            place=where(before),
            moved_at=at,
        )
        for before, now in pairs
        if not now.cancelled_on and _when_and_where(before) != _when_and_where(now)
    ]
    Move.objects.bulk_create(moves)
    if not moves:
        return 0
    # Who would set out tomorrow is called, whether it was put off or brought forward to then.
    days = [day for move in moves for day in (move.starts_at, move.session.starts_at) if day > at]
    return tell_everybody(
        "events.moved", run, edition=run.sequence, day=min(days, default=None), at=at
    )


def _tell_called_off(run, pairs, *, at):
    told = 0
    for before, now in pairs:
        if bool(before.cancelled_on) != bool(now.cancelled_on):
            kind = "events.date_cancelled" if now.cancelled_on else "events.date_reinstated"
            day = now.starts_at
            told = tell_everybody(kind, run, about=now, edition=run.sequence, day=day, at=at)
    return told


def _dates(run):
    return Session.objects.filter(run=run).select_related("venue", "room__venue")


def _when_and_where(session):
    return session.starts_at, session.ends_at, session.room_id, session.venue_id


def _told_of(session):
    return *_when_and_where(session), bool(session.cancelled_on)
