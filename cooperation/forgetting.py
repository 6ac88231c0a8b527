"""When nobody may need a name any more, and people whom nothing points to any more."""

from datetime import date, datetime

from django.db.models import Exists, OuterRef, Q, QuerySet

from cooperation.merging import fields_to
from cooperation.models import Person, Project
from miko_portal.base.clock import start_of

# To the end of the third year, as long as certificates of attendance: until then people come back
# to have one issued anew, and claims such as a fee lapse (§§ 195, 199 BGB).
KEPT_YEARS = 3


def past(rows: QuerySet, *, projects: QuerySet[Project], ended_at, evidence: Q, on: date):
    """Those of what is over whose names nobody may need any more on a day.

    Who is `evidence` stays as long as the funder of one of the `projects` that pay may ask.
    """
    rows = rows.alias(
        ended_at=ended_at,
        paid=Exists(projects),
        audited=Exists(projects.filter(pk__in=Project.objects.auditable(on=on).values("pk"))),
    )
    of_no_use = Q(evidence, paid=True, audited=False)
    long_over = (Q(paid=False) | ~evidence) & Q(ended_at__lt=kept_from(on=on))
    return rows.filter(of_no_use | long_over, ended_at__lt=start_of(on))


def kept_from(*, on: date) -> datetime:
    """What was before this instant is past the end of its third year on a day."""
    return start_of(date(on.year - KEPT_YEARS, 1, 1))


def forget_unneeded(people: QuerySet[Person]) -> None:
    """Delete those of them of whom nothing is kept, with what only keeps account of them.

    They are locked first, so that nobody enrols or names one of them meanwhile.
    """
    locked = people.select_for_update(of=["self"]).order_by("pk")
    unneeded(Person.objects.filter(pk__in=[person.pk for person in locked])).delete()


def unneeded(people: QuerySet[Person]) -> QuerySet[Person]:
    """Those whom nothing points to but what only keeps account, such as a merger of the past."""
    for field in fields_to(Person):
        if field.editable:
            rows = field.model._base_manager.filter(**{field.name: OuterRef("pk")})
            people = people.exclude(Exists(rows))
    return people
