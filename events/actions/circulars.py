"""Messages of the office to many who are registered: stored, and sent ten minutes later."""

from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from events.calling import call_up
from events.models import Circular, Run
from miko_portal.base import outbox, seats
from miko_portal.base.history import acting
from miko_portal.base.models import User


@transaction.atomic
def write_to_many(
    run: Run, *, audience: Circular.Audience, texts: dict[str, str], by: User, at: datetime
) -> Circular:
    """Have a message sent to many who are registered, in ten minutes ("Nachricht an viele").

    Who has only a telephone is to be called then. Sent twice while it waits, it is stored once.
    Refuses where nobody would get it.
    """
    with acting(by):
        seats.lock(run)
        same = Circular.objects.filter(run=run, audience=audience, texts=texts, recalled_at=None)
        known = same.first()
        if known and known.can_be_recalled(at=at):
            return known
        chosen = list(run.places.for_audience(audience))
        if not chosen:
            raise ValidationError(_("There is nobody whom this would reach."))
        people = [registration for registration in chosen if registration.has_mail]
        circular = Circular.objects.create(
            run=run,
            audience=audience,
            texts=texts,
            number=len(people),
            written_by=by,
            written_at=at,
        )
        for registration in people:
            outbox.post(
                "events.circular",
                to=registration,
                about=circular,
                language=registration.language,
                at=at,
                not_before=circular.sent_from,
            )
        next_one = run.sessions.filter(cancelled_on=None, starts_at__gt=at).first()
        day = next_one.starts_at if next_one else None
        call_up("events.circular", chosen, run=run, about=circular, day=day, at=at)
        return circular
