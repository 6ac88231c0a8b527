"""Seats in trainings: given, taken back, passed on."""

from datetime import datetime
from functools import partial

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from cooperation.actions import people
from cooperation.models import Organisation, Person
from miko_portal.base import seats
from miko_portal.base.history import acting
from miko_portal.base.models import User
from miko_portal.base.seats import Notice, Notify
from trainings.entitlement import entitling_party
from trainings.facts import Side, State
from trainings.mail import tell
from trainings.models import Enrolment, Run


@transaction.atomic
def enrol(
    run: Run,
    *,
    person: Person,
    organisation: Organisation | None,
    by: User | None,
    at: datetime,
    volunteer: bool = False,
    override_reason: str = "",
) -> Enrolment:
    """Give somebody a seat in a training, or the next place in the queue ("Anmeldung").

    Refuses who is not entitled on the first day, whom the training is not for, and everybody
    outside the time of enrolment, unless a coordinator gives a reason; and in any case who is
    enrolled already, and a training that is over, cancelled or has no dates.
    """
    with acting(by):
        seats.lock(run)
        _check_open(run, at=at, exception=bool(override_reason))
        if run.places.live().filter(person=person).exists():
            message = _("%(person)s is enrolled already.") % {"person": person}
            raise ValidationError({"person": message})
        place = Enrolment(
            person=person,
            organisation=organisation,
            side=_side(organisation, volunteer=volunteer),
            override_reason=override_reason,
            enrolled_by=by,
        )
        if place.side == Side.EXTERNAL:
            place.entitled_through = entitling_party(organisation, on=run.starts_on())
        if not override_reason:
            _check_entitled(run, place)
        return seats.take(run, place=place, at=at, notify=partial(tell, at=at))


def known_person(
    *,
    given_name: str,
    family_name: str,
    mail: str,
    organisation: Organisation | None,
    by: User | None,
) -> Person:
    """The person meant by name, mail and organisation; stored anew if nobody fits.

    Whoever was enrolled by an organisation belongs to it, as its contacts do.
    """
    return people.known_person(
        given_name=given_name,
        family_name=family_name,
        mail=mail,
        organisation=organisation,
        by=by,
        also=Q(enrolments__organisation=organisation),
    )


def find_known(
    *, given_name: str, family_name: str, mail: str, organisation: Organisation | None
) -> Person | None:
    """The same person, if we know them; nothing is stored."""
    return people.find_person(
        given_name=given_name,
        family_name=family_name,
        mail=mail,
        organisation=organisation,
        also=Q(enrolments__organisation=organisation),
    )


def why_closed(run: Run, *, at: datetime, exception: bool = False) -> str:
    """Why nobody can be enrolled now, in a sentence; nothing: it is open.

    With an exception the office enrols outside the time of enrolment too.
    """
    try:
        _check_open(run, at=at, exception=exception)
    except ValidationError as error:
        return " ".join(error.messages)
    return ""


@transaction.atomic
def make_exception(enrolment: Enrolment, *, reason: str, by: User) -> None:
    """Somebody keeps the seat without an agreement ("Ausnahme"). Needs a reason."""
    with acting(by):
        seats.lock(enrolment.run)
        enrolment.refresh_from_db()
        if enrolment.cancelled_at:
            raise ValidationError(_("This is cancelled already."), code="cancelled")
        if not reason.strip():
            raise ValidationError(_("Give a reason for the exception."), code="reason")
        enrolment.override_reason = reason
        enrolment.save(update_fields=["override_reason"])


@transaction.atomic
def cancel_enrolment(enrolment: Enrolment, *, by: User | None, at: datetime) -> list[Enrolment]:
    """Take somebody off the list ("Abmeldung"); answers who is offered a seat for it.

    Refuses it of whoever was there already.
    """
    offered = []
    with acting(by):
        seats.lock(enrolment.run)
        if enrolment.attendances.exists():
            message = _("%(person)s was there. Take that back first, if it is wrong.")
            raise ValidationError(message, params={"person": enrolment.person}, code="attended")
        notify = _telling(offered, at=at)
        seats.release(enrolment.run, place=enrolment, at=at, notify=notify)
    return offered


@transaction.atomic
def accept_offer(enrolment: Enrolment, *, by: User | None, at: datetime) -> None:
    """Somebody who was offered a seat takes it. Refuses when the offer has run out."""
    with acting(by):
        seats.accept(enrolment.run, place=enrolment, at=at, notify=partial(tell, at=at))


@transaction.atomic
def pass_seats_on(run: Run, *, by: User | None, at: datetime) -> list[Enrolment]:
    """Offer what has become free, such as by a larger room, to those who wait; answers to whom.

    `by` is None where the portal does it itself, since offers have run out.
    """
    offered = []
    with acting(by):
        seats.offer_next(run, at=at, notify=_telling(offered, at=at))
    return offered


@seats.passes_on
def pass_lapsed_on(*, at: datetime) -> int:
    """Offer the seats anew whose offer has run out; answers to how many people."""
    runs = Run.objects.with_lapsed_offers(at=at).order_by("pk")
    return sum(len(pass_seats_on(run, by=None, at=at)) for run in runs)


def _telling(offered: list[Enrolment], *, at: datetime) -> Notify:
    """Tells people, and remembers who is offered a seat."""

    def notify(place, notice):
        tell(place, notice, at=at)
        if notice == Notice.OFFERED:
            offered.append(place)

    return notify


def _side(organisation: Organisation | None, *, volunteer: bool) -> Side:
    if volunteer:
        return Side.VOLUNTEER
    if organisation is None:
        raise ValidationError({"organisation": _("Say which organisation the person comes from.")})
    return Side.INTERNAL if organisation.internal else Side.EXTERNAL


def _check_open(run: Run, *, at: datetime, exception: bool) -> None:
    run = Run.objects.with_state(on=localdate(at)).get(pk=run.pk)
    refused = {
        State.CANCELLED: _("This training is cancelled."),
        State.OVER: _("This training is over."),
    }
    by_exception_only = {
        State.ANNOUNCED: _("The enrolment has not begun yet."),
        State.CLOSED: _("The enrolment is closed."),
        State.RUNNING: _("This training has begun already."),
    }
    if run.starts_at is None:
        raise ValidationError(_("This training has no dates yet."), code="no_dates")
    if run.ends_at < at:
        raise ValidationError(refused[State.OVER], code=State.OVER)
    if run.state in refused or (run.state in by_exception_only and not exception):
        message = (refused | by_exception_only)[run.state]
        raise ValidationError(message, code=run.state)


def _check_entitled(run: Run, place: Enrolment) -> None:
    if place.side == Side.VOLUNTEER:
        if not run.course.for_volunteers():
            message = _("This training is for staff. Give a reason to make an exception.")
            raise ValidationError({"volunteer": message}, code="audience")
    elif not run.course.for_staff():
        message = _("This training is for volunteers. Give a reason to make an exception.")
        raise ValidationError({"organisation": message}, code="audience")
    elif place.side == Side.EXTERNAL and place.entitled_through is None:
        message = _(
            "%(organisation)s is party to no agreement in force on the first day of the training."
            " Give a reason to make an exception."
        )
        raise ValidationError(
            {"organisation": message % {"organisation": place.organisation}}, code="not_entitled"
        )
