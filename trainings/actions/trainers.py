"""Trainers and their own calendar."""

from datetime import date, datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from miko_portal.base.clock import start_of
from miko_portal.base.history import acting
from miko_portal.base.models import User
from miko_portal.base.secret_links import hash_of, new_token
from trainings.models import Session, Trainer, TrainerCalendar


@transaction.atomic
def issue_calendar(trainer: Trainer, *, by: User, at: datetime) -> str:
    """A new secret address for a trainer's calendar; the one before it leads nowhere.

    Answers with the token, which is told this once.
    """
    token = new_token()
    with acting(by):
        TrainerCalendar.objects.update_or_create(
            trainer=trainer, defaults={"token_hash": hash_of(token), "issued_at": at}
        )
    return token


@transaction.atomic
def retire_trainer(trainer: Trainer, *, by: User, on: date) -> None:
    """Somebody leads no trainings any more; what they led stays, and their calendar ends.

    Refuses who leads a date to come.
    """
    goes_ahead = Session.objects.filter(cancelled_on=None, run__cancelled_on=None)
    to_come = goes_ahead.filter(ends_at__gte=start_of(on))
    if date_to_come := to_come.led_by(trainer).order_by("starts_at").first():
        told = {"person": trainer.person, "date": date_to_come}
        raise ValidationError(_("%(person)s still leads the date on %(date)s.") % told)
    with acting(by):
        trainer.delete()
