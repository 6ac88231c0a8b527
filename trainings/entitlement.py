"""Who may take part free of charge: the rule that ties trainings to agreements."""

from datetime import date

from cooperation.models import Agreement, Organisation, Party


def entitling_party(organisation: Organisation, *, on: date) -> Party | None:
    """Through which party to an agreement in force on the day an organisation's staff may come.

    Its own, or where it says so that of the body it belongs to, and so on upwards.
    """
    asked = set()
    while organisation and organisation.pk not in asked:
        parties = Party.objects.filter(organisation=organisation).belonging(on=on)
        party = parties.filter(agreement__in=Agreement.objects.in_force(on=on)).first()
        if party:
            return party
        asked.add(organisation.pk)
        organisation = organisation.parent if organisation.inherits_entitlement else None
    return None
