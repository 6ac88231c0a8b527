"""What the office does with seminars. Each is one transaction, done by somebody."""

from events.actions.planning import cancel, plan, publish, store_texts
from events.actions.registrations import (
    accept_offer,
    approve_registration,
    cancel_registration,
    change_registration,
    decline_offer,
    pass_seats_on,
    register,
)

__all__ = [
    "accept_offer",
    "approve_registration",
    "cancel",
    "cancel_registration",
    "change_registration",
    "decline_offer",
    "pass_seats_on",
    "plan",
    "publish",
    "register",
    "store_texts",
]
