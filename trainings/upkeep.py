"""What is deleted of people when the periods of `privacy.yaml` are over; every figure stays.

Names are kept while the funder of a project that pays for the training may check them. Of what no
project pays for, and of those who had no seat in the end, nobody may ask: `KEPT_YEARS` of
`cooperation.forgetting`. As long somebody who leads no training stays among the trainers.
"""

from datetime import date, datetime

from django.db.models import Exists, Max, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from cooperation.forgetting import forget_unneeded, kept_from, past
from cooperation.models import Person, Project
from miko_portal.base import nightly
from trainings.models import (
    Attendance,
    Enrolment,
    Session,
    Trainer,
    TrainerAssignment,
    TrainingCertificate,
)


def due(*, at: datetime) -> tuple[QuerySet, ...]:
    """What is past its time, in the order in which `forget_people` takes it."""
    enrolments = past_enrolments(on=localdate(at))
    return (
        Attendance.objects.filter(enrolment__in=enrolments.values("pk")).exclude(noted_by=None),
        enrolments,
        past_assignments(on=localdate(at)),
        Trainer.objects.idle(since=kept_from(on=localdate(at))),
    )


@nightly.job("trainings.upkeep", _("Deletion of names in trainings"), due=due)
def forget_people(*, on, at):
    """Names of those enrolled and of trainers go, and those of whom nothing else is kept."""
    noted, enrolments, assignments, trainers = due(at=at)
    enrolled = list(enrolments.select_for_update(of=["self"]).values_list("pk", "person"))
    led = list(assignments.values_list("pk", "person"))
    idle = list(trainers.select_for_update(of=["self"]).values_list("pk", "person"))
    noted.update(noted_by=None)
    Enrolment.objects.filter(pk__in=[pk for pk, _person in enrolled]).update(
        person=None, override_reason="", enrolled_by=None, forgotten_on=on
    )
    TrainerAssignment.objects.filter(pk__in=[pk for pk, _person in led]).delete()
    Trainer.objects.filter(pk__in=[pk for pk, _person in idle]).delete()
    people = {person for _pk, person in [*enrolled, *led, *idle]}
    forget_unneeded(Person.objects.filter(pk__in=people))


def past_enrolments(*, on: date) -> QuerySet[Enrolment]:
    """Those whose names nobody may need any more on a day.

    While a certificate still tells the name, so does the enrolment it is about.
    """
    certified = TrainingCertificate.objects.filter(certificate__kept_until__gte=on)
    telling = certified.filter(enrolment=OuterRef("pk")).exclude(certificate__name="")
    named = Enrolment.objects.named().exclude(Exists(telling))
    ended_at = Coalesce(Subquery(_ended_at("run")), "created_at")
    seated = Q(confirmed_at__isnull=False, cancelled_at=None)
    return past(named, projects=_paying("run"), ended_at=ended_at, evidence=seated, on=on)


def past_assignments(*, on: date) -> QuerySet[TrainerAssignment]:
    """Trainers of dates whose names nobody may need any more on a day."""
    rows, ended_at = TrainerAssignment.objects.all(), Subquery(_ended_at("session__run"))
    return past(rows, projects=_paying("session__run"), ended_at=ended_at, evidence=Q(), on=on)


def _paying(run):
    return Project.objects.filter(training_shares__run=OuterRef(run)).order_by()


def _ended_at(run):
    """When the last date of a training was, called off or not."""
    dates = Session.objects.filter(run=OuterRef(run)).order_by()
    return dates.values("run").annotate(last=Max("ends_at")).values("last")
