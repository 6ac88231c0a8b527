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
