"""What is kept of people goes when its period in `privacy.yaml` is over; so do people."""

from datetime import date, datetime, timedelta

from django.db.models import CharField, Exists, F, OuterRef, Q, QuerySet, Value
from django.db.models.functions import Cast, Concat
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from cooperation.forgetting import forget_unneeded, past, unneeded
from cooperation.models import Agreement, Attendance, FollowUp, Measure, Note, Person, Project
from cooperation.models.states import OVER
from miko_portal.base import nightly
from miko_portal.base.models import HistoryEntry, Message

# Who was entered or changed lately may be about to become a contact or a trainer.
UNUSED_ARE_KEPT = timedelta(days=30)
FILES_ARE_KEPT_YEARS = 10  # to the end of the tenth year after the end of an agreement


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


def past_files(*, at: datetime) -> tuple[QuerySet, ...]:
    """What the office worked with, of agreements that were over ten years ago and still are."""
    on = localdate(at)
    then = date(on.year - FILES_ARE_KEPT_YEARS, 1, 1)
    over = Agreement.objects.with_state(on=then).filter(state__in=OVER)
    still = Agreement.objects.with_state(on=on).filter(state__in=OVER)
    closed = list(over.filter(pk__in=still.values("pk")).values_list("pk", flat=True))
    return (
        Note.objects.filter(agreement__in=closed),
        FollowUp.objects.filter(agreement__in=closed),
        Measure.objects.filter(agreement__in=closed).exclude(person=None),
        Agreement.objects.filter(pk__in=closed).exclude(clerk=None),
    )


@nightly.job("cooperation.files", _("Deletion in files of old agreements"), due=past_files)
def forget_files(*, on, at):
    """Notes, follow-ups and who was responsible go; the text, who signed it and figures stay."""
    notes, follow_ups, measures, agreements = past_files(at=at)
    notes.delete()
    follow_ups.delete()
    measures.update(person=None)
    agreements.update(clerk=None)
