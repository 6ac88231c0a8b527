"""Who came: noted at the door, or later from paper ("Anwesenheit")."""

from contextlib import contextmanager
from datetime import datetime
from functools import partial

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from events.actions.registrations import register
from events.facts import Coming
from events.mail import tell
from events.models import Attendance, Registration, RegistrationContact, Session
from miko_portal.base import seats
from miko_portal.base.history import acting
from miko_portal.base.models import User

WITH_A_LIST = [Coming.HERE, Coming.TELEPHONE]


@transaction.atomic
def check_in(
    session: Session, *, registration: Registration, persons: int, by: User, at: datetime
) -> Attendance:
    """Note how many of a registration are there; what was noted before is replaced.

    Refuses a date that is called off, still to come or counted already, somebody without a seat
    in it, and more than are registered.
    """
    with acting(by):
        locked = _lock(session, at=at)
        place = locked.run.places.confirmed().filter(pk=registration.pk).first()
        if place is None:
            raise ValidationError(_("They have no seat at this date."))
        if not 0 <= persons <= place.persons:
            message = _("%(registered)s are registered. Enter whoever else has come as new below.")
            raise ValidationError(message, params={"registered": place.persons})
        noted, _made = Attendance.objects.update_or_create(
            session=locked,
            registration=place,
            defaults={"persons": persons, "noted_at": at, "noted_by": by},
        )
        return noted


@transaction.atomic
def check_in_all(session: Session, *, by: User, at: datetime) -> int:
    """Note that all are there of whom nothing is noted yet ("alle da"); answers of how many.

    Refuses what `check_in` refuses.
    """
    with acting(by):
        locked = _lock(session, at=at)
        left = locked.run.places.confirmed().exclude(attendances__session=locked)
        rows = [
            Attendance(
                session=locked, registration=place, persons=place.persons, noted_at=at, noted_by=by
            )
            for place in left
        ]
        return len(Attendance.objects.bulk_create(rows))


@transaction.atomic
def undo_check_in(session: Session, *, registration: Registration, by: User, at: datetime) -> None:
    """Take back what was noted of a registration. Refuses what `check_in` refuses."""
    with acting(by):
        locked = _lock(session, at=at)
        locked.attendances.filter(registration=registration).delete()


@transaction.atomic
def undo_check_in_all(session: Session, *, noted_at: datetime, by: User, at: datetime) -> int:
    """Take back what one tap noted; what somebody has put right since stays.

    Refuses what `check_in` refuses.
    """
    with acting(by):
        locked = _lock(session, at=at)
        number, _kinds = locked.attendances.filter(noted_at=noted_at, noted_by=by).delete()
        return number


@transaction.atomic
def let_in(session: Session, *, registration: Registration, by: User, at: datetime) -> None:
    """Somebody who waits, or has an offer, is at the door: they get seats and are noted.

    Refuses what `check_in` refuses, and a group for which not enough seats are free.
    """
    run = session.run
    with acting(by):
        seats.lock(run)
        _lock(session, at=at)
        with _said_at_the_door(run):
            seats.let_in(run, place=registration, at=at, notify=partial(tell, at=at))
        check_in(session, registration=registration, persons=registration.persons, by=by, at=at)


@transaction.atomic
def register_at_door(
    session: Session, *, registration: Registration, name: str, by: User, at: datetime
) -> Registration:
    """Somebody came without having registered: they get seats and are noted as there.

    A name is not needed. Registering may be closed by then. Refuses what `check_in` refuses, and
    more persons than seats are free.
    """
    run = session.run
    with acting(by):
        seats.lock(run)
        _lock(session, at=at)
        registration.walked_in_at = at
        contact = RegistrationContact(name=name) if name else None
        with _said_at_the_door(run):
            place = register(run, registration=registration, contact=contact, by=by, at=at)
        check_in(session, registration=place, persons=place.persons, by=by, at=at)
        return place


@contextmanager
def _said_at_the_door(run):
    """What the seats refuse, in words for those who stand at the door."""
    try:
        yield
    except ValidationError as error:
        if error.code not in ("full", "too_many"):
            raise
        message = _(
            "Free seats: %(free)s of %(capacity)s. Nobody is let in beyond that. If you take"
            " somebody off the list who is not coming, their seats are free."
        )
        params = {"free": run.seats_free, "capacity": run.capacity}
        raise ValidationError(message, params=params, code="full") from error


def _lock(session, *, at):
    """The date, so that nobody else notes or counts meanwhile. Refuses one that has no list."""
    found = Session.objects.select_for_update(of=["self"]).select_related("run")
    locked = found.get(pk=session.pk)
    if locked.run.coming not in WITH_A_LIST:
        raise ValidationError(_("Nobody registers with us for this date: only count who came."))
    if locked.run.reason_against(locked) is not None:
        raise ValidationError(_("This date was called off."))
    if localdate(locked.starts_at) > localdate(at):
        raise ValidationError(_("This date is still to come: note who is there on the day."))
    if hasattr(locked, "head_count"):
        message = _("The number of this date was entered already: %(persons)s came.")
        raise ValidationError(message, params={"persons": locked.head_count.persons})
    return locked
