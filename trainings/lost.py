"""Enrolments whose organisation is entitled no more ("Berechtigung entfallen"): asked, not noted.

The seat stays; what becomes of it is for the office to say.
"""

from datetime import date

from django.db.models import DateField, Min, OuterRef, QuerySet, Subquery, Value
from django.utils.timezone import localdate

from cooperation.models import Organisation, Party
from miko_portal.base.clock import start_of
from trainings.facts import Side
from trainings.models import Enrolment, Run, Session


def without_entitlement(*, on: date) -> QuerySet[Enrolment]:
    """Enrolments to come, of partners, that no agreement in force on the first day covers.

    By what is known now: a notice, an end by mutual consent, a pause. Exceptions are left out.
    """
    first = Session.objects.filter(run=OuterRef("run"), cancelled_on=None).order_by()
    first = first.values("run").annotate(at=Min("starts_at")).values("at")
    rows = (
        Enrolment.objects.live()
        .filter(side=Side.EXTERNAL, override_reason="", run__cancelled_on=None)
        .annotate(begins_at=Subquery(first))
        .filter(begins_at__gte=start_of(on))
        .values_list("pk", "organisation", "begins_at")
    )
    wanted = [(pk, organisation, localdate(begins_at)) for pk, organisation, begins_at in rows]
    entitled = _Entitled({day for _pk, _organisation, day in wanted})
    return Enrolment.objects.filter(
        pk__in=[pk for pk, *asked in wanted if tuple(asked) not in entitled]
    )


def runs_without_entitlement(*, on: date) -> QuerySet[Run]:
    """The trainings that these are enrolled in."""
    return Run.objects.filter(pk__in=without_entitlement(on=on).values("run"))


class _Entitled:
    """Which organisations are entitled on which days: asked once for all of them."""

    def __init__(self, days):
        self.bound, self.bodies = set(), {}
        if not days:
            return
        first, *others = [
            Party.objects.cooperating(on=day)
            .annotate(day=Value(day, DateField()))
            .order_by()
            .values_list("organisation", "day")
            for day in days
        ]
        self.bound = set(first.union(*others))
        through = Organisation.objects.filter(inherits_entitlement=True)
        self.bodies = dict(through.values_list("pk", "parent"))

    def __contains__(self, asked):
        organisation, day = asked
        seen = set()
        while organisation and organisation not in seen:
            if (organisation, day) in self.bound:
                return True
            seen.add(organisation)
            organisation = self.bodies.get(organisation)
        return False
