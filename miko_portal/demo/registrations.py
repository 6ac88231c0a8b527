"""Whom the volunteer of the demo has registered for seminars."""

from datetime import date, timedelta

from django.utils.timezone import localdate

from events import actions
from events.facts import Coming
from events.models import Registration, RegistrationContact, Run
from miko_portal.base.models import User
from miko_portal.base.telephones import normalised
from miko_portal.demo.content import moment, read


def load_counselling(runs: dict[str, list[Run]], *, today: date, by: User) -> None:
    """People with one telephone; who has no mail address gets messages through the volunteer."""
    for number, (key, told) in enumerate(read("counselling").items()):
        coming = [run for run in runs[key] if run.coming == Coming.HERE and _is_ahead(run, today)]
        at = moment(today - timedelta(days=3 - number), "10:15")
        people = [_person(wish, told["telephone"], by=by) for wish in told["people"]]
        stored = actions.register_each(coming[0], people=people, by=by, at=at)
        for registration, wish in zip(stored, told["people"], strict=True):
            if wish.get("gone"):
                actions.cancel_registration(registration, by=by, at=at + timedelta(hours=5))


def _is_ahead(run, today):
    return localdate(run.starts_at) > today


def _person(wish, telephone, *, by):
    facts = {name: value for name, value in wish.items() if name not in ("name", "mail", "gone")}
    contact = RegistrationContact(
        name=wish["name"], telephone=normalised(telephone), mail=wish.get("mail", by.email)
    )
    return Registration(**facts), contact
