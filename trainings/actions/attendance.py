"""Who was there ("Anwesenheit"), as it is noted in the grid of a training."""

from collections.abc import Iterable
from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from miko_portal.base import seats
from miko_portal.base.history import acting
from miko_portal.base.models import User
from trainings.models import Attendance, Run, Session

Cell = tuple[int, int]  # the keys of an enrolment and of a session


@transaction.atomic
def note_attendance(
    run: Run,
    *,
    there: Iterable[Cell] = (),
    away: Iterable[Cell] = (),
    everybody_at: Session | None = None,
    by: User,
    at: datetime,
) -> None:
    """Note who was there, and take back of whom it was noted wrongly.

    With `everybody_at` all who have a seat were there on that date ("alle da"). What is not named
    stays. Refuses dates that are called off or still to come, people without a seat, and trainings
    whose names are deleted.
    """
    with acting(by):
        seats.lock(run)
        if names_are_gone(run):
            raise ValidationError(
                _("The names in this training are deleted. Its figures stay as they are.")
            )
        there, away = set(there), set(away)
        seated = {enrolment.pk for enrolment in run.places.confirmed()}
        if everybody_at:
            there |= {(enrolment, everybody_at.pk) for enrolment in seated}
        sessions = {session.pk: session for session in run.sessions.all()}
        for session in {session for _enrolment, session in there | away}:
            if reason := why_not_noted(run, sessions.get(session), at=at):
                raise ValidationError(reason)
        if not {enrolment for enrolment, _session in there} <= seated:
            message = _(
                "Somebody was taken off the list meanwhile. Their ticks are gone; the others are"
                " not stored yet: please save once more."
            )
            raise ValidationError(message, code="no_seat")
        for session in sessions:
            gone = [enrolment for enrolment, where in away if where == session]
            if gone:
                Attendance.objects.filter(session=session, enrolment__in=gone).delete()
        rows = [
            Attendance(enrolment_id=enrolment, session_id=session, noted_at=at, noted_by=by)
            for enrolment, session in sorted(there)
        ]
        Attendance.objects.bulk_create(rows, ignore_conflicts=True)  # noted already: it stays


def names_are_gone(run: Run) -> bool:
    """Whether the period is over for which names are kept; what was attended stays as it is."""
    return run.places.confirmed().filter(person=None).exists()


def why_not_noted(run: Run, session: Session | None, *, at: datetime) -> str:
    """Why nobody can be noted as there on a date; empty: they can."""
    if session is None:
        return _("This date is no longer one of this training.")
    day = localdate(session.starts_at)
    if session.cancelled_on or (run.cancelled_on and run.cancelled_on < day):
        return _("This date was called off.")
    if day > localdate(at):
        return _("This date is still to come: note who is there on the day.")
    return ""
