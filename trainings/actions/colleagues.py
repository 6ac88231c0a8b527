"""Several people enrolled at once, and one for another: by contacts of partners and the office."""

from datetime import datetime
from typing import NamedTuple

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from cooperation.models import Organisation, Person
from miko_portal.base import seats
from miko_portal.base.history import acting
from miko_portal.base.models import User
from miko_portal.base.seats import RowsRefused
from trainings.actions.enrolments import enrol, find_known, known_person
from trainings.mail import tell_of_replacement
from trainings.models import Enrolment, Run


class Colleague(NamedTuple):
    """Somebody to be enrolled, as told by whoever enrols them."""

    given_name: str
    family_name: str
    mail: str
    organisation: Organisation | None  # none: a volunteer


def find_colleague(told: Colleague) -> Person | None:
    """Who is meant, if we know them; nothing is stored."""
    return find_known(**told._asdict())


@transaction.atomic
def enrol_each(
    run: Run,
    *,
    colleagues: list[Colleague],
    by: User,
    at: datetime,
    volunteers: bool = False,
    override_reason: str = "",
) -> list[Enrolment]:
    """Enrol several people in a training, all of them or nobody ("verbindlich anmelden").

    They get seats in their order; for whom there are none goes to the end of the queue. Says of
    every row why it is refused (`RowsRefused`). All of them as volunteers, or by way of exception,
    where the office says so; the reason stands with those alone who need one.
    """
    seats.lock(run)
    stored, errors = [], {}
    for number, told in enumerate(colleagues):
        facts = {
            "person": known_person(**told._asdict(), by=by),
            "organisation": told.organisation,
            "volunteer": volunteers,
            "by": by,
            "at": at,
        }
        try:
            stored.append(_enrol_if_need_be(run, **facts, override_reason=override_reason))
        except ValidationError as error:
            errors[number] = error
    if errors:
        raise RowsRefused(errors)
    return stored


def _enrol_if_need_be(run: Run, *, override_reason: str, **facts) -> Enrolment:
    """As the rule has it; where that refuses and there is a reason, by way of exception."""
    try:
        with transaction.atomic():
            return enrol(run, **facts)
    except ValidationError:
        if not override_reason:
            raise
        return enrol(run, **facts, override_reason=override_reason)


@transaction.atomic
def replace_by(
    enrolment: Enrolment, *, given_name: str, family_name: str, mail: str, by: User, at: datetime
) -> Person:
    """The same as `replace`, by the name of who comes; answers who that is."""
    told = Colleague(given_name, family_name, mail, enrolment.organisation)
    person = known_person(**told._asdict(), by=by)
    replace(enrolment, person=person, by=by, at=at)
    return person


@transaction.atomic
def replace(enrolment: Enrolment, *, person: Person, by: User, at: datetime) -> None:
    """Somebody comes in the place of another who can't ("Ersatz"), from the same organisation.

    The enrolment stays as it is, with its seat or its place in the queue and with who enrolled, so
    that nothing becomes free meanwhile; the history tells that the person has changed, when and by
    whom. Both are told.
    Refuses one that is cancelled, who is enrolled already, and a training that has begun: who was
    there for a part of it stays on the list.
    """
    run = enrolment.run
    with acting(by):
        seats.lock(run)
        enrolment.refresh_from_db()
        if enrolment.cancelled_at or run.cancelled_on:
            raise ValidationError(_("This is cancelled already."), code="cancelled")
        first = run.sessions.filter(cancelled_on=None).order_by("starts_at").first()
        if first is None or first.starts_at <= at:
            raise ValidationError(_("This training has begun already."), code="begun")
        if run.places.live().filter(person=person).exists():
            message = _("%(person)s is enrolled already.") % {"person": person}
            raise ValidationError({"person": message}, code="twice")
        before = enrolment.person
        enrolment.person = person
        enrolment.save(update_fields=["person"])
        enrolment.links.all().delete()  # who came before has them
        tell_of_replacement(enrolment, before=before, at=at)
