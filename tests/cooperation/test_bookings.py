import pytest
from django import forms
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from cooperation.bookings import Wish, refuse_clashes
from cooperation.models import Booking
from tests.cooperation.factories import make_person, make_room, make_venue
from tests.trainings.factories import at, make_session

pytestmark = pytest.mark.django_db


class DateForm(forms.Form):
    room = forms.CharField(required=False)
    trainer = forms.CharField(required=False)


def asked(taken, starts=9, ends=12, *, seats=None, **day):
    form = DateForm({})
    field = "room" if hasattr(taken, "venue") else "trainer"
    return Wish(form, field, taken, at(hour=starts, **day), at(hour=ends, **day), seats)


NO_OTHER = "No other room with 20 seats or more is free then."


@pytest.fixture(autouse=True)
def english():
    with translation.override("en"):
        yield


@pytest.mark.parametrize(
    ("starts", "ends", "free"), [(7, 9, True), (12, 13, True), (11, 13, False), (8, 13, False)]
)
def test_room_that_is_taken_is_refused_and_the_other_date_named(starts, ends, free):
    room = make_room()
    make_session(room=room)
    wish = asked(room, starts, ends)
    refuse_clashes([wish])
    sentence = "The room is taken on Wed 10.03.2027, 9:00–12:00 (training)."
    assert wish.form.errors == ({} if free else {"room": [sentence, NO_OTHER]})


def test_person_who_is_booked_is_refused_by_name():
    trainer = make_person(given_name="Ada", family_name="Bär")
    make_session(trainers=[trainer])
    wish = asked(trainer, 10, 11)
    refuse_clashes([wish])
    sentence = "Ada Bär is booked on Wed 10.03.2027, 9:00–12:00 (training)."
    assert wish.form.errors == {"trainer": [sentence]}


def test_two_new_dates_of_one_page_clash():
    room = make_room()
    wishes = [asked(room), asked(room, 11, 13), asked(room, day=11)]
    refuse_clashes(wishes)
    sentence = "The room is taken on Wed 10.03.2027, 9:00–12:00 (on this page)."
    assert [wish.form.errors for wish in wishes] == [
        {},
        {"room": [sentence, NO_OTHER]},
        {},
    ]


def test_rooms_that_are_free_and_large_enough_are_named_the_nearest_first():
    house = make_venue(name="Kreishaus", town="Koblenz")
    hall = make_room(venue=house, name="Saal", seats=40)
    make_session(room=hall)
    make_session(room=make_room(venue=house, name="Raum 2", seats=30), starts_at=at(hour=11))
    make_room(venue=house, name="Raum 3", seats=19)
    make_room(venue=make_venue(name="Rathaus", town="Mayen"), name="Raum 5", seats=20)
    make_room(venue=make_venue(name="Bürgerhaus", town="Koblenz"), name="Raum 6", seats=60)
    on_page = make_room(venue=house, name="Raum 4", seats=20)
    wishes = [asked(hall, seats=20), asked(on_page)]
    refuse_clashes(wishes)
    assert wishes[0].form.errors["room"][1] == (
        "Free at that time: Raum 6, Bürgerhaus, Koblenz, 60 seats;"
        " Raum 5, Rathaus, Mayen, 20 seats."
    )
    assert wishes[1].form.errors == {}
    alone = [asked(hall, seats=20)]
    refuse_clashes(alone)
    assert (
        alone[0]
        .form.errors["room"][1]
        .startswith("Free at that time: Raum 4, Kreishaus, Koblenz, 20 seats; Raum 6, ")
    )


def test_date_that_is_moved_leaves_its_room_free():
    house = make_venue(name="Kreishaus", town="Koblenz")
    taken = make_room(venue=house, name="Saal")
    make_session(room=taken)
    moved = make_session(room=make_room(venue=house, name="Raum 2"))
    wish = asked(taken)
    refuse_clashes([wish], replacing=[("trainings_session", [moved.pk])])
    assert wish.form.errors["room"][1] == (
        "Free at that time: Raum 2, Kreishaus, Koblenz, 20 seats."
    )


def test_date_that_is_moved_does_not_clash_with_itself():
    room = make_room()
    session = make_session(room=room)
    wish = asked(room, 10, 13)
    refuse_clashes([wish], replacing=[("trainings_session", [session.pk])])
    assert wish.form.errors == {}


def test_asking_costs_few_queries_however_many_dates():
    """One for what is booked, and one for each of three refused rooms that is helped with."""
    room = make_room()
    for day in range(10, 16):
        make_session(room=room, starts_at=at(day=day))
    wishes = [asked(room, day=day) for day in range(10, 16)]
    with CaptureQueriesContext(
        connection,
    ) as queries:
        refuse_clashes(wishes)
    assert (len(queries), len([w for w in wishes if w.form.errors])) == (4, 6)
    assert Booking.objects.count() == 6
