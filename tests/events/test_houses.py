"""A house without rooms is never refused; what else is in it at that time is said."""

from datetime import date, timedelta

import pytest
from django.db import transaction
from django.urls import reverse

from cooperation.houses import others_in_the_house
from events.actions import cancel
from events.models import Run, Session
from tests.cooperation.factories import make_meeting, make_room, make_venue
from tests.events.factories import TODAY, at, make_run, make_seminar, make_session
from tests.events.test_admin import change
from tests.events.test_series import NEW, PROGRAMME, coordinator, evenings, frozen, preview, rule
from tests.trainings.browser import fields
from trainings.models import Session as TrainingDate

__all__ = ["coordinator", "frozen"]
pytestmark = pytest.mark.django_db

TALK = "Im selben Haus zur gleichen Zeit: Redekreis, 18:00–20:00"


@pytest.fixture
def house():
    return make_venue(name="Treffpunkt", town="Polch")


@pytest.fixture
def talk(house):
    return make_run(title="Redekreis", days=14, place=house)


def said(place, hour=18, hours=2, **kw):
    """What is said of a date that is planned two weeks ahead."""
    starts_at = at(14, hour)
    session = Session(starts_at=starts_at, ends_at=starts_at + timedelta(hours=hours), **kw)
    session.set_place(place)
    return [str(other) for other in others_in_the_house([session])[0]]


def test_another_date_in_the_house_at_that_time_is_named(house, talk):
    make_run(title="Andernorts", days=14)
    assert said(house) == said(house, hour=19) == said(house, hour=10, hours=9) == [TALK]
    assert said(house, hour=16) == said(house, hour=20) == []
    assert said(make_venue(name="Treffpunkt", town="Polch")) == []
    assert said(make_room(venue=house)) == [TALK]
    assert others_in_the_house([talk.sessions.get()]) == [[]]


def test_rooms_mind_the_house_and_not_each_other(house):
    hall, kitchen = make_room(venue=house, name="Saal"), make_room(venue=house, name="Küche")
    make_session(make_run(days=None), 14, room=hall)
    make_meeting(starts_at=at(14, 19), ends_at=at(14, 21), room=kitchen)
    assert said(house) == [
        "Im selben Haus zur gleichen Zeit: Veranstaltung (Saal), 18:00–20:00",
        "Im selben Haus zur gleichen Zeit: Treffen (Küche), 19:00–21:00",
    ]
    assert said(kitchen) == []


def test_what_is_called_off_is_not_named(house, talk):
    single = make_session(make_run(days=None, title="Abgesagt"), 14, venue=house)
    single.cancel(on=TODAY, reason="Krank")
    assert said(house) == [TALK]
    with transaction.atomic():
        cancel(talk, by=None, on=TODAY, at=at(0), reason="Krank")
    assert said(house) == []


def test_many_dates_are_asked_for_in_two_queries(house, talk, django_assert_num_queries):
    for days in range(20):
        make_session(talk, days + 30, venue=house)
    dates = list(Session.objects.select_related("room", "venue"))
    with django_assert_num_queries(2):
        assert len(others_in_the_house(dates)) == 21


def test_new_date_is_stored_and_the_other_is_named(coordinator, talk):
    row = {"day": date(2027, 3, 24), "starts": "19", "place": "Treffpunkt, Polch"}
    stored = coordinator.post(reverse(NEW), evenings(make_seminar(), row), follow=True)
    assert [str(message) for message in stored.context["messages"]][1:] == [
        f"Mi 24.03.2027: {TALK}"
    ]
    (form, *_empty) = stored.context["inline_admin_formsets"][0].formset.forms
    assert form["day"].help_text == TALK
    assert Run.objects.count() == 2


def test_date_that_is_moved_into_another_is_stored_and_told(coordinator, house, talk):
    run = make_run(title="Kochen", days=21, place=house)
    row = {"id": run.sessions.get().pk, "day": date(2027, 3, 31), "place": "Treffpunkt, Polch"}

    def told():
        listed = coordinator.get(reverse("admin:events_run_changelist"))
        return [str(message) for message in listed.context["messages"] if TALK in str(message)]

    change(coordinator, run, [dict(row)])
    assert told() == []
    change(coordinator, run, [row | {"day": date(2027, 3, 24)}])
    assert told() == [f"Mi 24.03.2027: {TALK}"]
    assert run.sessions.get().starts_at == at(14)


def test_days_of_a_series_say_what_else_is_there(coordinator, house, talk):
    data = rule(make_seminar(), place="Treffpunkt, Polch")
    rows = preview(coordinator, data).context["preview"].rows
    assert [str(row.fields["keep"].help_text) for row in rows[:3]] == ["", TALK, ""]
    assert [row.errors for row in rows[:3]] == [{}, {}, {}]


def test_copied_programme_says_what_else_is_there(coordinator, house):
    make_run(title="Kochen", place=house, days=-364)
    make_run(title="Redekreis", place=house, days=7, hour=19)
    shown = coordinator.get(reverse(PROGRAMME), {"year": 2026, "part": "year", "into": 2027})
    (row,) = shown.context["forms"]
    assert row["day"].help_text == "Im selben Haus zur gleichen Zeit: Redekreis, 19:00–21:00"


def test_training_in_a_room_of_the_house_is_stored_and_told(coordinator, house, talk):
    make_room(venue=house, name="Saal", seats=20)
    typed = {"course": "Argumente", "capacity": 10, "place": "Saal, Treffpunkt, Polch"}
    typed |= {"day_1_day": 24, "day_1_month": 3, "day_1_year": 2027, "starts_1": 19, "ends_1": 21}
    stored = coordinator.post(reverse("admin:trainings_run_add"), typed, follow=True)
    assert [str(message) for message in stored.context["messages"]][1:] == [
        f"Mi 24.03.2027: {TALK}"
    ]
    (form, _empty) = stored.context["inline_admin_formsets"][0].formset.forms
    assert form["day"].help_text == TALK
    page = stored.redirect_chain[0][0]

    def told(**kw):
        saved = coordinator.post(page, fields(coordinator.get(page)) | kw, follow=True)
        return [str(message) for message in saved.context["messages"] if TALK in str(message)]

    assert told(**{"sessions-0-starts": "18"}) == [f"Mi 24.03.2027: {TALK}"]
    assert told() == []
    assert told(**{"sessions-0-called_off": "Krank"}) == []
    (form, _empty) = coordinator.get(page).context["inline_admin_formsets"][0].formset.forms
    assert form["day"].help_text == ""


def test_training_online_has_no_house(house, talk, django_assert_num_queries):
    date = TrainingDate(starts_at=at(14, 18), ends_at=at(14, 20))
    with django_assert_num_queries(0):
        assert others_in_the_house([date]) == [[]]
