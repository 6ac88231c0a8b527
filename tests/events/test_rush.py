"""Two hundred people want twenty seats at the same moment, over HTTP, from eight processes.

`ROUNDS=50 python -m pytest tests/events/test_rush.py` plays it fifty times instead of twice.
"""

import os
from concurrent.futures import ThreadPoolExecutor
from random import Random
from threading import Barrier

import pytest
from django.core import signing

from events.models import Run
from events.views.registrations import TICKET_SALT
from miko_portal.base.models import HistoryEntry, Message
from miko_portal.bench.registering import path_and_form
from tests.served import PATIENCE, ask, make_open_run, serving_portal

ROUNDS = int(os.environ.get("ROUNDS", "2"))
PEOPLE, SEATS, PROCESSES = 200, 20, 8
GROUPS = [1, 1, 1, 2, 2, 3, 4]

pytestmark = [pytest.mark.matrix, pytest.mark.django_db(transaction=True)]


def all_at_once(port, run, *, seed):
    """Each sends a form of their own, from a network of their own; what each is answered."""
    dice, begin = Random(seed), Barrier(PEOPLE)
    forms = [path_and_form(run, number=n) for n in range(PEOPLE)]
    groups = [{"persons": str(dice.choice(GROUPS))} for _ in forms]

    def send(n):
        begin.wait(PATIENCE)
        path, form = forms[n]
        return ask(port, path, form=form | groups[n], address=f"127.{seed}.1.{n + 1}")

    with ThreadPoolExecutor(PEOPLE) as pool:
        return list(pool.map(send, range(PEOPLE)))


def in_turn(places, *, capacity):
    """Who has seats if these come one after the other: True, or False for those who wait."""
    free, waiting, seated = capacity, [], []
    for place in places:
        fits = place.persons <= free and not any(persons <= free for persons in waiting)
        seated.append(fits)
        if fits:
            free -= place.persons
        else:
            waiting.append(place.persons)
    return seated


def faults(run, answers):
    """What is wrong after a rush, in words."""
    places = list(run.places.order_by("pk"))
    seated = [bool(place.confirmed_at) for place in places]
    taken = sum(place.persons for place in places if place.confirmed_at)
    noted = Run.objects.get(pk=run.pk).seats_taken
    tickets = [
        signing.loads(answer.headers["Location"].split("/")[-2], salt=TICKET_SALT)[0]
        for answer in answers
        if answer.status == 302
    ]
    kinds = {True: "events.confirmed", False: "events.waiting"}
    told = {
        f"events.registration:{place.pk}": kinds[has_seats]
        for place, has_seats in zip(places, seated, strict=True)
    }
    messages = Message.objects.filter(recipient__in=told)
    history = HistoryEntry.objects.filter(
        table_name="events_registration", row_id__in=[place.pk for place in places]
    )
    checks = {
        "not everybody was answered": len(tickets) == PEOPLE,
        "what is answered is not stored": sorted(tickets) == [place.pk for place in places],
        "not exactly all seats are taken": (taken, noted) == (SEATS, SEATS),
        "somebody waits out of turn": seated == in_turn(places, capacity=SEATS),
        "somebody was told something else": sorted(messages.values_list("recipient", "kind"))
        == sorted(told.items()),
        "not everybody is in the history": history.count() == PEOPLE,
    }
    return [what for what, holds in checks.items() if not holds]


def test_twenty_seats_are_taken_by_twenty_and_the_others_wait_in_order():
    with serving_portal(workers=PROCESSES) as port:
        for seed in range(ROUNDS):
            run = make_open_run(capacity=SEATS)
            assert faults(run, all_at_once(port, run, seed=seed)) == []


def test_without_the_lock_it_goes_wrong():
    run = make_open_run(capacity=SEATS)
    with serving_portal("tests.events.unlocked", workers=PROCESSES) as port:
        assert faults(run, all_at_once(port, run, seed=0)) != []
