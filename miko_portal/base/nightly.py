"""The nightly jobs: what is due and not yet done, found out anew each night.

    @nightly.job("cooperation.reminders", _("Reminders"))
    def remind(*, on, at):
        for follow_up in FollowUp.objects.due(on=on):
            outbox.post(…)

A job is called with the instant and its day in Berlin. It does whatever is due and not yet
stored, so that it may run twice a night, and makes up for ten nights without any.
"""

import logging
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import NamedTuple

from django.db import connection, transaction
from django.db.models import Max
from django.utils import timezone

from miko_portal.base.models import JobRun

logger = logging.getLogger(__name__)

LONGEST_GAP = timedelta(hours=26)  # a night, and the hour by which the clocks change, and some


class Job(NamedTuple):
    name: str
    run: Callable
    due: Callable | None  # of one that deletes: the rows that are past their time, `due(at=…)`


jobs: dict[str, Job] = {}


def job(key: str, name: str, *, due: Callable | None = None):
    """Registers a job, with what the office calls it, and what it finds to delete."""

    def register(function):
        jobs[key] = Job(name, function, due)
        return function

    return register


def run_all(*, at: datetime) -> list[str]:
    """Runs every job, each in a transaction of its own; returns those that failed.

    Several may run at once: what one has in hand the others leave out.
    """
    return [key for key in jobs if not _run(key, at=at)]


def _run(key, *, at):
    """Whether the job did its work, or is in somebody else's hand."""
    try:
        with transaction.atomic():
            if _take_in_hand(key):
                jobs[key].run(on=timezone.localdate(at), at=at)
                JobRun.objects.create(name=key, started_at=at, finished_at=timezone.now())
    except Exception:
        logger.exception("The nightly job %s failed", key)
        JobRun.objects.create(name=key, started_at=at, failed_at=timezone.now())
        return False
    return True


def _take_in_hand(key):
    """Whether nobody else has the job in hand, until the transaction ends."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(hashtext('nightly'), hashtext(%s))", [key])
        return cursor.fetchone()[0]


def overdue(*, at: datetime) -> list[tuple[str, datetime | None]]:
    """The jobs that did no work within `LONGEST_GAP`, each with when it last did (None: never)."""
    done = JobRun.objects.filter(failed_at=None, name__in=jobs).values_list("name").order_by()
    last = dict.fromkeys(jobs) | dict(done.annotate(Max("started_at")))
    return [
        (jobs[key].name, moment)
        for key, moment in last.items()
        if moment is None or moment < at - LONGEST_GAP
    ]


def past_their_time(*, at: datetime) -> list[tuple[str, str, int]]:
    """What the jobs would delete at a moment: of each job its key, what it is and how many."""
    found = [
        (key, str(rows.model._meta.verbose_name_plural), rows.count())
        for key, job in jobs.items()
        if job.due
        for rows in job.due(at=at)
    ]
    return [entry for entry in found if entry[-1]]


def kept_too_long(*, at: datetime) -> int:
    """How many rows the last night should have deleted; more than none needs a look."""
    return sum(number for _key, _what, number in past_their_time(at=at - LONGEST_GAP))
