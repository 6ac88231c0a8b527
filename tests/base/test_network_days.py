"""How many forms come from a network in a day."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection

from miko_portal.base import nightly
from miko_portal.base.models import NetworkDay
from tests.events.factories import TODAY, at

FAMILY, OFFICE = "2001:db8::7", "192.0.2.44"


@pytest.mark.django_db(transaction=True)
def test_of_many_at_the_same_moment_each_is_counted():
    begin = Barrier(8)

    def count(_):
        try:
            begin.wait(10)
            return NetworkDay.objects.count(OFFICE, on=TODAY)
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as pool:
        assert sorted(pool.map(count, range(8))) == list(range(1, 9))


@pytest.mark.django_db
def test_each_network_is_counted_by_itself_and_each_day_anew():
    tomorrow = at(1).date()
    seen = [(OFFICE, TODAY), (OFFICE, TODAY), (FAMILY, TODAY), (OFFICE, tomorrow)]
    assert [NetworkDay.objects.count(address, on=day) for address, day in seen] == [1, 2, 1, 1]


@pytest.mark.django_db
def test_no_address_can_be_told_from_what_is_kept(settings):
    NetworkDay.objects.count(OFFICE, on=TODAY)
    settings.SECRET_KEY = "another one, since nobody knows ours"
    assert NetworkDay.objects.count(OFFICE, on=TODAY) == 1
    assert [len(kept.network) for kept in NetworkDay.objects.all()] == [64, 64]


@pytest.mark.django_db
def test_networks_are_forgotten_the_night_after():
    NetworkDay.objects.count(OFFICE, on=TODAY)
    for moment, left in ((at(0, 23, 59), 1), (at(1, 3), 0)):
        nightly.jobs["base.upkeep"].run(on=moment.date(), at=moment)
        assert NetworkDay.objects.all().count() == left
