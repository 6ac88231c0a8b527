"""Interpreters of seminars: asked, confirmed, declined, released, and what they did in the end."""

from collections.abc import Iterable
from datetime import date, datetime
from decimal import Decimal

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from events.interpreter_mail import tell_asked, tell_released
from events.models import Gender, Interpreter, InterpreterAssignment, Session
from miko_portal.base.clock import start_of
from miko_portal.base.history import acting
from miko_portal.base.models import User


@transaction.atomic
def ask_interpreter(
    interpreter: Interpreter,
    *,
    sessions: list[Session],
    language: str,
    by: User,
    at: datetime,
    fee_cents: int | None = None,
    confirmed: bool = False,
) -> list[InterpreterAssignment]:
    """Ask somebody to interpret on dates of a run ("anfragen"); they are booked from then on.

    They get one mail with all dates, unless they have confirmed already, such as by telephone.
    Refuses who doesn't know the language, and who is no woman where only women come.
    """
    if reason := reason_against(interpreter, run=sessions[0].run, language=language):
        raise ValidationError(reason)
    on = localdate(at)
    with acting(by):
        asked = [
            InterpreterAssignment.objects.create(
                session=session,
                person=interpreter.person,
                language=language,
                asked_on=on,
                confirmed_on=on if confirmed else None,
                fee_cents=fee_cents,
            )
            for session in sessions
        ]
        if not confirmed:
            tell_asked(asked[0], at=at)
    return asked


@transaction.atomic
def retire_interpreter(interpreter: Interpreter, *, by: User, on: date) -> None:
    """Somebody is not asked any more; where they interpreted stays.

    Refuses who is asked for a date to come.
    """
    asked = InterpreterAssignment.objects.live().filter(person=interpreter.person_id)
    to_come = asked.filter(session__ends_at__gte=start_of(on), session__cancelled_on=None)
    first = to_come.filter(session__run__cancelled_on=None).select_related("session").first()
    if first:
        told = {"person": interpreter.person, "date": first.session}
        raise ValidationError(_("%(person)s is still asked for the date on %(date)s.") % told)
    with acting(by):
        interpreter.delete()


def reason_against(interpreter: Interpreter, *, run, language: str) -> str | None:
    """Why somebody can't interpret at a run into a language; None: nothing speaks against it."""
    told = {"person": interpreter.person, "languages": interpreter.language_names}
    if language not in interpreter.languages:
        return _("%(person)s interprets into: %(languages)s.") % told
    if run.women_only and interpreter.gender != Gender.WOMAN:
        return _("Only women come here, and %(person)s is not entered as a woman.") % told
    return None


@transaction.atomic
def confirm_interpreters(
    assignments: Iterable[InterpreterAssignment], *, by: User, on: date
) -> None:
    """They will come ("zugesagt"). Refuses who has declined or was released before."""
    with acting(by):
        for assignment in _locked(assignments):
            assignment.confirm(on=on)


@transaction.atomic
def decline_interpreters(
    assignments: Iterable[InterpreterAssignment], *, by: User, on: date
) -> None:
    """They will not come ("abgesagt") and can be booked elsewhere. Refuses who came."""
    with acting(by):
        for assignment in _locked(assignments):
            assignment.decline(on=on)


@transaction.atomic
def release_interpreters(
    assignments: Iterable[InterpreterAssignment], *, by: User, at: datetime
) -> None:
    """They are not needed any more, and are told so by mail. Refuses who came."""
    with acting(by):
        for assignment in _locked(assignments):
            assignment.release(on=localdate(at))
            tell_released(assignment, at=at)


@transaction.atomic
def record_interpreter(
    assignment: InterpreterAssignment,
    *,
    hours: Decimal,
    fee_cents: int | None,
    by: User,
) -> None:
    """Somebody was there on the day ("gekommen"), for so many hours and this fee."""
    with acting(by):
        (assignment,) = _locked([assignment])
        day = localdate(assignment.session.starts_at)
        assignment.come(on=day, hours=hours, fee_cents=fee_cents)


def _locked(assignments):
    """As they are now; of two who answer at the same moment the second sees the first."""
    keys = [assignment.pk for assignment in assignments]
    rows = InterpreterAssignment.objects.filter(pk__in=keys).order_by("pk")
    return list(rows.select_for_update(of=["self"]).select_related("person", "session"))
