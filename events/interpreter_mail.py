"""What interpreters are told: that they are asked, of what changed, that they are not needed."""

import re
from datetime import datetime

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cooperation.models import Person
from events.calling import call_interpreter
from events.headlines import headline
from events.models import InterpreterAssignment, Run, Session
from events.models.seminars import GERMAN
from events.telling import when, where
from miko_portal.base import outbox
from miko_portal.base.outbox import Letter, writes

HEADLINES = {
    "asked": _("Could you interpret? %(title)s"),
    "changed": _("New time or place, or cancelled: %(title)s"),
    "released": _("We do not need you to interpret: %(title)s"),
}


def tell_asked(first: InterpreterAssignment, *, at: datetime) -> None:
    """One message about all dates of a run for which somebody is asked at once."""
    _post("events.interpreter_asked", first, at=at)


def tell_released(assignment: InterpreterAssignment, *, at: datetime) -> None:
    _post("events.interpreter_released", assignment, at=at)


def tell_changed(run: Run, sessions: list[Session], *, at: datetime) -> None:
    """Those who are asked for dates that were moved or called off, each once."""
    theirs = InterpreterAssignment.objects.live().named().filter(session__in=sessions)
    first_of = {}
    for assignment in theirs.select_related("person", "session__run").order_by("pk"):
        first_of.setdefault(assignment.person_id, assignment)
    for assignment in first_of.values():
        _post("events.interpreter_changed", assignment, about=run, edition=run.sequence, at=at)


def _post(kind, assignment, *, at, about=None, edition=None):
    """Into the outbox; who has no mail is to be called."""
    if assignment.person.mail:
        outbox.post(
            kind,
            to=assignment.person,
            about=about or assignment,
            language=settings.LANGUAGE_CODE,  # a person has none of their own
            edition=edition,
            at=at,
        )
    else:
        call_interpreter(kind, assignment, edition=edition, at=at)


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
    return _letter(person, assignment, run, sessions, "asked")


@writes("events.interpreter_changed", _("Change on dates for an interpreter"))
def changed(person: Person, run: Run, *, edition: int = 0) -> Letter | None:
    """Where their dates stand now, moved or called off."""
    theirs = InterpreterAssignment.objects.live().filter(person=person, session__run=run)
    assignments = list(theirs.select_related("session__run"))
    if not assignments:
        return None
    run, keys = _run_of(assignments[0]), {each.session_id for each in assignments}
    sessions = [date for date in run.dates if date.pk in keys and date.ends_at > timezone.now()]
    return _letter(person, assignments[0], run, sessions, "changed") if sessions else None


@writes("events.interpreter_released", _("Interpreter not needed any more"))
def released(person: Person, assignment: InterpreterAssignment) -> Letter | None:
    if not assignment.released_on:
        return None
    run = _run_of(assignment)
    sessions = [date for date in run.dates if date.pk == assignment.session_id]
    return _letter(person, assignment, run, sessions, "released")


def short_text(kind: str, run: Run, *, session: Session) -> str:
    """The same to say in a call."""
    lines = [headline(HEADLINES[kind.removeprefix("interpreter_")], title=str(run.seminar))]
    off = session.cancelled_on or run.cancelled_on
    span = when(session.starts_at, session.ends_at)
    lines.append(f"{span} – {_('cancelled')}" if off else span)
    return "\n".join([*lines, where(session)])


def _run_of(assignment):
    return Run.objects.with_facts_for(GERMAN).get(pk=assignment.session.run_id)


def _letter(person, assignment, run, sessions, name):
    """None where the mail address is gone."""
    if not person.mail:
        return None
    title = str(run.seminar)
    context = {
        "person": person,
        "assignment": assignment,
        "title": title,
        "run": run,
        "sessions": sessions,
        "office": settings.OFFICE,
    }
    body = render_to_string(f"events/mail/interpreter_{name}.txt", context)
    return Letter(
        to=person.mail,
        subject=headline(HEADLINES[name], title=title),
        body=re.sub(r"\n{3,}", "\n\n", body).strip() + "\n",  # parts that are empty leave gaps
    )
