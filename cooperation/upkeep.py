"""People of whom nothing else is kept are deleted, as `privacy.yaml` promises."""

from datetime import datetime, timedelta

from django.db.models import CharField, Exists, OuterRef, QuerySet, Value
from django.db.models.functions import Cast, Concat
from django.utils.translation import gettext_lazy as _

from cooperation.forgetting import forget_unneeded, unneeded
from cooperation.models import Person
from miko_portal.base import nightly
from miko_portal.base.models import HistoryEntry, Message

# Who was entered or changed lately may be about to become a contact or a trainer.
UNUSED_ARE_KEPT = timedelta(days=30)


def due(*, at: datetime) -> tuple[QuerySet, ...]:
    """Such as a colleague for whom somebody else came, or a contact who was taken out."""
    touched = HistoryEntry.objects.filter(
        table_name=Person._meta.db_table, row_id=OuterRef("pk"), at__gte=at - UNUSED_ARE_KEPT
    )
    waiting = Message.objects.waiting().filter(
        recipient=Concat(
            Value("cooperation.person:"),
            Cast(OuterRef("pk"), CharField()),
            output_field=CharField(),
        )
    )
    return (unneeded(Person.objects.exclude(Exists(touched)).exclude(Exists(waiting))),)


@nightly.job("cooperation.people", _("Deletion of people of whom nothing is kept"), due=due)
def forget_people(*, on, at):
    for people in due(at=at):
        forget_unneeded(people)
