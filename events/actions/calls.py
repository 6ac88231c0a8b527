"""Calls the office makes: to those who wish it, and to those whom no message reaches."""

from datetime import datetime

from django.db import transaction

from events.models import Call, CallRequest
from miko_portal.base.history import acting
from miko_portal.base.models import User


@transaction.atomic
def ask_for_call(call: CallRequest, *, at: datetime) -> None:
    """Put a number on the list of calls; one that is on it already stays once."""
    call.asked_at = at
    CallRequest.objects.bulk_create([call], ignore_conflicts=True)


@transaction.atomic
def note_call(call: Call | CallRequest, *, reached: bool, by: User, at: datetime) -> None:
    """Somebody was called and reached ("erreicht"), or is to be called again ("erneut")."""
    with acting(by):
        if reached:
            call.reach(at=at, by=by)
        else:
            call.try_again(at=at, by=by)
