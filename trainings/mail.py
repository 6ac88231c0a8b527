"""What people are told about their seat in a training; written when it is sent."""

import re
from collections.abc import Iterable
from datetime import datetime

from django.conf import settings
from django.db.models import Case, QuerySet, When
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from cooperation.models import Person
from miko_portal.base import certificates, outbox
from miko_portal.base.models import User
from miko_portal.base.outbox import Attachment, Letter, writes
from miko_portal.base.seats import Notice
from trainings.facts import Side
from trainings.models import Circular, Enrolment, Run, TrainingCertificate
from trainings.models.self_enrolments import new_link
from trainings.questionnaires.links import link_before

# After these there is nothing to see or to cancel.
LAST_WORDS = ("lapsed", "cancelled", "run_cancelled", "replaced", "circular", "certified")


def tell(enrolment: Enrolment, notice: Notice, *, at: datetime) -> None:
    """Put a message for the person enrolled into the outbox.

    Who has no mail gets none; it goes to a contact of their organisation.
    """
    _post(notice, enrolment, at=at)


def tell_of_cancellation(enrolment: Enrolment, *, at: datetime) -> None:
    """The same where the whole training is called off."""
    _post("run_cancelled", enrolment, at=at)


def tell_many(enrolments: Iterable[Enrolment], circular: Circular, *, at: datetime) -> None:
    """Put what the office writes to many into the outbox, until it can't be taken back."""
    for enrolment in enrolments:
        outbox.post(
            "trainings.circular",
            to=reader_of(enrolment),
            about=circular,
            language=settings.LANGUAGE_CODE,
            at=at,
            edition=enrolment.pk,  # a contact reads it for each colleague without mail
            not_before=circular.sent_from,
        )


def tell_of_replacement(enrolment: Enrolment, *, before: Person, at: datetime) -> None:
    """Who comes now is told where they stand, and who came before that they need not come."""
    edition = int(at.timestamp())  # so that somebody who comes back after all is told again
    _post("instead", enrolment, at=at, edition=edition)
    if before.mail:
        _to(before, "replaced", enrolment, at=at, edition=edition)


def tell_of_certificate(row: TrainingCertificate, *, at: datetime) -> None:
    """Send a certificate of attendance to whom it is for, each once."""
    if row.enrolment.person and (to := reader_of(row.enrolment)):
        outbox.post(
            "trainings.certified",
            to=to,
            about=row,
            language=settings.LANGUAGE_CODE,
            at=at,
            edition=row.certificate_id,
        )


def tell_contacts(enrolment: Enrolment, *, at: datetime) -> None:
    """The contacts of an organisation hear of a colleague who enrolled, and may object."""
    for user in contacts_of(enrolment):
        _to(user, "self_enrolled", enrolment, at=at, edition=None)


def reader_of(enrolment: Enrolment) -> Person | User | None:
    """Who reads what there is to tell: the person, or a contact of their organisation.

    The contact who enrolled them comes before others of the same house.
    """
    if enrolment.person.mail:
        return enrolment.person
    who_enrolled = Case(When(pk=enrolment.enrolled_by_id, then=0), default=1)
    return contacts_of(enrolment).order_by(who_enrolled, "pk").first()


def contacts_of(enrolment: Enrolment) -> QuerySet[User]:
    """Who acts for the organisation that somebody is enrolled for; for volunteers nobody does."""
    if enrolment.organisation_id is None or enrolment.side == Side.VOLUNTEER:
        return User.objects.none()
    return User.objects.filter(memberships__organisation=enrolment.organisation_id, is_active=True)


def _post(name, enrolment, *, at, edition=None):
    if to := reader_of(enrolment):
        _to(to, name, enrolment, at=at, edition=edition)


def _to(to, name, enrolment, *, at, edition):
    outbox.post(
        f"trainings.{name}",
        to=to,
        about=enrolment,
        language=settings.LANGUAGE_CODE,  # a person has none of their own
        at=at,
        edition=edition,
    )


@writes("trainings.confirmed", _("Seat in a training"))
def confirmed(to: Person | User, enrolment: Enrolment) -> Letter | None:
    if not enrolment.confirmed_at or enrolment.cancelled_at:
        return None
    return _letter(to, enrolment, "confirmed", _("Your seat: %(title)s"))


@writes("trainings.waiting", _("Place on the waiting list"))
def waiting(to: Person | User, enrolment: Enrolment) -> Letter | None:
    if not enrolment.is_waiting:
        return None
    return _letter(to, enrolment, "waiting", _("You are on the waiting list: %(title)s"))


@writes("trainings.offered", _("Offer of a seat"))
def offered(to: Person | User, enrolment: Enrolment) -> Letter | None:
    if not enrolment.is_offered or enrolment.offered_until < timezone.now():
        return None
    return _letter(to, enrolment, "offered", _("A seat is free, please answer: %(title)s"))


@writes("trainings.lapsed", _("Seat passed on"))
def lapsed(to: Person | User, enrolment: Enrolment) -> Letter | None:
    return _letter(to, enrolment, "lapsed", _("The seat was passed on: %(title)s"))


@writes("trainings.cancelled", _("Enrolment cancelled"))
def cancelled(to: Person | User, enrolment: Enrolment) -> Letter | None:
    return _letter(to, enrolment, "cancelled", _("You are off the list: %(title)s"))


