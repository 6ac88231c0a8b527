"""Whom one turns to in an organisation, and asking them whether what is kept still holds."""

from datetime import date, datetime

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from cooperation.models import Contact, ContactCheck, Person
from miko_portal.base import outbox
from miko_portal.base.history import acting
from miko_portal.base.models import User


@transaction.atomic
def save_contact(contact: Contact, *, person: Person, by: User) -> Contact:
    """Store a contact with the person behind it ("Ansprechperson").

    Somebody of the same name and mail address is known already and is not stored twice. Refuses
    whoever is a contact of this organisation.
    """
    with acting(by):
        known = None if person.pk else Person.objects.same_as(person).first()
        if known:
            if known.contacts.filter(organisation=contact.organisation).exists():
                raise ValidationError(_("This person is a contact here already."))
            known.telephone = person.telephone or known.telephone
        contact.person = known or person
        contact.person.save()
        contact.save()
    return contact


@transaction.atomic
def end_contact(contact: Contact, *, by: User):
    """Somebody is no longer the one to turn to; the person stays, and the history keeps it."""
    with acting(by):
        contact.delete()


@transaction.atomic
def ask_contacts(*, on: date, at: datetime) -> int:
    """Ask by mail whoever has not confirmed their data for a year; returns how many."""
    checks = [
        ContactCheck(contact=contact, asked_on=on)
        for contact in Contact.objects.to_ask(on=on).select_related("person")
    ]
    with acting(None):
        for check in ContactCheck.objects.bulk_create(checks):
            outbox.post(
                "cooperation.contact_check",
                to=check.contact.person,
                about=check,
                language=settings.LANGUAGE_CODE,  # a person has none of their own
                at=at,
            )
    return len(checks)


@transaction.atomic
def answer_check(check: ContactCheck, *, remark: str, on: date) -> ContactCheck:
    """A contact says that everything holds, or what has changed; only the first answer counts."""
    check = ContactCheck.objects.select_for_update(of=["self"]).get(pk=check.pk)
    if check.answered_on is None:
        with acting(None):
            check.answer(remark=remark, on=on)
    return check


@transaction.atomic
def take_up_remark(check: ContactCheck, *, by: User, on: date):
    """The office has entered what a contact told, so it holds as of today."""
    with acting(by):
        check.take_up(on=on)
