"""What people are told about their seat in a training; written when it is sent."""

import re
from collections.abc import Iterable
from datetime import datetime

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from cooperation.models import Person
from miko_portal.base import outbox
from miko_portal.base.outbox import Letter, writes
from miko_portal.base.seats import Notice
from trainings.models import Circular, Enrolment, Run


def tell(enrolment: Enrolment, notice: Notice, *, at: datetime) -> None:
    """Put a message for the person enrolled into the outbox; who has no mail gets none."""
    _post(notice, enrolment, at=at)


def tell_of_cancellation(enrolment: Enrolment, *, at: datetime) -> None:
    """The same where the whole training is called off."""
    _post("run_cancelled", enrolment, at=at)


def tell_many(people: Iterable[Person], circular: Circular, *, at: datetime) -> None:
    """Put what the office writes to many into the outbox, until it can't be taken back."""
    for person in people:
        outbox.post(
            "trainings.circular",
            to=person,
            about=circular,
            language=settings.LANGUAGE_CODE,
            at=at,
            not_before=circular.sent_from,
        )


def _post(name, enrolment, *, at):
    person = enrolment.person
    if person.mail:
        outbox.post(
            f"trainings.{name}",
            to=person,
            about=enrolment,
            language=settings.LANGUAGE_CODE,  # a person has none of their own
            at=at,
        )


@writes("trainings.confirmed", _("Seat in a training"))
def confirmed(person: Person, enrolment: Enrolment) -> Letter | None:
    if not enrolment.confirmed_at or enrolment.cancelled_at:
        return None
    return _letter(person, enrolment, "confirmed", _("Your seat: %(title)s"))


@writes("trainings.waiting", _("Place on the waiting list"))
def waiting(person: Person, enrolment: Enrolment) -> Letter | None:
    if not enrolment.is_waiting:
        return None
    return _letter(person, enrolment, "waiting", _("You are on the waiting list: %(title)s"))


@writes("trainings.offered", _("Offer of a seat"))
def offered(person: Person, enrolment: Enrolment) -> Letter | None:
    if not enrolment.is_offered or enrolment.offered_until < timezone.now():
        return None
    return _letter(person, enrolment, "offered", _("A seat is free, please answer: %(title)s"))


@writes("trainings.lapsed", _("Seat passed on"))
def lapsed(person: Person, enrolment: Enrolment) -> Letter | None:
    return _letter(person, enrolment, "lapsed", _("The seat was passed on: %(title)s"))


@writes("trainings.cancelled", _("Enrolment cancelled"))
def cancelled(person: Person, enrolment: Enrolment) -> Letter | None:
    return _letter(person, enrolment, "cancelled", _("You are off the list: %(title)s"))


@writes("trainings.run_cancelled", _("Training called off"))
def run_cancelled(person: Person, enrolment: Enrolment) -> Letter | None:
    if enrolment.cancelled_at:
        return None
    subject = _("Cancelled, please do not come: %(title)s")
    return _letter(person, enrolment, "run_cancelled", subject, run_cancelled=True)


@writes("trainings.circular", _("Message about a training"))
def circular(person: Person, circular: Circular) -> Letter | None:
    """Nothing once it is taken back, or the enrolment cancelled."""
    enrolment = circular.run.places.live().filter(person=person).first()
    if circular.recalled_at or enrolment is None:
        return None
    off = bool(circular.run.cancelled_on)
    return _letter(
        person,
        enrolment,
        "circular",
        _("News about: %(title)s"),
        run_cancelled=off,
        said=circular.text,
    )


def _letter(person, enrolment, name, subject, *, run_cancelled=False, said=""):
    """None where the mail address is gone, or the training is off and nobody need hear of seats."""
    run = Run.objects.with_sessions().get(pk=enrolment.run_id)
    if not person.mail or bool(run.cancelled_on) != run_cancelled:
        return None
    title = run.course.text_in(get_language()).title
    sessions = [session for session in run.sessions.all() if not session.cancelled_on]
    venues = {session.room.venue_id: session.room.venue for session in sessions if session.room}
    context = {
        "person": person,
        "enrolment": enrolment,
        "title": title,
        "reason": run.cancellation_reason,
        "said": said,
        "sessions": sessions,
        "venues": list(venues.values()),
        "office": settings.OFFICE,
    }
    body = render_to_string(f"trainings/mail/{name}.txt", context)
    return Letter(
        to=person.mail,
        subject=" ".join((subject % {"title": title}).split()),
        body=re.sub(r"\n{3,}", "\n\n", body).strip() + "\n",  # parts that are empty leave gaps
    )
