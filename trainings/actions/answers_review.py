"""What the office does with what people answered about a training."""

from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from miko_portal.base import seats
from miko_portal.base.anonymity import FEWEST
from miko_portal.base.history import acting
from miko_portal.base.models import User
from trainings.facts import Occasion
from trainings.models import Answer, Run


@transaction.atomic
def remove_sentence(answer: Answer, *, by: User) -> None:
    """Take out a sentence that names somebody; what else was answered stays and counts."""
    with acting(by):
        Answer.objects.filter(pk=answer.pk).with_sentence().update(sentence="")


@transaction.atomic
def count_held_back(run: Run, occasion: Occasion, *, by: User, on: date) -> int:
    """Count what looked as though a program had sent it; answers how many sheets that were.

    All of an occasion at once, and refuses fewer than five, since the numbers before and after
    would tell what each of them said.
    """
    with acting(by):
        seats.lock(run)
        held = run.answer_sheets.filter(occasion=occasion).held_back(on=on)
        if held.count() < FEWEST:
            raise ValidationError(_("Fewer than five answers are held back; they stay out."))
        return held.update(counted_on=on)
