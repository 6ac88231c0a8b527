"""Recognising people by name, so that nobody is kept twice."""

from django.db import transaction
from django.db.models import Q

from cooperation.models import Organisation, Person
from miko_portal.base.history import acting
from miko_portal.base.models import User


@transaction.atomic
def known_person(
    *,
    given_name: str,
    family_name: str,
    mail: str,
    organisation: Organisation | None,
    by: User,
    also: Q | None = None,
) -> Person:
    """The person meant by name, mail and organisation; stored anew if nobody fits.

    Names alone don't make two people one: the mail has to agree, or where one of them has none,
    the organisation. `also` says by what else somebody belongs to it than as its contact.
    """
    namesakes = Person.objects.filter(
        given_name__iexact=given_name, family_name__iexact=family_name
    )
    if mail and (found := namesakes.filter(mail__iexact=mail).first()):
        return found
    if organisation:
        if mail:
            namesakes = namesakes.filter(mail="")
        in_organisation = Q(contacts__organisation=organisation) | Q(
            attendances__organisation=organisation
        )
        if also:
            in_organisation |= also
        found = namesakes.filter(in_organisation).order_by("pk").first()
        if found:
            return found
    with acting(by):
        return Person.objects.create(given_name=given_name, family_name=family_name, mail=mail)
