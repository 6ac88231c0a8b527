"""The nightly asking of contacts, and the mail they get; written when it is sent."""

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from cooperation import actions
from cooperation.models import Contact, ContactCheck, ContactCheckLink, Person
from cooperation.models.contacts import LINK_HOLDS
from miko_portal.base import nightly
from miko_portal.base.outbox import Letter, writes
from miko_portal.base.secret_links import hash_of, new_token


def due(*, at):
    """Absences that are over, and links that no longer lead anywhere."""
    return (
        Contact.objects.filter(absent_until__lt=localdate(at)),
        ContactCheckLink.objects.filter(made_at__lt=at - LINK_HOLDS),
    )


@nightly.job("cooperation.contacts", _("Contacts: yearly check, past absences"), due=due)
def look_after_contacts(*, on, at):
    """Asks who is to be asked, and forgets what is due."""
    absences, links = due(at=at)
    actions.ask_contacts(on=on, at=at)
    absences.update(absent_from=None, absent_until=None)
    links.delete()


@writes("cooperation.contact_check", _("Yearly check of a contact"))
def contact_check(person: Person, check: ContactCheck) -> Letter | None:
    """Asks a contact to look at what is kept; nothing once there is an answer."""
    if check.answered_on or not person.mail:
        return None
    token = new_token()
    ContactCheckLink.objects.create(
        check_of=check, token_hash=hash_of(token), made_at=timezone.now()
    )
    context = {
        "person": person,
        "organisation": check.contact.organisation,
        "address": settings.PORTAL_URL + reverse("cooperation:contact_check", args=[token]),
        "days": LINK_HOLDS.days,
        "office": settings.OFFICE,
    }
    return Letter(
        to=person.mail,
        subject=_("Do your contact details still hold?"),
        body=render_to_string("cooperation/mail/contact_check.txt", context),
    )
