"""Whom the office calls: who can't be written to, all with a number near the date, who was missed.

A call is to the telephone what a row of the outbox is to the mail: once for each person, kind and
occasion. Nothing that was just said on the screen or in a call is said again.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db import models

from cooperation.models import Person
from events.models import Call, Circular, InterpreterAssignment, Registration, Run, Session
from miko_portal.base import outbox
from miko_portal.base.models import Message

SOON = timedelta(hours=24)
TOO_LONG = {"events.circular"}  # for a text message
NOT_WORTH_A_CALL = {"events.thanks", "events.cancelled"}


def call_up(
    kind: str,
    people: Iterable[Registration],
    *,
    run: Run,
    at: datetime,
    day: datetime | None = None,
    about: models.Model | None = None,
    edition: int | None = None,
) -> None:
    """Put on the list of calls who has only a telephone, and all with one in the last 24 hours.

    `day` is when they would come; without it, when the run begins.
    """
    day = day or run.starts_at
    is_soon = day is not None and at < day < at + SOON
    told = {
        registration: registration.has_mail if kind in TOO_LONG else registration.is_written_to
        for registration in people
    }
    calls = [
        _call(
            kind,
            run=run,
            registration=registration,
            about=about,
            edition=edition,
            because=Call.Because.SOON if told[registration] else Call.Because.TELEPHONE,
            due_from=about.sent_from if isinstance(about, Circular) else at,
        )
        for registration in told
        if registration.known_as
        and registration.contact.telephone
        and (is_soon or not told[registration])
    ]
    Call.objects.bulk_create(calls, ignore_conflicts=True)


def call_interpreter(kind: str, assignment: InterpreterAssignment, *, at, edition=None) -> None:
    """Put somebody who interprets and has no mail on the list of calls."""
    call = _call_interpreter(kind, assignment, edition, Call.Because.TELEPHONE, at)
    Call.objects.bulk_create([call], ignore_conflicts=True)


@outbox.when_given_up
def call_instead(message: Message, *, at: datetime) -> None:
    """A message that did not arrive is told by telephone; who has none can't be reached."""
    if message.kind in NOT_WORTH_A_CALL or not message.kind.startswith("events."):
        return
    to, about = outbox.rows_of([message.recipient, message.occasion])
    _model, _pk, which = outbox.split(message.occasion)
    edition, because = which.get("edition"), Call.Because.FAILED
    match to, about:
        case Registration(), models.Model():
            facts = {"registration": to, "about": about, "edition": edition}
            call = _call(message.kind, run=to.run, because=because, due_from=at, **facts)
        case Person(), InterpreterAssignment():
            call = _call_interpreter(message.kind, about, edition, because, at)
        case Person(), Run():
            theirs = InterpreterAssignment.objects.live().filter(person=to, session__run=about)
            if (first := theirs.first()) is None:
                return
            call = _call_interpreter(message.kind, first, edition, because, at)
        case _:
            return
    Call.objects.bulk_create([call], ignore_conflicts=True)


def _call(kind, *, run, about, edition, **facts):
    return Call(
        kind=kind,
        run=run,
        session=about if isinstance(about, Session) else None,
        circular=about if isinstance(about, Circular) else None,
        edition=edition or 0,
        **facts,
    )


def _call_interpreter(kind, assignment, edition, because, at):
    facts = {"interpreting": assignment, "about": assignment.session, "edition": edition}
    return _call(kind, run=assignment.session.run, because=because, due_from=at, **facts)
