"""What the office has to see to in trainings: on the start page, and to filter by."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import NamedTuple

from django.db.models import Exists, OuterRef, QuerySet, Subquery
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from miko_portal.base.clock import start_of
from trainings.lost import runs_without_entitlement
from trainings.models import Enrolment, Run, Session

MOST_NAMED = 5


class Duty(NamedTuple):
    """Something to see to, and which trainings want it on a day."""

    title: Promise
    wanting: Callable[..., QuerySet[Run]]
    afterwards: bool = False  # of trainings that were held


RECENT = timedelta(days=365)  # what is older nobody waits for


def attendance_missing(*, on: date) -> QuerySet[Run]:
    """With a date of the last year that took place, people with a seat, and nobody noted."""
    dates = Session.objects.filter(
        run=OuterRef("pk"), cancelled_on=None, attendances=None, **_recent(on)
    )
    seated = Enrolment.objects.confirmed().filter(run=OuterRef("pk"))
    return Run.objects.filter(Exists(dates), Exists(seated), cancelled_on=None)


def certificates_missing(*, on: date) -> QuerySet[Run]:
    """Over since a year at most, with somebody who has completed it and has no certificate."""
    completed = Enrolment.objects.confirmed().named().with_completion()
    wanting = completed.filter(run=OuterRef("pk"), completed=True, certified=None)
    ended = {f"last__{name.partition('__')[2]}": day for name, day in _recent(on).items()}
    last = Session.objects.held().filter(run=OuterRef("pk")).order_by("-ends_at")
    found = Run.objects.alias(last=Subquery(last.values("ends_at")[:1]))
    return found.filter(Exists(wanting), **ended)


def _recent(on):
    return {"ends_at__gte": start_of(on - RECENT), "ends_at__lt": start_of(on)}


DUTIES = {
    "trainer": Duty(_("Without a trainer"), Run.objects.without_trainer),
    "decide": Duty(_("Too few enrolments, to be decided soon"), Run.objects.to_decide),
    "entitlement": Duty(_("Entitlement lost since the enrolment"), runs_without_entitlement),
    "attendance": Duty(_("Attendance not entered"), attendance_missing, afterwards=True),
    "certificates": Duty(_("Certificates to issue"), certificates_missing, afterwards=True),
    "full": Duty(_("Full"), Run.objects.full),
}


class Due(NamedTuple):
    """A duty on a day: how many trainings want it, and the first of them."""

    key: str
    duty: Duty
    count: int
    runs: list[Run]


def due(*, on: date) -> list[Due]:
    """What is to be seen to on a day, of each kind the nearest trainings with their dates."""
    found = []
    for key, duty in DUTIES.items():
        wanting = duty.wanting(on=on)
        nearest = wanting.with_dates().select_related("course").order_by("starts_at", "pk")
        if runs := list(nearest[:MOST_NAMED]):
            count = len(runs) if len(runs) < MOST_NAMED else wanting.count()
            found.append(Due(key, duty, count, runs))
    return found
