"""Who registers for the seminars of the demo: people with names in several scripts."""

from datetime import date, datetime, timedelta
from itertools import cycle

from django.utils.timezone import localdate

from events.actions import register
from events.facts import Coming
from events.models import CallRequest, Registration, RegistrationContact, Run
from events.models.registrations import CHILDREN
from miko_portal.base.telephones import normalised
from miko_portal.demo.content import moment, read

PAUSE = timedelta(minutes=50)  # between two registrations


def load_registrants(runs: dict[str, list[Run]], *, today: date) -> None:
    """Groups register one after the other; when the seats are gone, the others wait."""
    told = read("registrants")
    people = cycle(told["people"])
    for key, groups in told["groups"].items():
        coming = [run for run in runs[key] if run.coming == Coming.HERE and _is_ahead(run, today)]
        at = moment(today - timedelta(days=2), "08:20")
        for person in (next(people) for _ in range(groups)):
            register_group(coming[0], person, at=at)
            at += PAUSE
    asked_at = moment(today - timedelta(days=1), "16:40")
    CallRequest.objects.bulk_create(
        CallRequest(telephone=normalised(number), language=language, asked_at=asked_at)
        for number, language in told["calls"]
    )


def _is_ahead(run, today):
    return localdate(run.starts_at) > today


def register_group(run: Run, told: dict, *, at: datetime) -> Registration:
    """One of the people of the file registers, with those they bring."""
    registration = Registration(persons=told.get("persons", 1), language=told["language"])
    if run.childcare_places:
        for group in CHILDREN:
            setattr(registration, group, told.get(group, 0))
    contact = RegistrationContact(
        name=told["name"],
        mail=told.get("mail", ""),
        telephone=normalised(told["telephone"]) if "telephone" in told else "",
        needs=told.get("needs", ""),
    )
    return register(run, registration=registration, contact=contact, by=None, at=at)
