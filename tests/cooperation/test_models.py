from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from django.db import IntegrityError

from cooperation.models import Booking, Organisation, Venue
from tests.cooperation.factories import make_organisation, make_person, make_room

pytestmark = pytest.mark.django_db
BERLIN = ZoneInfo("Europe/Berlin")


def at(hour):
    return datetime(2027, 3, 10, hour, tzinfo=BERLIN)


def test_organisations_are_listed_in_german_order():
    names = ["Zell", "Ärzteverein", "Straßenbau", "Strasse", "adler", "Öffnung", "Ofen"]
    for name in names:
        make_organisation(name=name)
    assert [o.name for o in Organisation.objects.all()] == [
        "adler",
        "Ärzteverein",
        "Ofen",
        "Öffnung",
        "Strasse",
        "Straßenbau",
        "Zell",
    ]


@pytest.mark.parametrize("taken", ["room", "person"])
def test_nothing_is_booked_twice_at_a_time(taken):
    what = {taken: make_room() if taken == "room" else make_person()}
    Booking.objects.create(**what, starts_at=at(9), ends_at=at(12), source="a", source_id=1)
    Booking.objects.create(**what, starts_at=at(12), ends_at=at(13), source="b", source_id=1)
    with pytest.raises(IntegrityError, match=f"booking_{taken}_once"):
        Booking.objects.create(**what, starts_at=at(11), ends_at=at(14), source="b", source_id=2)


@pytest.mark.parametrize(
    ("name", "town", "shown"),
    [
        ("Bürgerhaus", "Polch", "Bürgerhaus, Polch"),
        ("Vulkanhaus Mendig", "Mendig", "Vulkanhaus Mendig"),
        ("Online", "", "Online"),
    ],
)
def test_venue_names_its_town_once(name, town, shown):
    assert str(Venue(name=name, town=town)) == shown
