"""What people are told about meetings, with a calendar file; written when it is sent.

Whoever was invited hears of it once, and again each time it is moved, and when it is cancelled.
While a contact is absent, the deputy reads it.
"""

import re
from datetime import datetime

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cooperation.models import Attendance, Meeting, Person
from cooperation.planning import place_name
from miko_portal.base import calendars, outbox
from miko_portal.base.clock import today
from miko_portal.base.outbox import Letter, writes


def tell_of_invitation(meeting: Meeting, *, at: datetime) -> int:
    """Put an invitation into the outbox for each who was invited; who has one gets no second."""
    return _post("invited", meeting, at=at)


def tell_of_move(meeting: Meeting, *, at: datetime) -> int:
    return _post("moved", meeting, at=at, edition=meeting.sequence)


def tell_of_cancellation(meeting: Meeting, *, at: datetime) -> int:
    return _post("cancelled", meeting, at=at)


def _post(name, meeting, *, at, edition=None):
    invited = list(meeting.attendances.invited().select_related("person"))
    for attendance in invited:
        outbox.post(
            f"cooperation.meeting_{name}",
            to=attendance.person,
            about=attendance,
            language=settings.LANGUAGE_CODE,  # a person has none of their own
            at=at,
            edition=edition,
        )
    return len(invited)


@writes("cooperation.meeting_invited", gettext_lazy("Invitation to a meeting"))
def meeting_invited(person: Person, attendance: Attendance) -> Letter | None:
    if attendance.meeting.cancelled_on:
        return None
    return _letter(attendance, "invited", _("Invitation: %(meeting)s"))


@writes("cooperation.meeting_moved", gettext_lazy("Meeting moved"))
def meeting_moved(person: Person, attendance: Attendance, *, edition: int) -> Letter | None:
    if attendance.meeting.cancelled_on or attendance.meeting.sequence != edition:
        return None
    return _letter(attendance, "moved", _("Moved: %(meeting)s"))


@writes("cooperation.meeting_cancelled", gettext_lazy("Meeting cancelled"))
def meeting_cancelled(person: Person, attendance: Attendance) -> Letter | None:
    if not attendance.meeting.cancelled_on:
        return None
    return _letter(attendance, "cancelled", _("Cancelled: %(meeting)s"))


def _letter(attendance, name, subject):
    """None where nobody can be reached any more, or the meeting is over."""
    now = timezone.now()
    row = (
        Attendance.objects.reached(on=today())
        .select_related("person", "meeting__room__venue")
        .get(pk=attendance.pk)
    )
    meeting = row.meeting
    if not row.address or meeting.ends_at < now:
        return None
    reader = row.person if row.reader == row.person_id else Person.objects.get(pk=row.reader)
    context = {
        "person": reader,
        "absent": row.person if reader != row.person else None,
        "meeting": meeting,
        "office": settings.OFFICE,
    }
    body = render_to_string(f"cooperation/meetings/{name}.txt", context)
    when = date_format(meeting.local_start, "D d.m.Y")
    return Letter(
        to=row.address,
        subject=" ".join((subject % {"meeting": f"{meeting.title}, {when}"}).split()),
        body=re.sub(r"\n{3,}", "\n\n", body).strip() + "\n",
        attachments=(calendars.invitation(_entry(meeting, row, reader, at=now)),),
    )


def _entry(meeting, row, reader, *, at):
    return calendars.entry(
        uid=f"meeting-{meeting.pk}@treffen.miko-portal",
        sequence=meeting.sequence,
        changed_at=at,
        starts=meeting.starts_at,
        ends=meeting.ends_at,
        summary=meeting.title,
        description=meeting.agenda,
        location=place_name(meeting.room) if meeting.room else "",
        cancelled=meeting.cancelled_on is not None,
        guest=(str(reader), row.address),
    )