@writes("trainings.run_cancelled", _("Training called off"))
def run_cancelled(to: Person | User, enrolment: Enrolment) -> Letter | None:
    if enrolment.cancelled_at:
        return None
    subject = _("Cancelled, please do not come: %(title)s")
    return _letter(to, enrolment, "run_cancelled", subject, run_cancelled=True)


@writes("trainings.circular", _("Message about a training"))
def circular(to: Person | User, circular: Circular, *, edition: int) -> Letter | None:
    """Nothing once it is taken back, or the enrolment (`edition`) cancelled."""
    enrolment = circular.run.places.live().filter(pk=edition).first()
    if circular.recalled_at or enrolment is None:
        return None
    return _letter(
        to,
        enrolment,
        "circular",
        _("News about: %(title)s"),
        run_cancelled=bool(circular.run.cancelled_on),
        said=circular.text,
    )


@writes("trainings.self_enrolled", _("A colleague enrolled"))
def self_enrolled(to: User, enrolment: Enrolment) -> Letter | None:
    if enrolment.cancelled_at or not contacts_of(enrolment).contains(to):
        return None
    run = Run.objects.with_sessions().get(pk=enrolment.run_id)
    title = run.course.title
    address = settings.PORTAL_URL + reverse("own_enrolment_list")
    context = {
        "person": to,
        "colleague": enrolment.person,
        "title": title,
        "sessions": _sessions_of(run),
        "address": f"{address}?run={enrolment.run_id}",
        "office": settings.OFFICE,
    }
    return Letter(
        to=to.email,
        subject=" ".join((_("A colleague enrolled: %(title)s") % {"title": title}).split()),
        body=render_to_string("trainings/mail/self_enrolled.txt", context).strip() + "\n",
    )


@writes("trainings.instead", _("Place of somebody else"))
def instead(to: Person | User, enrolment: Enrolment, *, edition: int) -> Letter | None:
    if enrolment.cancelled_at:
        return None
    if enrolment.is_waiting:
        return waiting(to, enrolment)
    return confirmed(to, enrolment) or offered(to, enrolment)


@writes("trainings.replaced", _("Somebody else comes"))
def replaced(to: Person, enrolment: Enrolment, *, edition: int) -> Letter | None:
    if enrolment.person_id == to.pk:
        return None
    subject = _("Somebody else comes in your place: %(title)s")
    return _letter(to, enrolment, "replaced", subject, person=to)


@writes("trainings.certified", _("Certificate of a training"))
def certified(to: Person | User, row: TrainingCertificate, *, edition: int) -> Letter | None:
    """With the PDF; nothing once it is revoked, replaced or past its time."""
    content = certificates.file_of(row.certificate) if row.enrolment.person else None
    if row.certificate_id != edition or row.certificate.revoked_at or content is None:
        return None
    subject, off = _("Your certificate: %(title)s"), bool(row.enrolment.run.cancelled_on)
    letter = _letter(to, row.enrolment, "certified", subject, run_cancelled=off)
    name = f"teilnahmebescheinigung-{row.certificate}.pdf"
    return letter and letter._replace(attachments=(Attachment(name, content, "application/pdf"),))


def _sessions_of(run):
    return [session for session in run.sessions.all() if not session.cancelled_on]


def _page_of(enrolment):
    token = new_link(enrolment, at=timezone.now())
    return settings.PORTAL_URL + reverse("trainings:self_enrolment_detail", args=[token])


def _letter(to, enrolment, name, subject, *, run_cancelled=False, person=None, said=""):
    """None where nobody reads it any more, or the training is off and nobody need hear of seats.

    What a contact reads for somebody without mail says so, and can be handed on.
    """
    person = person or enrolment.person
    run = Run.objects.with_sessions().get(pk=enrolment.run_id)
    if bool(run.cancelled_on) != run_cancelled:
        return None
    is_contact = isinstance(to, User)
    if is_contact and not contacts_of(enrolment).contains(to):
        return None
    if not is_contact and (to != person or not person.mail):
        return None
    title = run.course.text_in(get_language()).title
    sessions = _sessions_of(run)
    venues = {session.room.venue_id: session.room.venue for session in sessions if session.room}
    context = {
        "address": "" if is_contact or name in LAST_WORDS else _page_of(enrolment),
        "contact": to if is_contact else None,
        "person": person,
        "enrolment": enrolment,
        "title": title,
        "reason": run.cancellation_reason,
        "said": said,
        "questions": link_before(run) if name == "confirmed" else "",
        "sessions": sessions,
        "venues": list(venues.values()),
        "office": settings.OFFICE,
    }
    body = render_to_string(f"trainings/mail/{name}.txt", context)
    subject = subject % {"title": title}
    if is_contact:
        subject = _("For %(person)s: %(subject)s") % {"person": person, "subject": subject}
        body = render_to_string("trainings/mail/passed_on.txt", context) + "\n" + body
    return Letter(
        to=to.email if is_contact else person.mail,
        subject=" ".join(subject.split()),
        body=re.sub(r"\n{3,}", "\n\n", body).strip() + "\n",  # parts that are empty leave gaps
    )
