"""Several runs planned at once: by a rule, or as last year."""

from datetime import date

from django.db import transaction

from events.actions.planning import plan
from events.models import Run, SeminarText, Session
from miko_portal.base.models import User


@transaction.atomic
def plan_each(
    run: Run,
    *,
    text: SeminarText | None,
    sessions: list[Session],
    by: User,
    publish_on: date | None = None,
) -> list[Run]:
    """Store a run like the one given for each of the dates, with seats of its own ("Reihe")."""
    runs = [run, *(run.again() for _session in sessions[1:])]
    for number, (one, session) in enumerate(zip(runs, sessions, strict=True)):
        one.seminar = run.seminar
        plan(
            one,
            text=None if number else text,
            sessions=[session],
            by=by,
            publish_on=publish_on,
        )
    return runs


@transaction.atomic
def copy_programme(copies: list[tuple[Run, list[Session]]], *, by: User) -> list[Run]:
    """Store drafts like earlier runs on new dates ("Programm übernehmen").

    Texts are those of the same seminar. Nobody who was registered is copied.
    """
    return [plan(run.again(), text=None, sessions=sessions, by=by) for run, sessions in copies]
