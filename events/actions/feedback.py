"""What people thought of a seminar, taken without a name."""

from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from events.models import Feedback, Run
from events.models.feedback import OPEN_FOR, period_of
from miko_portal.base import seats


@transaction.atomic
def give_feedback(feedback: Feedback, *, at: datetime) -> None:
    """Store an answer ("Rückmeldung"); the same form sent again is stored once.

    Refuses a run that is cancelled, has not begun, or ended more than 30 days before.
    """
    seats.lock(feedback.run)  # so that nobody cancels it meanwhile
    if reason := why_no_feedback(feedback.run, at=at):
        raise ValidationError(reason)
    feedback.given_on = localdate(at)
    Feedback.objects.bulk_create([feedback], ignore_conflicts=True)


def why_no_feedback(run: Run, *, at: datetime) -> str:
    """Why nobody can say how it was, in a sentence for readers; empty: they can."""
    period = period_of(run.sessions.all())
    if run.cancelled_on or period is None:
        return _("This was cancelled. So you cannot say here how it was.")
    starts_at, ends_at = period
    if at < starts_at:
        return _("This has not begun yet. Please come back when you have been there.")
    if localdate(at) > localdate(ends_at) + OPEN_FOR:
        return _("This was more than 30 days ago. You can still call us or write to us.")
    return ""
