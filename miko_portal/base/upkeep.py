"""What is deleted by itself when its period is over, as `privacy.yaml` promises."""

from datetime import timedelta

from django.core.management import call_command
from django.db import connection
from django.db.models import Q
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from miko_portal.base import nightly
from miko_portal.base.models import Absence, JobRun, Message, NetworkDay, PublicChange, SecretLink

MESSAGES_ARE_KEPT = timedelta(days=365)
JOB_RUNS_ARE_KEPT = REVOKED_LINKS_ARE_KEPT = timedelta(days=90)


def due(*, at):
    """Messages sent or given up, runs of jobs, links that were renewed, absences that are over,
    and how many forms came from a network before today."""
    past = at - MESSAGES_ARE_KEPT
    return (
        Message.objects.filter(Q(sent_at__lt=past) | Q(failed_at__lt=past)),
        JobRun.objects.filter(started_at__lt=at - JOB_RUNS_ARE_KEPT),
        SecretLink.objects.filter(revoked_at__lt=at - REVOKED_LINKS_ARE_KEPT),
        Absence.objects.filter(ends_on__lt=localdate(at)),
        NetworkDay.objects.filter(day__lt=localdate(at)),
    )


@nightly.job("base.upkeep", _("Deletion of what is past its period"), due=due)
def delete_what_is_past_its_period(*, on, at):
    """All that is due, the sessions of browsers that ended, and from where somebody signed in.

    What changed on public pages becomes one row for each table.
    """
    for rows in due(at=at):
        rows.delete()
    call_command("clearsessions", verbosity=0)
    _forget_attempts_to_sign_in(at=at)
    PublicChange.objects.fold()


def _forget_attempts_to_sign_in(*, at):
    """They are counted by address for minutes; Django's cache would keep the last 300 for good."""
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM base_cache WHERE expires < %s", [at])
