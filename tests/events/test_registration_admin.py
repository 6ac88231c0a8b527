"""The office finds registrations by what somebody says in a call, and does what they ask for."""

import pytest
from django.urls import reverse

from events.models import CallRequest, Registration
from miko_portal.base.models import Message
from tests.base.factories import make_staff
from tests.events.factories import at, make_registration, make_run

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _on_that_day(time_machine):
    time_machine.move_to(at(0, 12), tick=False)


@pytest.fixture
def office(client):
    client.force_login(make_staff("Koordination"))
    return client


def listed(office, **query):
    response = office.get(reverse("admin:events_registration_changelist"), query)
    assert response.status_code == 200
    return list(response.context["cl"].result_list)


def make_one_of_each():
    """Seated with only a telephone, offered, waiting, cancelled, and held for a check."""
    run = make_run(coming="here")
    return [
        make_registration(run, name="Amina", telephone="+4915123456789"),
        make_registration(run, confirmed_at=None, offered_until=at(1)),
        make_registration(run, confirmed_at=None),
        make_registration(run, cancelled_at=at(0)),
        make_registration(run, suspicion="haste"),
    ]


def test_registration_is_found_by_number_telephone_and_name(office):
    amina, *others = make_one_of_each()
    for said in (amina.code, "0151 23456789", "٠١٥١ ٢٣٤٥٦٧٨٩", "amina"):
        assert amina in listed(office, q=said)
    assert listed(office, q=others[0].code) == [others[0]]
    assert listed(office, q="gibt es nicht") == []


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({"standing": "seated"}, [4, 0]),
        ({"standing": "offered"}, [1]),
        ({"standing": "waiting"}, [2]),
        ({"standing": "cancelled"}, [3]),
        ({"standing": "check"}, [4]),
        ({"reached": "telephone"}, [0]),
    ],
)
def test_list_is_filtered_in_the_words_of_the_office(office, query, found):
    rows = make_one_of_each()
    assert set(listed(office, **query)) == {rows[number] for number in found}


@pytest.mark.parametrize(
    ("number", "step", "fact"),
    [
        (0, "cancel", "cancelled_at"),
        (1, "accept", "confirmed_at"),
        (1, "decline", "cancelled_at"),
        (4, "approve", "checked_at"),
    ],
)
def test_what_a_caller_says_is_asked_for_once_and_done(office, number, step, fact):
    row = make_one_of_each()[number]
    address = reverse(f"admin:events_registration_{step}", args=[row.pk])
    before = Registration.objects.values().get(pk=row.pk)
    assert office.get(address).status_code == 200
    assert Registration.objects.values().get(pk=row.pk) == before
    assert office.post(address).status_code == 302
    assert getattr(Registration.objects.get(pk=row.pk), fact) == at(0, 12)


def test_answer_that_comes_too_late_is_told(office):
    row = make_one_of_each()[0]
    address = reverse("admin:events_registration_accept", args=[row.pk])
    page = office.post(address, follow=True)
    assert [message.level_tag for message in page.context["messages"]] == ["error"]


def test_office_registers_and_changes_what_a_caller_says(office):
    run = make_run(coming="telephone")
    address = reverse("admin:events_registration_new", args=[run.pk])
    typed = {"name": "Amina", "telephone": "0151 23456789", "persons": "2", "language": "ar"}
    page = office.post(address, typed, follow=True)
    registration = Registration.objects.get()
    assert (registration.persons, registration.language) == (2, "ar")
    assert registration.registered_by == page.wsgi_request.user
    assert any(registration.code in str(message) for message in page.context["messages"])
    address = reverse("admin:events_registration_edit", args=[registration.pk])
    assert office.get(address).context["form"]["name"].value() == "Amina"
    office.post(address, {**typed, "persons": "3"})
    assert Registration.objects.get().persons == 3
    page = office.post(address, {**typed, "persons": "500"})
    assert list(page.context["form"].errors) == ["persons"]
    assert not Message.objects.exists()


@pytest.mark.parametrize("role", ["Leitung", "Partner", "Ehrenamt"])
def test_who_may_not_change_gets_nowhere(client, role):
    row = make_one_of_each()[0]
    client.force_login(make_staff(role))
    for name in ("cancel", "accept", "decline", "approve", "edit"):
        address = reverse(f"admin:events_registration_{name}", args=[row.pk])
        assert client.post(address).status_code in (302, 403)
    address = reverse("admin:events_registration_new", args=[row.run_id])
    assert client.post(address).status_code in (302, 403)
    assert Registration.objects.filter(cancelled_at=None).count() == 4
    page = client.get(reverse("admin:events_registration_change", args=[row.pk]))
    assert page.status_code == (200 if role == "Leitung" else 302)


@pytest.mark.parametrize("number", [3, 30])
def test_list_costs_the_same_however_long_it_is(office, number, django_assert_max_num_queries):
    run = make_run(coming="here", capacity=100)
    for _ in range(number):
        make_registration(run)
    with django_assert_max_num_queries(16):
        assert len(listed(office)) == min(number, 25)


def test_calls_are_ticked_as_reached_or_again(office):
    calls = [
        CallRequest.objects.create(telephone=f"+4926112345{n}", language="ar", asked_at=at(-n))
        for n in (1, 2)
    ]
    address = reverse("admin:events_callrequest_changelist")
    for action, call in (("reached", calls[0]), ("again", calls[1])):
        office.post(address, {"action": action, "_selected_action": [call.pk]})
        call.refresh_from_db()
    assert (calls[0].reached_at, calls[1].reached_at) == (at(0, 12), None)
    assert calls[1].tried_at == at(0, 12)
    shown = office.get(address, {"call": "open"}).context["cl"].result_list
    assert list(shown) == [calls[1]]


def test_contact_that_is_deleted_leaves_a_row_that_can_be_read(office):
    row = make_one_of_each()[0]
    row.contact.delete()
    assert office.get(reverse("admin:events_registration_change", args=[row.pk])).status_code == 200
