"""Registrations: taken, changed, cancelled, offers answered; by people themselves or by staff."""

from datetime import datetime
from functools import partial

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from events.facts import Coming
from events.mail import tell, tell_where_it_stands
from events.models import Registration, RegistrationContact, Run, Session
from miko_portal.base import seats
from miko_portal.base.history import acting
from miko_portal.base.models import User


def register(
    run: Run,
    *,
    registration: Registration,
    contact: RegistrationContact | None,
    by: User | None,
    at: datetime,
) -> Registration:
    """Store a registration with seats, or with the next place in the queue ("Anmeldung").

    The same form sent again, and the same name with the same contact, answer with what is stored
    already. Refuses a run that is not for registration, cancelled, over or begun (staff may still
    register then), a group larger than the run, and children where nobody looks after them.

    Who comes to the door (`walked_in_at`) has seats or is refused; whether it is open, the action
    of the door knows. They may have a name alone, or no contact at all, and are written nothing.
    """
    is_here = registration.walked_in_at is not None

    def known_or_refused():
        if known := _known(run, registration, contact):
            return known
        if not is_here:
            _check_open(run, by=by, at=at)
        _check_children(run, registration)
        return None

    def store_contact_and_tell(place, notice):
        if place is registration and contact:
            contact.registration = registration  # which has its key now
            contact.save(force_insert=True)
        if not (is_here and place is registration):
            tell(place, notice, at=at)

    with acting(by):
        registration.registered_by = by
        if contact:
            contact.registration = registration  # it is known whether there is a mail address
        return seats.take(  # in one transaction
            run,
            place=registration,
            at=at,
            notify=store_contact_and_tell,
            is_here=is_here,
            before=known_or_refused,
        )


@transaction.atomic
def change_registration(
    registration: Registration, *, contact: RegistrationContact, by: User | None, at: datetime
) -> None:
    """Store what was changed in a registration and its contact; seats that it gives up pass on.

    Refuses more persons or children than there is room for, and everything once it is cancelled,
    or the run is cancelled or over.
    """
    run = registration.run
    with acting(by):
        seats.lock(run)
        _check_goes_on(run, at=at)
        _check_children(run, registration)
        contact.save()
        seats.change(run, place=registration, at=at, notify=partial(tell, at=at))


@transaction.atomic
def cancel_registration(
    registration: Registration, *, by: User | None, at: datetime
) -> list[Registration]:
    """Take a registration off the list ("Abmeldung"); answers who is offered seats for it."""
    offered = []
    with acting(by):
        notify = _telling(offered, at=at)
        seats.release(registration.run, place=registration, at=at, notify=notify)
    return offered


@transaction.atomic
def accept_offer(registration: Registration, *, by: User | None, at: datetime) -> None:
    """Turn an offer into seats. Refuses one that has run out or was answered already."""
    with acting(by):
        seats.accept(registration.run, place=registration, at=at, notify=partial(tell, at=at))


@transaction.atomic
def decline_offer(
    registration: Registration, *, by: User | None, at: datetime
) -> list[Registration]:
    """Pass an offer on at once; answers to whom. Refuses one that was answered already."""
    offered, run = [], registration.run
    with acting(by):
        seats.lock(run)
        registration.refresh_from_db()
        if not registration.is_offered:
            raise ValidationError(_("This offer is no longer open."), code="lapsed")
        seats.release(run, place=registration, at=at, notify=_telling(offered, at=at))
    return offered


@transaction.atomic
def pass_seats_on(run: Run, *, by: User | None, at: datetime) -> list[Registration]:
    """Offer what has become free, such as by a larger room, to those who wait; answers to whom.

    `by` is None where the portal does it itself, since offers have run out.
    """
    offered = []
    with acting(by):
        seats.offer_next(run, at=at, notify=_telling(offered, at=at))
    return offered


@seats.passes_on
def pass_lapsed_on(*, at: datetime) -> int:
    """Offer the seats anew whose offer has run out; answers to how many."""
    runs = Run.objects.with_lapsed_offers(at=at).order_by("pk")
    return sum(len(pass_seats_on(run, by=None, at=at)) for run in runs)


@transaction.atomic
def approve_registration(registration: Registration, *, by: User, at: datetime) -> None:
    """Somebody of the office has looked at it: now they are written to ("geprüft")."""
    with acting(by):
        seats.lock(registration.run)
        registration.refresh_from_db()
        was_held = registration.is_held
        registration.approve(at=at)
        if was_held:
            tell_where_it_stands(registration, at=at)


def why_closed(run: Run, *, by: User | None, at: datetime) -> str:
    """Why one cannot register now, in a sentence; empty: one can."""
    try:
        _check_open(run, by=by, at=at)
    except ValidationError as error:
        return error.messages[0]
    return ""


def _telling(offered: list[Registration], *, at: datetime) -> seats.Notify:
    """Tells people, and remembers who is offered a seat."""

    def notify(place, notice):
        tell(place, notice, at=at)
        if notice == seats.Notice.OFFERED:
            offered.append(place)

    return notify


def _known(run, registration, contact):
    """What is stored of this form already, or of the same person."""
    form, reached = registration.submission, Q()
    for way in ("mail", "telephone"):
        if said := contact and getattr(contact, way):
            reached |= Q(**{f"contact__{way}__iexact": said}, cancelled_at=None)
    wanted = reached | Q(submission=form) if form else reached
    if not wanted:
        return None
    found = Registration.objects.filter(wanted, run=run)
    if not found.exists():  # as a rule: asked under the lock, so by what takes least time
        return None
    others = list(found.order_by("pk").with_contact())
    same_form = (other for other in others if form and str(other.submission) == str(form))
    same_person = (other for other in others if contact and _is_of(contact, other))
    return next(same_form, None) or next(same_person, None)


def _is_of(contact, registration):
    return registration.known_as and registration.known_as.is_same_as(contact)


def _check_open(run, *, by, at):
    """Whether one can register: people themselves until it begins, the office until its end."""
    office = by is not None and by.has_perm("events.add_registration")
    ways = [Coming.HERE, Coming.TELEPHONE] if office else [Coming.HERE]
    published = run.published_on and run.published_on <= localdate(at)
    if run.coming not in ways or not published:
        raise ValidationError(_("One cannot register for this here."), code="closed")
    _check_goes_on(run, at=at)
    if not office and run.starts_at <= at:
        message = _("This has begun already. Please call us if you would still like to come.")
        raise ValidationError(message, code="begun")


def _check_goes_on(run, *, at):
    if run.cancelled_on:
        raise ValidationError(_("This is cancelled. Please do not come."), code="cancelled")
    if not Session.objects.filter(run=run, cancelled_on=None, ends_at__gt=at).exists():
        raise ValidationError(_("This is over."), code="over")


def _check_children(run, registration):
    if registration.children and not run.childcare_places:
        message = _("Nobody looks after children at this date. Please leave this field empty.")
        raise ValidationError(message, code="no_childcare")
