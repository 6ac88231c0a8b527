"""People whom nothing points to any more are deleted."""

from django.db.models import Exists, OuterRef, QuerySet

from cooperation.merging import fields_to
from cooperation.models import Person


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
