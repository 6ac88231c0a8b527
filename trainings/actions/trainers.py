"""Trainers and their own calendar."""

from datetime import datetime

from django.db import transaction

from miko_portal.base.history import acting
from miko_portal.base.models import User
from miko_portal.base.secret_links import hash_of, new_token
from trainings.models import Trainer, TrainerCalendar


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
