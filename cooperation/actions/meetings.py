"""What the office does with meetings. Each is one transaction, done by somebody."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.timezone import localtime, make_aware
from django.utils.translation import gettext as _

from cooperation.actions.drafting import refuse_stale
from cooperation.actions.people import known_person
from cooperation.invitations import tell_of_cancellation, tell_of_invitation, tell_of_move
from cooperation.models import (
    Agreement,
    Attendance,
    Booking,
    Decision,
    Meeting,
    Organisation,
    Person,
)
from cooperation.planning import store_place
from miko_portal.base.clock import start_of
from miko_portal.base.history import acting
from miko_portal.base.models import User

# Where nothing tells how often people meet: once a quarter, on the same day of the week.
USUAL_INTERVAL = timedelta(weeks=13)
WEEK = timedelta(weeks=1)


@dataclass
class Guest:
    """Somebody to ask to a meeting, by the organisation they come for.

    A person that is not stored yet is recognised by name, or stored with the meeting.
    """

    person: Person
    organisation: Organisation | None = None


@transaction.atomic
def plan_meeting(
    meeting: Meeting, *, agreements: Iterable[Agreement], guests: Iterable[Guest], by: User
) -> Meeting:
    """Store a new meeting with who is to be asked; nobody is told yet."""
    with acting(by):
        return _store(meeting, agreements, guests, by=by)


@transaction.atomic
def save_meeting(
    meeting: Meeting,
    *,
    agreements: Iterable[Agreement],
    guests: Iterable[Guest],
    by: User,
    at: datetime,
) -> int:
    """Store what was changed; counts those who are told that it was moved.

    Who was invited stays on the list, and is told of another time or place. Refuses a meeting
    that was cancelled meanwhile.
    """
    with acting(by):
        before = _lock(meeting)
        meeting.sequence = before.sequence
        meeting.minutes, meeting.revision = before.minutes, before.revision
        _store(meeting, agreements, guests, by=by)
        if _when_and_where(before) == _when_and_where(meeting):
            return 0
        meeting.sequence += 1
        meeting.save(update_fields=["sequence"])
        if meeting.ends_at < at:
            return 0
        return tell_of_move(meeting, at=at)


@transaction.atomic
def copy_meeting(meeting: Meeting, *, by: User, on: date) -> Meeting:
    """Plan the next one like this: title, place, agenda and who is asked, one interval later.

    The interval is the time since the one before of this kind and project, in whole weeks; it is
    added until the day is still to come. Where the room is taken then, the place stays open.
    """
    with acting(by):
        interval = _interval_before(meeting)
        starts_at = _later(meeting.starts_at, interval)
        ends_at = _later(meeting.ends_at, interval)
        while starts_at < start_of(on + timedelta(days=1)):
            starts_at, ends_at = _later(starts_at, interval), _later(ends_at, interval)
        taken = Booking.objects.filter(
            room=meeting.room_id or 0, starts_at__lt=ends_at, ends_at__gt=starts_at
        ).exists()
        copy = Meeting.objects.create(
            kind=meeting.kind,
            title=meeting.title,
            starts_at=starts_at,
            ends_at=ends_at,
            room=None if taken else meeting.room,
            project=meeting.project,
            agenda=meeting.agenda,
        )
        copy.agreements.set(meeting.agreements.all())
        Attendance.objects.bulk_create(
            Attendance(meeting=copy, person_id=person, organisation_id=organisation)
            for person, organisation in meeting.attendances.named().values_list(
                "person", "organisation"
            )
        )
    return copy


@transaction.atomic
def invite(meeting: Meeting, *, by: User, at: datetime) -> int:
    """Send the invitation to all who can be reached and have none yet; counts them."""
    with acting(by):
        meeting = _lock(meeting)
        if meeting.ends_at < at:
            raise ValidationError(_("This meeting is over."))
        waiting = meeting.attendances.to_invite().reached(on=localtime(at).date())
        invited = waiting.exclude(address="").values_list("pk", flat=True)
        newly = meeting.attendances.filter(pk__in=list(invited)).update(invited_at=at)
        tell_of_invitation(meeting, at=at)
        return newly


@transaction.atomic
def cancel_meeting(meeting: Meeting, *, reason: str, by: User, on: date, at: datetime) -> int:
    """It does not take place ("absagen"); counts those who were invited and are told so."""
    with acting(by):
        current = _lock(meeting)
        current.cancel(on=on, reason=reason)
        return 0 if current.ends_at < at else tell_of_cancellation(current, at=at)


@transaction.atomic
def record_attendance(
    meeting: Meeting, *, came: Iterable[Attendance], further: Iterable[Guest], by: User, on: date
) -> int:
    """Note who of those asked came, and who came unasked ("Teilnahme"); counts who came.

    Refuses it before the day of the meeting, and once names of it are deleted.
    """
    with acting(by):
        meeting = _lock(meeting)
        if meeting.attendances.exclude(forgotten_on=None).exists():
            raise ValidationError(
                _("Names in this meeting are deleted. Who came stays as it was noted.")
            )
        if on < meeting.local_start.date():
            raise ValidationError(_("This meeting is still to come."))
        keys = {attendance.pk for attendance in came}
        for guest in further:
            keys.add(_ask(meeting, guest, by=by).pk)
        here = meeting.attendances.filter(pk__in=keys)
        meeting.attendances.exclude(pk__in=keys).update(came=False)
        return here.update(came=True)


@transaction.atomic
def save_minutes(
    meeting: Meeting, *, minutes: str, decisions: Iterable[Decision], by: User
) -> Meeting:
    """Store the minutes ("Protokoll") and what was decided, new decisions and changed ones.

    Refuses minutes that somebody else has stored since the meeting was read.
    """
    with acting(by):
        seen, meeting = meeting.revision, _lock(meeting)
        refuse_stale(meeting, seen=seen)
        meeting.minutes = minutes
        meeting.revision += 1
        meeting.save(update_fields=["minutes", "revision"])
        for decision in decisions:
            decision.meeting = meeting
            decision.save()
    return meeting


def _lock(meeting):
    """The meeting as it stands, held until the transaction ends; refuses a cancelled one."""
    current = Meeting.objects.select_for_update().get(pk=meeting.pk)
    if current.cancelled_on:
        raise ValidationError(_("This meeting was cancelled already."))
    return current


def _store(meeting, agreements, guests, *, by):
    guests = list(guests)
    if meeting.room:
        meeting.room = store_place(meeting.room, seats=max(len(guests), 1))
    meeting.save()
    meeting.agreements.set(agreements)
    kept = {_ask(meeting, guest, by=by).pk for guest in guests}
    unasked = meeting.attendances.to_invite().filter(came=None)
    unasked.exclude(pk__in=kept).delete()
    return meeting


def _ask(meeting, guest, *, by):
    """The row of somebody on the list, with the person recognised or stored."""
    person = guest.person
    if person.pk is None:
        person = known_person(
            given_name=person.given_name,
            family_name=person.family_name,
            mail=person.mail,
            organisation=guest.organisation,
            by=by,
        )
    attendance, _new = Attendance.objects.get_or_create(
        meeting=meeting, person=person, defaults={"organisation": guest.organisation}
    )
    return attendance


def _when_and_where(meeting):
    return meeting.starts_at, meeting.ends_at, meeting.room_id


def _interval_before(meeting):
    earlier = Meeting.objects.planned().filter(
        kind=meeting.kind, project=meeting.project, starts_at__lt=meeting.starts_at
    )
    last = earlier.order_by("-starts_at").first()
    if last is None:
        return USUAL_INTERVAL
    days = (meeting.local_start.date() - last.local_start.date()).days
    return max(round(days / 7), 1) * WEEK


def _later(moment, interval):
    """The same time of day by the clock in Berlin."""
    return make_aware(localtime(moment).replace(tzinfo=None) + interval)
