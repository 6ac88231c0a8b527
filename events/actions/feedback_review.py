"""What the office does with what people thought of a seminar."""

from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from events.models import Feedback, Run
from miko_portal.base import seats
from miko_portal.base.anonymity import FEWEST
from miko_portal.base.history import acting
from miko_portal.base.models import User


@transaction.atomic
def remove_sentence(feedback: Feedback, *, by: User) -> None:
    """Take out a sentence that names somebody; the face stays and counts."""
    with acting(by):
        Feedback.objects.filter(pk=feedback.pk).with_sentence().update(sentence="")


@transaction.atomic
def count_held_back(run: Run, *, by: User, on: date) -> int:
    """Count what looked as though a program had sent it; answers how many that were.

    All of a run at once, and refuses fewer than five, since the numbers before and after would
    tell what each of them said.
    """
    with acting(by):
        seats.lock(run)
        held = run.feedback.held_back(on=on)
        if held.count() < FEWEST:
            raise ValidationError(_("Fewer than five answers are held back; they stay out."))
        return held.update(counted_on=on)
