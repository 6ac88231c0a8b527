"""How many came, where nobody gives a name."""

from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from events.models import HeadCount, Session
from miko_portal.base.history import acting
from miko_portal.base.models import User


@transaction.atomic
def count_heads(
    session: Session,
    *,
    persons: int,
    women: int | None,
    children: int | None,
    by: User,
    at: datetime,
) -> HeadCount:
    """Note how many came to a date ("Teilnehmerzahl"): totals, no names.

    Refuses a date that isn't over or was called off, one that has a number or a list of the door
    already, and more women and children than persons.
    """
    locked = Session.objects.select_for_update(of=["self"]).select_related("run").get(pk=session.pk)
    if locked.ends_at >= at:
        raise ValidationError(_("This date is not over yet."))
    if locked.run.reason_against(locked) is not None:
        raise ValidationError(_("This date was called off."))
    if locked.attendances.exists():
        message = _("The list of the door says who came to this date: %(heads)s.")
        raise ValidationError(message, params={"heads": locked.attendances.all().heads()})
    if HeadCount.objects.filter(session=locked).exists():
        raise ValidationError(_("Somebody has entered the number of this date meanwhile."))
    count = HeadCount(session=locked, persons=persons, women=women, children=children)
    count.full_clean()
    with acting(by):
        count.save()
    return count
