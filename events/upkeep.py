"""What is deleted of people when their courses are over, as `privacy.yaml` promises."""

from datetime import datetime, timedelta

from django.db.models import F, OuterRef, Q, QuerySet
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from cooperation.forgetting import forget_unneeded, kept_from, past
from cooperation.models import Person, Project
from events.models import (
    Attendance,
    Call,
    CallRequest,
    Feedback,
    Interpreter,
    InterpreterAssignment,
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


def past_interpreting(*, at: datetime) -> tuple[QuerySet, ...]:
    """Names at dates that are over: who came is known while the funder of the project may ask.

    And those who are asked for nothing any more.
    """
    on = localdate(at)
    return (
        past(
            InterpreterAssignment.objects.named(),
            projects=Project.objects.filter(pk=OuterRef("session__run__project")),
            ended_at=F("session__run__ends_at"),
            evidence=Q(came_on__isnull=False),
            on=on,
        ),
        Interpreter.objects.idle(since=kept_from(on=on)),
    )


@nightly.job("events.interpreting", _("Deletion of names of interpreters"), due=past_interpreting)
def forget_interpreters(*, on, at):
    """Language, hours and fee of each date stay; people of whom nothing else is kept go."""
    assignments, interpreters = past_interpreting(at=at)
    gone = list(assignments.select_for_update(of=["self"]).values_list("pk", "person"))
    idle = list(interpreters.select_for_update(of=["self"]).values_list("pk", "person"))
    InterpreterAssignment.objects.filter(pk__in=[pk for pk, _person in gone]).update(
        person=None, forgotten_on=on
    )
    Interpreter.objects.filter(pk__in=[pk for pk, _person in idle]).delete()
    people = {person for _pk, person in [*gone, *idle]}
    forget_unneeded(Person.objects.filter(pk__in=people))
