"""Whom a letter to the partners goes to ("Verteiler"): each once, deputies for the absent."""

from collections.abc import Iterable
from datetime import date

from django.db.models import QuerySet

from cooperation.models import Agreement, Contact, Organisation, Party, Project

LONGEST_BCC = 500  # addresses; mail programs take no more at once


def contacts(
    *,
    on: date,
    project: Project | None = None,
    kind: str = "",
    agreement: Agreement | None = None,
) -> QuerySet[Contact]:
    """One contact of each organisation that is party to an agreement in force on the day.

    Narrowed by the project of the agreement, the kind of the organisation, or to one agreement,
    which need not be in force. Who is named in several organisations is written to once.
    """
    parties = Party.objects.belonging(on=on) if agreement else Party.objects.cooperating(on=on)
    if agreement:
        parties = parties.filter(agreement=agreement)
    if project:
        parties = parties.filter(agreement__project=project)
    # Found once: who is bound costs a function of the database for each party.
    bound = set(parties.values_list("organisation", flat=True))
    organisations = Organisation.objects.filter(pk__in=bound)
    if kind:
        organisations = organisations.filter(kind=kind)
    reached = Contact.objects.filter(organisation__in=organisations).reachable(on=on)
    once = reached.order_by("person_id", "pk").distinct("person_id")
    found = Contact.objects.filter(pk__in=once.values("pk"))
    return found.select_related("person", "organisation").order_by("organisation__sort_key", "pk")


def bcc(found: QuerySet[Contact]) -> list[str]:
    """The addresses, each once: couples and offices share one."""
    mails = found.with_mail().values_list("person__mail", flat=True)[:LONGEST_BCC]
    return list(dict.fromkeys(mail.lower() for mail in mails))


HEADER = ["Vorname", "Name", "Funktion", "Organisation", "Straße", "PLZ", "Ort", "Mail"]


def letter_rows(found: Iterable[Contact]) -> Iterable[list[str]]:
    """What a serial letter needs of each, in the order of `HEADER`; no form of address is kept."""
    for contact in found:
        person, organisation = contact.person, contact.organisation
        yield [
            person.given_name,
            person.family_name,
            contact.function,
            organisation.name,
            organisation.street,
            organisation.postcode,
            organisation.town,
            person.mail,
        ]


def label_lines(found: Iterable[Contact]) -> list[list[str]]:
    """The lines of each label; organisations whose address isn't known have none."""
    return [
        [
            contact.organisation.name,
            str(contact.person),
            contact.organisation.street,
            f"{contact.organisation.postcode} {contact.organisation.town}".strip(),
        ]
        for contact in found
        if contact.organisation.street and contact.organisation.town
    ]
