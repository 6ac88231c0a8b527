"""Who may take part free of charge: the rule that ties trainings to agreements."""

from collections.abc import Iterable
from datetime import date

from django.db.models import DateField, Value

from cooperation.models import Organisation, Party


def entitling_party(organisation: Organisation, *, on: date) -> Party | None:
    """Through which party to an agreement in force on the day an organisation's staff may come.

    Its own, or where it says so that of the body it belongs to, and so on upwards.
    """
    return entitling_parties(organisation, days=[on]).get(on)


def entitling_parties(organisation: Organisation, *, days: Iterable[date]) -> dict[date, Party]:
    """The same for many days, asked at once; days on which there is none are left out."""
    bodies = _upwards(organisation)
    asked = [
        Party.objects.filter(organisation__in=bodies)
        .cooperating(on=day)
        .select_related("agreement")
        .annotate(day=Value(day, DateField()))
        .order_by()
        for day in set(days)
    ]
    if not asked:
        return {}
    first, *others = asked
    nearest = {body.pk: steps for steps, body in enumerate(bodies)}
    found = {}
    for party in sorted(
        first.union(*others, all=True),
        key=lambda party: (nearest[party.organisation_id], party.pk),
    ):
        found.setdefault(party.day, party)
    return found


def _upwards(organisation: Organisation | None) -> list[Organisation]:
    """An organisation and the bodies through which it takes part, the nearest first."""
    bodies = []
    while organisation and organisation not in bodies:
        bodies.append(organisation)
        organisation = organisation.parent if organisation.inherits_entitlement else None
    return bodies
