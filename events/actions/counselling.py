"""People registered by somebody who helps them, several at once."""

from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction

from events.actions.registrations import register, why_closed
from events.models import Registration, RegistrationContact, Run
from miko_portal.base import seats
from miko_portal.base.models import User
from miko_portal.base.seats import RowsRefused


@transaction.atomic
def register_each(
    run: Run,
    *,
    people: list[tuple[Registration, RegistrationContact]],
    by: User,
    at: datetime,
) -> list[Registration]:
    """Register several people for a run, all of them or nobody ("mehrere anmelden").

    They get seats in their order; for whom there are none goes to the end of the queue. Refuses a
    run that one can't register for, and says of every row why it is refused (`RowsRefused`).
    """
    seats.lock(run)
    if why := why_closed(run, by=by, at=at):
        raise ValidationError(why, code="closed")
    stored, errors = [], {}
    for number, (registration, contact) in enumerate(people):
        try:
            stored.append(register(run, registration=registration, contact=contact, by=by, at=at))
        except ValidationError as error:
            errors[number] = error
    if errors:
        raise RowsRefused(errors)
    return stored
