"""Numbers without names: entered once for each past date, never more parts than persons."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.translation import override

from events.actions import count_heads
from events.models import HeadCount, Session
from miko_portal.base.models import HistoryEntry
from tests.base.factories import make_staff, make_user
from tests.events.factories import TODAY, at, make_head_count, make_run, make_seminar, make_session

pytestmark = pytest.mark.django_db
MISSING = "/verwaltung/events/headcount/missing/"


@pytest.fixture(autouse=True)
def _on_that_day(time_machine):
    time_machine.move_to(at(0, 12), tick=False)


@pytest.fixture
def coordinator(client):
    user = make_staff("Koordination", language="en")
    client.force_login(user)
    return user


def past(days=-7, **kw):
    return make_run(days=days, **kw).sessions.get()


def count(session, persons=12, women=None, children=None):
    return count_heads(
        session, persons=persons, women=women, children=children, by=make_user(), at=at(0, 12)
    )


def test_a_past_date_has_one_number_and_its_history():
    session = past()
    stored = count(session, 12, 7, 5)
    assert (stored.persons, stored.women, stored.children) == (12, 7, 5)
    assert HistoryEntry.objects.filter(table_name="events_headcount", row_id=stored.pk).count() == 1
    with pytest.raises(ValidationError, match="inzwischen"):
        count(session)
    assert HeadCount.objects.get() == stored


@pytest.mark.parametrize(
    ("days", "whole", "one"), [(7, False, False), (-7, True, False), (-7, False, True)]
)
def test_what_is_to_come_or_was_called_off_has_none(days, whole, one):
    session = past(days)
    if whole:
        session.run.cancel(on=TODAY, reason="Krank")
    if one:
        session.cancel(on=TODAY, reason="Krank")
    with pytest.raises(ValidationError):
        count(session)
    assert not HeadCount.objects.exists()


@pytest.mark.parametrize(
    "wrong",
    [
        {"persons": 5, "women": 3, "children": 3},
        {"persons": 10_000},
        {"held_on": None},
    ],
)
def test_the_database_refuses_what_cannot_be(wrong):
    with pytest.raises(IntegrityError), transaction.atomic():
        make_head_count(**wrong)


def test_a_seminar_has_one_number_for_a_day():
    there = make_head_count()
    with pytest.raises(IntegrityError), transaction.atomic():
        make_head_count(there.seminar)


def test_each_number_has_its_day_and_seminar():
    late = past(days=-1, hour=23)
    make_head_count(session=late)
    old = make_head_count(held_on=date(2019, 5, 8))
    found = HeadCount.objects.with_day().order_by("day").values_list("day", "of_seminar")
    assert list(found) == [(date(2019, 5, 8), old.seminar_id), (at(-1).date(), late.run.seminar_id)]


def test_list_has_past_dates_that_nobody_counted_or_registered_for():
    missing = past()
    for kw in ({"published_on": None}, {"coming": "here"}, {"days": 7}):
        past(**kw)
    make_head_count(session=past())
    past().cancel(on=TODAY, reason="Krank")
    past().run.cancel(on=TODAY, reason="Krank")
    assert list(Session.objects.without_head_count(at=at(0))) == [missing]


def typed(*rows):
    fields = {"form-TOTAL_FORMS": len(rows), "form-INITIAL_FORMS": len(rows)}
    for number, (session, persons, women, children) in enumerate(rows):
        told = {"date": session.pk, "persons": persons, "women": women, "children": children}
        fields |= {f"form-{number}-{name}": value for name, value in told.items()}
    return fields


def test_numbers_of_several_dates_are_stored_at_once(client, coordinator):
    first, second, third = past(-3), past(-2), past(-1)
    response = client.post(
        MISSING, typed((first, 12, 5, 3), (second, "٨", "", ""), (third, "", "", ""))
    )
    assert (response.status_code, response["Location"]) == (302, MISSING)
    stored = HeadCount.objects.order_by("pk").values_list("session", "persons", "women", "children")
    assert list(stored) == [(first.pk, 12, 5, 3), (second.pk, 8, None, None)]
    sessions = [session for _form, session in client.get(MISSING).context["rows"]]
    assert sessions == [third]


@pytest.mark.parametrize(
    ("row", "told"),
    [
        (("viele", "", ""), "Enter a whole number."),
        ((-1, "", ""), "Ensure this value is greater than or equal to 0."),
        ((10**9, "", ""), "Ensure this value is less than or equal to 9999."),
        (("", 3, ""), "Say how many came in all."),
        ((5, 3, 3), "Women and children together are more than all persons."),
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_stored(client, coordinator, row, told):
    response = client.post(MISSING, typed((past(-2), 12, "", ""), (past(-1), *row)))
    assert response.status_code == 200
    with override("en"):
        said = [[*map(list, form.errors.values())] for form in response.context["formset"]]
    assert said == [[], [[told]]]
    assert not HeadCount.objects.exists()


def test_of_two_who_enter_a_number_the_second_is_told(client, coordinator):
    first, second = past(-2), past(-1)
    make_head_count(session=second, persons=4)
    response = client.post(MISSING, typed((first, 12, "", ""), (second, 9, "", "")))
    assert "Somebody has entered the number of this date meanwhile." in response.text
    assert list(HeadCount.objects.values_list("persons", flat=True)) == [4]


@pytest.mark.parametrize("number", ["", "x", "10000000"])
def test_a_broken_form_is_no_error(client, coordinator, number):
    assert client.post(MISSING, {"form-TOTAL_FORMS": number}).status_code == 200


@pytest.mark.parametrize("number", [3, 30])
def test_list_asks_as_often_for_many(client, coordinator, number, django_assert_max_num_queries):
    for _ in range(number):
        past()
    with django_assert_max_num_queries(14):
        client.get(MISSING)


@pytest.mark.parametrize("number", [3, 20])
def test_what_is_counted_is_listed_at_one_cost(
    client, coordinator, number, django_assert_max_num_queries
):
    for n in range(number):
        make_head_count(session=past())
        make_head_count(persons=n)
    with django_assert_max_num_queries(16):
        assert client.get("/verwaltung/events/headcount/").status_code == 200
    with django_assert_max_num_queries(12):
        assert client.get("/verwaltung/events/headcount/add/").status_code == 200


def test_old_day_is_entered_in_the_administration(client, coordinator):
    seminar = make_seminar()
    address = "/verwaltung/events/headcount/add/"
    day = {"held_on_day": 8, "held_on_month": 5, "held_on_year": 2019}
    numbers = {"persons": 14, "women": "", "children": 2}
    fields = {"seminar": seminar.pk, **day, **numbers}
    future = client.post(address, fields | {"held_on_year": 2028})
    assert "This day is still to come." in future.text
    assert client.post(address, fields).status_code == 302
    stored = HeadCount.objects.get()
    assert (stored.seminar, stored.held_on, stored.persons) == (seminar, date(2019, 5, 8), 14)
    again = client.post(address, fields)
    assert "There is a number for this seminar and day already." in again.text
    assert client.get(f"/verwaltung/events/headcount/{stored.pk}/change/").status_code == 200
    make_session(make_run(days=-3))
    make_head_count(session=past())
    assert client.get("/verwaltung/events/headcount/").status_code == 200


def test_only_the_office_sees_it(client):
    client.force_login(make_staff("Sachbearbeitung"))
    assert client.get(MISSING).status_code == 403
    assert client.get("/verwaltung/events/headcount/").status_code == 200
