"""What is committed anywhere is on the next page that any process of the server sends."""

import re
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override

from events.models import Registration
from tests.served import ask, make_open_run, serving_portal

TIMES, AT_ONCE, PROCESSES = 1000, 2, 3

pytestmark = [pytest.mark.matrix, pytest.mark.django_db(transaction=True)]


def seats_seen(port, run, times):
    """Free seats as the page tells them each time somebody has just taken one."""
    with override("de"):
        path = reverse("events:seminar_detail", args=[run.pk])
    now = timezone.now()
    try:
        for _ in range(times):
            Registration.objects.create(run=run, created_at=now, confirmed_at=now)
            yield int(re.search(r"(\d+) freie Plätze", ask(port, path).text)[1])
    finally:
        connection.close()


def seen_by_all(times, application="miko_portal.wsgi"):
    """What is seen, and what there is, of so many runs at once."""
    share = times // AT_ONCE
    runs = [make_open_run(capacity=share + 2) for _ in range(AT_ONCE)]
    with (
        serving_portal(application, workers=PROCESSES, PAGE_CACHE="true") as port,
        ThreadPoolExecutor(AT_ONCE) as pool,
    ):
        seen = list(pool.map(lambda run: list(seats_seen(port, run, share)), runs))
    return seen, [list(range(share + 1, 1, -1))] * AT_ONCE


def test_seat_that_is_taken_is_gone_from_the_next_page_a_thousand_times():
    seen, there = seen_by_all(TIMES)
    assert seen == there


def test_kept_pages_that_ask_nothing_would_be_stale():
    seen, there = seen_by_all(20, "tests.events.forgetful")
    assert seen != there
