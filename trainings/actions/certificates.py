"""Certificates of attendance ("Teilnahmebescheinigung") of trainings: issued, issued anew."""

from contextlib import suppress
from datetime import datetime, timedelta
from time import monotonic

from django.core.exceptions import ValidationError
from django.db import transaction

from miko_portal.base import certificates, seats
from miko_portal.base.history import acting
from miko_portal.base.models import Certificate, User
from trainings.certifying import attested_of, judge, judged, why_too_early
from trainings.mail import tell_of_certificate
from trainings.models import Enrolment, Run, TrainingCertificate


@transaction.atomic
def issue_certificate(enrolment: Enrolment, *, by: User, at: datetime) -> TrainingCertificate:
    """Issue the certificate of one who has completed a training, and send it to them.

    Whoever has one keeps it, so that what is sent twice is issued once. Refuses before the last
    date is over, and who has not reached the minimum attendance.
    """
    with acting(by):
        seats.lock(enrolment.run)  # the attendance is noted under it too
        if reason := why_too_early(enrolment.run, at=at):
            raise ValidationError(reason, code="early")
        found = Enrolment.objects.confirmed().with_completion()
        judgement = judge(
            found.select_related("person", "run__course", "certified").get(pk=enrolment.pk)
        )
        if judgement.certificate:
            return judgement.enrolment.certified
        if judgement.why_not:
            raise ValidationError(judgement.why_not, code="not_completed")
        issued = certificates.issue(
            name=str(judgement.enrolment.person),
            attested=attested_of(judgement.enrolment),
            kept_until=certificates.kept_until(at),
            by=by,
            at=at,
        )
        row = TrainingCertificate.objects.create(enrolment=judgement.enrolment, certificate=issued)
        tell_of_certificate(row, at=at)
        return row


def issue_certificates(
    run: Run, *, by: User, at: datetime, within: timedelta
) -> list[TrainingCertificate]:
    """Issue those of all who have completed a training, as many as the time allows.

    Each is a transaction of its own: what is issued stays when a later one fails, and whoever asks
    again goes on where this ended. Refuses before the last date is over.
    """
    if reason := why_too_early(run, at=at):
        raise ValidationError(reason, code="early")
    ends = monotonic() + within.total_seconds()
    issued = []
    for judgement in judged(run):
        if judgement.certificate or judgement.why_not:
            continue
        if monotonic() > ends:
            break
        with suppress(ValidationError):  # by what somebody has changed meanwhile
            issued.append(issue_certificate(judgement.enrolment, by=by, at=at))
    return issued


@certificates.reissues
@transaction.atomic
def reissue_certificate(
    certificate: Certificate, *, name: str, reason: str, by: User, at: datetime
) -> Certificate | None:
    """Issue one of a training anew, for the dates as they are noted by now; None: it is of none."""
    rows = TrainingCertificate.objects.select_for_update(of=["self"])
    row = rows.select_related("enrolment__run__course").filter(certificate=certificate).first()
    if row is None:
        return None
    with acting(by):
        row.certificate = certificates.replace(
            certificate,
            name=name,
            attested=attested_of(row.enrolment),
            kept_until=certificates.kept_until(at),
            reason=reason,
            by=by,
            at=at,
        )
        row.save(update_fields=["certificate"])
        tell_of_certificate(row, at=at)
        return row.certificate
