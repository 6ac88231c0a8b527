"""A larger room or more childcare, entered in the administration, is offered to those who wait."""

import pytest
from django.urls import reverse

from events.models import Registration
from miko_portal.base.models import Message
from tests.base.factories import make_staff
from tests.cooperation.factories import make_venue
from tests.events.factories import TODAY, at, make_registration, make_run
from tests.events.test_admin import change

pytestmark = pytest.mark.django_db
CARE = {"childcare_places": 2, "childcare_from_age": 3, "childcare_until_age": 8}


@pytest.fixture(autouse=True)
def coordinator(client, time_machine):
    time_machine.move_to(at(0, 12), tick=False)
    client.force_login(make_staff("Koordination"))
    return client


@pytest.fixture
def run():
    """Full with two, while a group of three and then one person wait."""
    venue = make_venue(name="Haus", town="Mayen")
    run = make_run(coming="here", capacity=2, place=venue)
    make_registration(run, persons=2, name="Seated", mail="s@example.org")
    for name, persons in (("Group", 3), ("Alone", 1)):
        mail = f"{name.lower()}@example.org"
        make_registration(run, persons=persons, name=name, mail=mail, confirmed_at=None)
    run.refresh_from_db()
    return run


def save(client, run, **kw):
    """Posts the form of the run with its date as it is; answers what the office is told."""
    row = {
        "id": run.sessions.get().pk,
        "day": run.sessions.get().starts_at.date(),
        "place": "Haus, Mayen",
    }
    assert change(client, run, [row], **kw).status_code == 302
    page = client.get(reverse("admin:events_run_changelist"))
    run.refresh_from_db()
    return [str(message) for message in page.context["messages"] if "Nachrückliste" in str(message)]


def offered():
    found = Registration.objects.offered().order_by("pk")
    return [registration.contact.name for registration in found]


def test_more_seats_are_offered_to_the_first_group_that_fits(coordinator, run):
    told = save(coordinator, run, capacity=3)
    assert (offered(), len(told)) == (["Alone"], 1)
    save(coordinator, run, capacity=6)
    assert (offered(), run.seats_taken) == (["Group", "Alone"], 6)
    assert Message.objects.filter(kind="events.offered").count() == 2


def test_no_more_seats_offer_nothing(coordinator, run):
    assert save(coordinator, run, cost_cents="1") == []
    assert (offered(), run.seats_taken) == ([], 2)
    run.cancel(on=TODAY, reason="Krank")
    save(coordinator, run, capacity=9)
    assert (offered(), Message.objects.filter(kind="events.offered").count()) == ([], 0)


def test_fewer_seats_than_are_taken_are_refused_with_a_sentence(coordinator, run):
    row = {"id": run.sessions.get().pk, "place": "Haus, Mayen"}
    response = change(coordinator, run, [row], capacity=1)
    assert response.status_code == 200
    assert list(response.context["adminform"].form.errors) == ["capacity"]
    run.refresh_from_db()
    assert run.capacity == 2


def test_more_childcare_is_given_to_those_who_have_a_seat_without_it(coordinator):
    run = make_run(coming="here", capacity=9, place=make_venue(name="Haus", town="Mayen"), **CARE)
    first = make_registration(run, children_3_to_5=2, childcare_at=at(-1), mail="a@example.org")
    later = make_registration(run, children_3_to_5=1, mail="b@example.org")
    assert (first.childcare_at is None, later.childcare_at) == (False, None)
    save(coordinator, run, **CARE | {"childcare_places": 3})
    later.refresh_from_db()
    assert later.childcare_at == at(0, 12)
    assert Message.objects.filter(kind="events.childcare").count() == 1
