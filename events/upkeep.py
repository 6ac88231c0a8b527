"""What is deleted of people when their courses are over, as `privacy.yaml` promises."""

from datetime import datetime, timedelta

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from events.models import (
    Attendance,
    Call,
    CallRequest,
    Feedback,
    Registration,
    RegistrationContact,
    RegistrationLink,
    SeminarCertificate,
)
from events.models.registrations import LINKS_LAST
from miko_portal.base import nightly

NEEDS_ARE_KEPT = timedelta(days=7)  # after the last date, as the form promises
CONTACTS_ARE_KEPT = LINKS_LAST
SENTENCES_ARE_KEPT = timedelta(days=365)
CALLS_ARE_KEPT, CALLS_ARE_TRIED = timedelta(days=30), timedelta(days=90)


def due(*, at: datetime) -> tuple[QuerySet, ...]:
    """What is past its time, in the order in which `forget_people` takes it."""
    return (
        RegistrationContact.objects.filter(
            registration__run__ends_at__lt=at - NEEDS_ARE_KEPT
        ).exclude(needs=""),
        RegistrationContact.objects.filter(registration__run__ends_at__lt=at - CONTACTS_ARE_KEPT),
        Registration.objects.filter(run__ends_at__lt=at - CONTACTS_ARE_KEPT).exclude(
            submission=None, suspicion="", registered_by=None
        ),
        RegistrationLink.objects.filter(registration__run__ends_at__lte=at - LINKS_LAST),
        Call.objects.filter(run__ends_at__lt=at - CONTACTS_ARE_KEPT),
        CallRequest.objects.filter(
            Q(reached_at__lt=at - CALLS_ARE_KEPT) | Q(asked_at__lt=at - CALLS_ARE_TRIED)
        ),
        Attendance.objects.filter(session__run__ends_at__lt=at - CONTACTS_ARE_KEPT).exclude(
            noted_by=None
        ),
        Feedback.objects.with_sentence().filter(run__ends_at__lt=at - SENTENCES_ARE_KEPT),
        SeminarCertificate.objects.filter(run__ends_at__lt=at - CONTACTS_ARE_KEPT).exclude(
            registration=None
        ),
    )


@nightly.job("events.upkeep", _("Deletion of who registered for seminars"), due=due)
def forget_people(*, on, at):
    """Needs, contacts, links and wishes to be called whose time is over; the numbers stay."""
    (
        needs,
        contacts,
        traces,
        links,
        calls,
        wishes,
        noted,
        sentences,
        certified,
    ) = due(at=at)
    needs.update(needs="")
    contacts.delete()
    traces.update(submission=None, suspicion="", registered_by=None)
    links.delete()
    calls.delete()
    wishes.delete()
    noted.update(noted_by=None)
    sentences.update(sentence="")
    certified.update(registration=None)
