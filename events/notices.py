"""What everybody who is registered or waits is told about the dates: moved, called off, ahead.

Written as in `mail.py`, when it is sent: nothing that doesn't hold any more.
"""

from datetime import date, datetime

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from events.calling import call_up
from events.mail import letter
from events.models import Move, Registration, Run, Session
from miko_portal.base import outbox
from miko_portal.base.outbox import Letter, writes


def tell_everybody(
    kind: str,
    run: Run,
    *,
    at: datetime,
    day: datetime | None = None,
    about: models.Model | None = None,
    edition: int | None = None,
) -> int:
    """Tells who is registered for a run or waits, each once; answers how many are written to.

    The others are to be called, and all of them where people would set out for `day` soon.
    """
    people = list(run.places.live().with_contact().exclude(contact=None))
    written_to = [registration for registration in people if registration.is_written_to]
    for registration in written_to:
        outbox.post(
            kind,
            to=registration,
            about=about or registration,
            language=registration.language,
            at=at,
            edition=edition,
        )
    call_up(kind, people, run=run, at=at, day=day, about=about, edition=edition)
    return len(written_to)


@writes("events.moved", _("Seminar moved"))
def moved(to: Registration, registration: Registration, *, edition: int) -> Letter | None:
    now = timezone.now()
    moves = list(Move.objects.to_tell(registration.run_id, edition=edition, at=now))
    if registration.cancelled_at or not moves:
        return None
    return letter(registration, "moved", calendar="PUBLISH", moves=moves)


@writes("events.run_cancelled", _("Seminar cancelled"))
def run_cancelled(to: Registration, run: Run) -> Letter | None:
    if to.cancelled_at or not run.cancelled_on:
        return None
    return letter(to, "run_cancelled", link=False, calendar="CANCEL", run_is_off=True)


@writes("events.date_cancelled", _("Date of a seminar cancelled"))
def date_cancelled(to: Registration, session: Session, *, edition: int) -> Letter | None:
    if to.cancelled_at or not session.cancelled_on:
        return None
    return letter(to, "date_cancelled", calendar="CANCEL", session=session)


@writes("events.date_reinstated", _("Date of a seminar takes place after all"))
def date_reinstated(to: Registration, session: Session, *, edition: int) -> Letter | None:
    if to.cancelled_at or session.cancelled_on or session.ends_at < timezone.now():
        return None
    return letter(to, "date_reinstated", calendar="PUBLISH", session=session)


@writes("events.reminder_3", _("Reminder three days before a seminar"))
def reminder_3(to: Registration, session: Session, *, on: date) -> Letter | None:
    return _reminder(to, session, on)


@writes("events.reminder_1", _("Reminder one day before a seminar"))
def reminder_1(to: Registration, session: Session, *, on: date) -> Letter | None:
    return _reminder(to, session, on)


@writes("events.thanks", _("Thanks after a seminar"))
def thanks(to: Registration, registration: Registration) -> Letter | None:
    if registration.cancelled_at or not registration.confirmed_at:
        return None
    # Who was there may ask for a certificate; what is not noted by now, they hear from us.
    return letter(registration, "thanks", link=registration.attendances.came().exists())


def _reminder(registration, session, on):
    """Nothing where the date was moved or called off since, or has begun."""
    comes = registration.confirmed_at and not registration.cancelled_at
    holds = timezone.localdate(session.starts_at) == on and not session.cancelled_on
    if not comes or not holds or session.starts_at < timezone.now():
        return None
    return letter(registration, "reminder", session=session)
