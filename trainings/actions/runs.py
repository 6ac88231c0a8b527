"""Trainings: planned, published, called off."""

from collections.abc import Iterable
from datetime import date, datetime

from django.db import transaction

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
