"""Trainings: planned, published, called off."""

from collections.abc import Iterable
from datetime import date, datetime

from django.db import transaction
from django.utils.timezone import localtime

from cooperation.bookings import moving_dates
from cooperation.models import Person, Project
from cooperation.planning import store_place
from miko_portal.base import seats
from miko_portal.base.history import acting
from miko_portal.base.models import User
from trainings.mail import tell_of_cancellation
from trainings.models import Enrolment, Run, Session


@transaction.atomic
def create_training(
    run: Run,
    *,
    sessions: list[Session],
    trainers: Iterable[Person],
    project: Project | None,
    by: User,
    publish_on: date | None = None,
) -> Run:
    """Store a new training with its dates, and the course and the place if these are new too.

    The project pays for all of it; the trainers lead every session.
    """
    with acting(by), moving_dates():
        if run.course.pk is None:
            run.course.save()
            run.course = run.course  # takes the new key over
        run.save()
        for session in sessions:
            session.run = run
            if session.room:
                session.room = store_place(session.room, seats=run.capacity)
            session.save()
            session.trainers.set(trainers)
        if project:
            run.shares.create(project=project, percent=100)
        if publish_on:
            run.publish(on=publish_on)
    return run


@transaction.atomic
def copy_runs(copies: list[tuple[Run, list[Session]]], *, by: User) -> list[Run]:
    """Store drafts like earlier trainings on new dates ("Programm übernehmen").

    Nobody who was enrolled is copied. Projects pay for the same shares, as far as they still run
    on the first day; trainers lead again where a session says who (`led_by`).
    """
    runs = []
    with acting(by), moving_dates():
        for earlier, sessions in copies:
            run = earlier.again()
            run.save()
            run.organisers.set(earlier.organisers.all())
            for session in sessions:
                session.run = run
                session.save()
                session.trainers.set(getattr(session, "led_by", []))
            first = min(localtime(session.starts_at).date() for session in sessions)
            shares = earlier.shares.filter(project__in=Project.objects.running(on=first))
            for share in shares:
                run.shares.create(project_id=share.project_id, percent=share.percent)
            runs.append(run)
    return runs


@transaction.atomic
def publish_run(run: Run, *, on: date, by: User) -> None:
    """Show a training to the public. Refuses one without dates, and one that is cancelled."""
    with acting(by):
        seats.lock(run)
        run.publish(on=on)


@transaction.atomic
def cancel_run(run: Run, *, on: date, reason: str, by: User, at: datetime) -> list[Enrolment]:
    """Call a training off ("absagen") and tell everybody on its list; answers who these are.

    Its rooms and trainers are free again. Refuses one that is cancelled already.
    """
    with acting(by):
        seats.lock(run)
        run.cancel(on=on, reason=reason)
        concerned = list(run.places.live().select_related("person").order_by("pk"))
        for enrolment in concerned:
            tell_of_cancellation(enrolment, at=at)
    return concerned
