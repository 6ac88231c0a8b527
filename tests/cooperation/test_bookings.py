import pytest
from django import forms
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from cooperation.bookings import Wish, refuse_clashes
from cooperation.models import Booking
from tests.cooperation.factories import make_person, make_room
from tests.trainings.factories import at, make_session

pytestmark = pytest.mark.django_db


class DateForm(forms.Form):
    room = forms.CharField(required=False)
    trainer = forms.CharField(required=False)


def asked(taken, starts=9, ends=12, **day):
    form = DateForm({})
    field = "room" if hasattr(taken, "venue") else "trainer"
    return Wish(form, field, taken, at(hour=starts, **day), at(hour=ends, **day))


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
    assert wish.form.errors == ({} if free else {"room": [sentence]})


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
    assert [wish.form.errors for wish in wishes] == [{}, {"room": [sentence]}, {}]


def test_date_that_is_moved_does_not_clash_with_itself():
    room = make_room()
    session = make_session(room=room)
    wish = asked(room, 10, 13)
    refuse_clashes([wish], replacing=[("trainings_session", [session.pk])])
    assert wish.form.errors == {}


def test_asking_costs_one_query_however_many_dates():
    room = make_room()
    for day in range(10, 16):
        make_session(room=room, starts_at=at(day=day))
    wishes = [asked(room, day=day) for day in range(10, 16)]
    with CaptureQueriesContext(
        connection,
    ) as queries:
        refuse_clashes(wishes)
    assert (len(queries), len([w for w in wishes if w.form.errors])) == (1, 6)
    assert Booking.objects.count() == 6
