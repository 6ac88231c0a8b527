"""What those who answer for agreements are told; written when it is sent."""

from datetime import date

from django.conf import settings
from django.db.models import Model
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cooperation.deadlines import Kind, deadlines, due, due_of
from cooperation.reminders import AHEAD
from miko_portal.base.clock import today
from miko_portal.base.deputies import people_of
from miko_portal.base.models import User
from miko_portal.base.outbox import Letter, writes

LONGEST_LETTER = 100  # rows; the rest stands on the page that it links to


@writes("cooperation.week", gettext_lazy("Deadlines of the week"))
def deadlines_of_the_week(person: User, _about: User, *, on: date) -> Letter | None:
    """What is late or falls due within two weeks, as it is on the day of sending."""
    day = today()
    rows = due(on=day, until=day + AHEAD, people=people_of(person, on=day))
    found = deadlines(rows[:LONGEST_LETTER])
    if not found:
        return None
    late = [deadline for deadline in found if deadline.due_on < day]
    subject = _("Deadlines from %(day)s on") % {"day": date_format(on, "d.m.Y")}
    soon = [deadline for deadline in found if deadline.due_on >= day]
    context = {"late": late, "soon": soon, "more": len(found) == LONGEST_LETTER}
    return _letter(person, subject, "week", **context)


def _due_today(kind):
    def write(person: User, source: Model, *, on: date) -> Letter | None:
        """One of them on its day; nothing where it was dealt with or moved meanwhile."""
        deadline = due_of(kind, source, on=on)
        if deadline is None:
            return None
        facts = {
            "day": date_format(on, "d.m.Y"),
            "kind": kind.label,
            "number": getattr(deadline.agreement, "number", ""),
        }
        subject = _("Due on %(day)s: %(kind)s %(number)s") % facts
        return _letter(person, subject.strip(), "due", deadline=deadline)

    return write


for kind in Kind:
    writes(f"cooperation.due_{kind}", kind.label)(_due_today(kind))


def _letter(person, subject, template, **context):
    context |= {
        "person": person,
        "office": settings.OFFICE,
        "portal": settings.PORTAL_URL,
        "list": settings.PORTAL_URL + reverse("cooperation:deadline_list"),
    }
    body = render_to_string(f"cooperation/mail/{template}.txt", context)
    return Letter(to=person.email, subject=subject, body=body)
