"""What interpreters are told: that they are asked, and that they are not needed any more."""

import re
from datetime import datetime

from django.conf import settings
from django.template.loader import render_to_string
from django.utils.translation import gettext_lazy as _

from cooperation.models import Person
from events.models import InterpreterAssignment, Run
from events.models.seminars import GERMAN
from miko_portal.base import outbox
from miko_portal.base.outbox import Letter, writes


def tell_asked(first: InterpreterAssignment, *, at: datetime) -> None:
    """One message about all dates of a run for which somebody is asked at once."""
    _post("events.interpreter_asked", first, at=at)


def tell_released(assignment: InterpreterAssignment, *, at: datetime) -> None:
    _post("events.interpreter_released", assignment, at=at)


def _post(kind, assignment, *, at):
    """Into the outbox; who has no mail gets none: the office calls."""
    if assignment.person.mail:
        outbox.post(
            kind,
            to=assignment.person,
            about=assignment,
            language=settings.LANGUAGE_CODE,  # a person has none of their own
            at=at,
        )


@writes("events.interpreter_asked", _("Question to an interpreter"))
def asked(person: Person, assignment: InterpreterAssignment) -> Letter | None:
    run = _run_of(assignment)
    open_ones = InterpreterAssignment.objects.unanswered().filter(
        person=person, session__run=run, language=assignment.language
    )
    keys = set(open_ones.values_list("session", flat=True))
    sessions = [date for date in run.dates if date.pk in keys and not date.cancelled_on]
    if not sessions or run.cancelled_on:
        return None
    return _letter(person, assignment, run, sessions, "asked", _("Could you interpret? %(title)s"))


@writes("events.interpreter_released", _("Interpreter not needed any more"))
def released(person: Person, assignment: InterpreterAssignment) -> Letter | None:
    if not assignment.released_on:
        return None
    run = _run_of(assignment)
    sessions = [date for date in run.dates if date.pk == assignment.session_id]
    subject = _("We do not need you to interpret: %(title)s")
    return _letter(person, assignment, run, sessions, "released", subject)


def _run_of(assignment):
    return Run.objects.with_facts_for(GERMAN).get(pk=assignment.session.run_id)


def _letter(person, assignment, run, sessions, name, subject):
    """None where the mail address is gone."""
    if not person.mail:
        return None
    title = str(run.seminar)
    context = {
        "person": person,
        "assignment": assignment,
        "title": title,
        "sessions": sessions,
        "office": settings.OFFICE,
    }
    body = render_to_string(f"events/mail/interpreter_{name}.txt", context)
    return Letter(
        to=person.mail,
        subject=" ".join((subject % {"title": title}).split()),
        body=re.sub(r"\n{3,}", "\n\n", body).strip() + "\n",  # parts that are empty leave gaps
    )
