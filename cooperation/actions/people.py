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
    by: User | None,
    also: Q | None = None,
) -> Person:
    """The person meant by name, mail and organisation; stored anew if nobody fits.

    A mail address that we did not have yet is kept.
    """
    named = {"given_name": given_name, "family_name": family_name, "mail": mail}
    found = find_person(**named, organisation=organisation, also=also)
    with acting(by):
        if found is None:
            return Person.objects.create(**named)
        if mail and not found.mail:
            found.mail = mail
            found.save(update_fields=["mail"])
    return found


def find_person(
    *,
    given_name: str,
    family_name: str,
    mail: str,
    organisation: Organisation | None,
    also: Q | None = None,
) -> Person | None:
    """The person meant by name, mail and organisation; None: nobody fits.

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
        return namesakes.filter(in_organisation).order_by("pk").first()
    return None
