"""Messages of the office to many who are enrolled: stored, and sent ten minutes later."""

from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from miko_portal.base import seats
from miko_portal.base.history import acting
from miko_portal.base.models import User
from trainings.mail import reader_of, tell_many
from trainings.models import Circular, Run, Session


@transaction.atomic
def write_to_many(
    run: Run,
    *,
    audience: Circular.Audience,
    text: str,
    by: User,
    at: datetime,
    session: Session | None = None,
) -> Circular:
    """Have a message sent to many who are enrolled, in ten minutes ("Nachricht an viele").

    Sent twice while it waits, it is stored once. Refuses where no mail would reach anybody.
    """
    with acting(by):
        seats.lock(run)
        told = {"run": run, "audience": audience, "session": session, "text": text}
        known = Circular.objects.filter(**told, recalled_at=None).first()
        if known and known.can_be_recalled(at=at):
            return known
        chosen = run.places.for_audience(audience, session=session)
        reached = [each for each in chosen if reader_of(each)]
        if not reached:
            raise ValidationError(_("There is nobody whom this would reach."))
        circular = Circular.objects.create(
            **told,
            number=len(reached),
            written_by=by,
            written_at=at,
        )
        tell_many(reached, circular, at=at)
        return circular
