"""What the portal writes by itself each night to those who come: reminders, and thanks."""

from datetime import date, datetime, timedelta

from django.db.models import F
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from events.models import Run, Session
from miko_portal.base import nightly, outbox
from miko_portal.base.clock import start_of

DAY = timedelta(days=1)
THANKED_FOR = timedelta(days=7)  # nights without any job are made up for so long


@nightly.job("events.reminders", _("Reminders of seminars, and thanks"))
def remind(*, on: date, at: datetime) -> None:
    """Three days before the first date of a run, one day before each, thanks on the day after."""
    first = Session.objects.to_remind_of(at=at, days=[on + 2 * DAY, on + 3 * DAY])
    for session in first.filter(starts_at=F("run__starts_at")):
        _remind("events.reminder_3", session, days=3, at=at)
    for session in Session.objects.to_remind_of(at=at, days=[on, on + DAY]):
        _remind("events.reminder_1", session, days=1, at=at)
    ended = Run.objects.that_took_place(since=start_of(on) - THANKED_FOR, until=start_of(on))
    for run in ended:
        for registration in run.places.reminded(registered_before=run.ends_at).with_mail():
            _post("events.thanks", registration, about=registration, at=at)


def _remind(kind, session, *, days, at):
    """Who registered later than the reminder was due has the day in a fresh message."""
    on = localdate(session.starts_at)
    due = start_of(on - days * DAY)
    for registration in session.run.places.reminded(registered_before=due):
        _post(kind, registration, about=session, at=at, on=on)


def _post(kind, registration, **facts):
    outbox.post(kind, to=registration, language=registration.language, **facts)
