"""People who enrol themselves: they ask, get a link by mail, and confirm."""

from datetime import datetime, timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from cooperation.models import Organisation
from trainings.actions.enrolments import enrol, find_known, known_person
from trainings.confirming import ask_to_confirm
from trainings.entitlement import entitling_party
from trainings.mail import tell_contacts
from trainings.models import Enrolment, EnrolmentRequest, Run

DAY = timedelta(days=1)
PAUSE = timedelta(hours=1)  # between two links to one address for one training
MOST_A_DAY = 10  # links to one address for all trainings, as long as nobody confirms


def organisation_of(mail: str, *, run: Run) -> Organisation | None:
    """Whose mail domain an address has; of several the one whose staff may come."""
    domain = mail.rpartition("@")[2].lower()
    found = Organisation.objects.filter(mail_domains__contains=[domain]).select_related("parent")
    found = list(found.order_by("pk"))
    return next((body for body in found if may_come(body, run=run)), found[0] if found else None)


def may_come(organisation: Organisation, *, run: Run) -> bool:
    """Whether its staff take part free of charge in a training."""
    day = run.starts_on()
    return organisation.internal or bool(day and entitling_party(organisation, on=day))


@transaction.atomic
def ask_for_seat(
    run: Run,
    *,
    given_name: str,
    family_name: str,
    mail: str,
    organisation: Organisation | None,
    language: str,
    at: datetime,
) -> None:
    """Mail a link by which somebody confirms that they want to come; nothing is taken yet.

    Whoever asks again within an hour gets no second mail, nor who has left ten of a day
    unconfirmed: nobody's box is filled by others.
    """
    Run.objects.select_for_update().get(pk=run.pk)  # two at once come one by one
    unconfirmed = EnrolmentRequest.objects.filter(mail__iexact=mail)
    if unconfirmed.filter(run=run, made_at__gt=at - PAUSE).exists():
        return
    if unconfirmed.filter(made_at__gt=at - DAY).count() >= MOST_A_DAY:
        return
    request = EnrolmentRequest.objects.create(
        run=run,
        given_name=given_name,
        family_name=family_name,
        mail=mail,
        organisation=organisation,
        made_at=at,
    )
    ask_to_confirm(request, language=language, at=at)


@transaction.atomic
def confirm(request: EnrolmentRequest, *, at: datetime) -> Enrolment:
    """Who has the link takes the seat, or the next place in the queue; the contacts are told.

    The links lead to the enrolment from then on. Who is enrolled already stays so.
    """
    request = EnrolmentRequest.objects.select_for_update().get(pk=request.pk)
    told = {
        "given_name": request.given_name,
        "family_name": request.family_name,
        "mail": request.mail,
        "organisation": request.organisation,
    }
    person = find_known(**told)
    known = person and request.run.places.live().filter(person=person).first()
    enrolment = known or _enrol(request, told, at=at)
    request.links.update(enrolment=enrolment, request=None)
    request.delete()
    if not known and enrolment.organisation_id:
        tell_contacts(enrolment, at=at)
    return enrolment


def _enrol(request, told, *, at):
    if request.organisation and not may_come(request.organisation, run=request.run):
        raise ValidationError(
            _("Your organisation has no agreement in force on the first day."), code="not_entitled"
        )
    return enrol(
        request.run,
        person=known_person(**told, by=None),
        organisation=request.organisation,
        volunteer=request.organisation is None,
        by=None,
        at=at,
    )
