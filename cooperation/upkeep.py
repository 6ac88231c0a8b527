"""Names in meetings go when their period in `privacy.yaml` is over, and people nobody needs."""

from datetime import datetime, timedelta

from django.db.models import CharField, Exists, F, OuterRef, Q, QuerySet, Value
from django.db.models.functions import Cast, Concat
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from cooperation.forgetting import forget_unneeded, past, unneeded
from cooperation.models import Attendance, Person, Project
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


def past_attendances(*, at: datetime) -> tuple[QuerySet, ...]:
    """Those of meetings that are over; who came is known while the project's funder may ask."""
    return (
        past(
            Attendance.objects.named(),
            projects=Project.objects.filter(pk=OuterRef("meeting__project")),
            ended_at=F("meeting__ends_at"),
            evidence=Q(came=True),
            on=localdate(at),
        ),
    )


@nightly.job("cooperation.meetings", _("Deletion of names in meetings"), due=past_attendances)
def forget_attendances(*, on, at):
    """How many were asked and came stays, and of which organisations."""
    (attendances,) = past_attendances(at=at)
    gone = list(attendances.select_for_update(of=["self"]).values_list("pk", "person"))
    Attendance.objects.filter(pk__in=[pk for pk, _person in gone]).update(
        person=None, forgotten_on=on
    )
    forget_unneeded(Person.objects.filter(pk__in={person for _pk, person in gone}))
