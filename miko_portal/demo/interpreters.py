"""Who interprets at the seminars of the demo: who came, confirmed, was asked; some are missing."""

from datetime import date, datetime, time, timedelta
from decimal import Decimal

from django.utils.timezone import localdate, make_aware

from cooperation.models import Person
from events import actions
from events.interpreting import NOTICE
from events.models import Interpreter, Run
from events.models.seminars import GERMAN
from miko_portal.base.history import acting
from miko_portal.base.models import User
from miko_portal.demo.content import read
from miko_portal.demo.people import mail_address

FEE_PER_HOUR = 3000
ASKED_BEFORE = timedelta(days=21)


def load_interpreters(*, today: date, by: User) -> None:
    """Interpreters, and for each language of each run one of them who is free, or nobody yet."""
    with acting(by):
        known = [_interpreter(*told, on=today) for told in read("interpreters")]
    taken, wishes = set(), 0
    runs = Run.objects.filter(cancelled_on=None).exclude(interpreted=[])
    for run in runs.with_facts_for(GERMAN).order_by("starts_at", "pk"):
        days = {localdate(session.starts_at) for session in run.dates}
        over = max(days) < today
        soon = any(today <= day <= today + NOTICE for day in days)
        for language in run.interpreted:
            wishes += 1
            if (soon and language == run.interpreted[-1]) or (not over and wishes % 4 == 0):
                continue  # nobody is found yet
            fitting = (
                each
                for each in known
                if language in each.languages
                and (each.gender == "woman" or not run.women_only)
                and taken.isdisjoint((each.pk, day) for day in days)
            )
            if interpreter := next(fitting, None):
                taken.update((interpreter.pk, day) for day in days)
                _ask(
                    interpreter,
                    run,
                    language,
                    confirmed=over or wishes % 4 != 1,
                    today=today,
                    by=by,
                )


def _ask(interpreter, run, language, *, confirmed, today, by):
    first = run.dates[0]
    lasts = first.ends_at - first.starts_at
    asked = actions.ask_interpreter(
        interpreter,
        sessions=run.dates,
        language=language,
        fee_cents=round(lasts / timedelta(hours=1) * FEE_PER_HOUR),
        confirmed=confirmed,
        by=by,
        at=_noon(min(localdate(first.starts_at), today) - ASKED_BEFORE),
    )
    for assignment in asked:
        session = assignment.session
        if confirmed and localdate(session.starts_at) < today:
            hours = Decimal((session.ends_at - session.starts_at) / timedelta(hours=1))
            fee = assignment.fee_cents
            actions.record_interpreter(assignment, hours=hours, fee_cents=fee, by=by)


def _noon(day):
    return make_aware(datetime.combine(day, time(12)))


def _interpreter(given_name, family_name, languages, gender, note, *, on):
    person = Person.objects.create(
        given_name=given_name,
        family_name=family_name,
        mail=mail_address(given_name, family_name, None),
    )
    return Interpreter.objects.create(
        person=person, languages=languages, gender=gender, note=note, confirmed_on=on
    )
