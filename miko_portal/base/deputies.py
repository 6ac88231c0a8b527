"""Who stands in for whom."""

from datetime import date

from django.db.models import QuerySet

from miko_portal.base.models import Absence, User


def stands_in_for(user: User, *, on: date) -> QuerySet[User]:
    """The colleagues whose matters somebody sees to on a day ("Vertretung").

    Those who are away with this deputy, and those whom they in turn would stand in for.
    """
    found, latest = set(), {user.pk}
    while latest:
        away = Absence.objects.covering(on=on).filter(deputy__in=latest)
        latest = set(away.values_list("user", flat=True)) - found - {user.pk}
        found |= latest
    return User.objects.filter(pk__in=found).order_by("last_name", "first_name", "pk")


def people_of(user: User, *, on: date) -> list[User]:
    """Somebody, and the colleagues whose matters they see to on a day."""
    return [user, *stands_in_for(user, on=on)]


def deputies(*, on: date) -> dict[User, User]:
    """By who is away on a day, who sees to their matters; who has nobody left is not in it."""
    absences = Absence.objects.covering(on=on).select_related("user", "deputy")
    next_one = {absence.user: absence.deputy for absence in absences}
    found = {}
    for away, deputy in next_one.items():
        asked = {away}
        while deputy in next_one and deputy not in asked:
            asked.add(deputy)
            deputy = next_one[deputy]
        if deputy not in next_one:
            found[away] = deputy
    return found
