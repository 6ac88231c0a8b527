"""Certificates of attendance, asked for by people themselves or issued by the office."""

from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from events.certifying import attested_of, is_open, people_of
from events.models import Registration, SeminarCertificate
from miko_portal.base import certificates
from miko_portal.base.history import acting
from miko_portal.base.models import Certificate, User


@transaction.atomic
def issue_certificates(
    registration: Registration, *, names: dict[int, str], by: User | None, at: datetime
) -> list[Certificate]:
    """Issue a certificate for each of those who came of whom a name is given, by their number.

    Whoever has one keeps it, so that what is sent twice is issued once. Refuses before the last
    date is over, once the contacts are past their time, and more persons than came.
    """
    with acting(by):
        locked = Registration.objects.select_for_update(of=["self"]).select_related("run")
        registration = locked.get(pk=registration.pk)
        if not is_open(registration.run, at=at):
            raise ValidationError(
                _("A certificate can be issued from the last date on, for 30 days."), code="closed"
            )
        people = {person.number: person for person in people_of(registration)}
        if not names.keys() <= people.keys():
            message = _("We have not noted that so many persons came. Please call us.")
            raise ValidationError(message, code="not_there")
        wanted = [number for number in sorted(names) if people[number].issued is None]
        return [_issue(registration, people[number], names[number], by, at) for number in wanted]


def _issue(registration, person, name, by, at):
    issued = certificates.issue(
        name=name,
        attested=attested_of(registration.run, person.dates),
        kept_until=certificates.kept_until(at),
        by=by,
        at=at,
    )
    SeminarCertificate.objects.create(
        run=registration.run, registration=registration, person=person.number, certificate=issued
    )
    return issued


@certificates.reissues
@transaction.atomic
def reissue_certificate(
    certificate: Certificate, *, name: str, reason: str, by: User, at: datetime
) -> Certificate | None:
    """Issue one of a seminar anew, with the dates as they are noted by now; None: it is of none.

    Once it is not known any more whose registration it was, the days stay as they were.
    """
    with acting(by):
        rows = SeminarCertificate.objects.select_for_update(of=["self"])
        row = rows.select_related("run", "registration").filter(certificate=certificate).first()
        if row is None:
            return None
        row.certificate = certificates.replace(
            certificate,
            name=name,
            attested=attested_of(row.run, _dates_of(row)),
            kept_until=certificates.kept_until(at),
            reason=reason,
            by=by,
            at=at,
        )
        row.save(update_fields=["certificate"])
        return row.certificate


def _dates_of(row):
    if row.registration:
        people = people_of(row.registration)
        return next(person.dates for person in people if person.number == row.person)
    held = row.run.sessions.select_related("room__venue", "venue").order_by("starts_at", "pk")
    days = row.certificate.days
    return [session for session in held if localdate(session.starts_at) in days]
