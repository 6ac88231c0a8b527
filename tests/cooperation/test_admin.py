import pytest
from django.urls import reverse

from cooperation.models import Contact, Membership, Organisation, Venue
from tests.base.factories import make_staff, make_user
from tests.cooperation.factories import make_organisation, make_partner, make_person

pytestmark = pytest.mark.django_db


@pytest.fixture
def coordinator(client):
    user = make_staff("Koordination", language="en")
    client.force_login(user)
    return user


def inline(prefix, *rows):
    data = {f"{prefix}-TOTAL_FORMS": len(rows), f"{prefix}-INITIAL_FORMS": 0}
    for n, row in enumerate(rows):
        data |= {f"{prefix}-{n}-{name}": value for name, value in row.items()}
    return data


def test_organisation_is_made_with_its_contact(client, coordinator):
    person = make_person()
    contact = {"person": person.pk, "function": "Leitung", "absent_from_day": "1"}
    contact |= {"absent_from_month": "7", "absent_from_year": "2026", "absent_until": "2026-07-31"}
    data = {"name": "Stadt Mayen", "kind": "municipality", **inline("contacts", contact)}
    client.post(reverse("admin:cooperation_organisation_add"), data)
    assert [str(c) for c in Contact.objects.all()] == [str(person)]


def test_organisation_of_the_same_name_is_refused(client, coordinator):
    make_organisation(name="Stadt Mayen")
    data = {"name": "stadt mayen", "kind": "municipality", **inline("contacts")}
    page = client.post(reverse("admin:cooperation_organisation_add"), data)
    assert page.status_code == 200
    assert Organisation.objects.count() == 1


def test_venue_is_made_with_its_rooms(client, coordinator):
    room = {"name": "Saal", "seats": "30"}
    data = {"name": "Forum", "town": "Polch", **inline("rooms", room)}
    client.post(reverse("admin:cooperation_venue_add"), data)
    assert [str(room) for room in Venue.objects.get().rooms.all()] == ["Saal (Forum, Polch)"]


@pytest.mark.parametrize("model", ["organisation", "person", "venue", "room", "project"])
def test_lists_open_and_are_searched(client, coordinator, model):
    address = reverse(f"admin:cooperation_{model}_changelist")
    for query in ("", "?q=müller", "?q=%25", "?q=%00"):
        assert client.get(address + query).status_code == 200


def test_search_minds_no_accents(client, coordinator):
    make_person(family_name="Müller")
    make_person(family_name="Meier")
    page = client.get(reverse("admin:cooperation_person_changelist") + "?q=muller")
    assert [person.family_name for person in page.context["cl"].result_list] == ["Müller"]


def test_access_is_given_and_ended(client, coordinator):
    user, town = make_user(), make_organisation()
    data = {"user": user.pk, "organisation": town.pk}
    client.post(reverse("admin:cooperation_membership_add"), data)
    membership = Membership.objects.get()
    assert (membership.user, membership.organisation) == (user, town)
    data = {"action": "end_access", "_selected_action": [membership.pk]}
    client.post(reverse("admin:cooperation_membership_changelist"), data)
    assert not Membership.objects.exists()


def test_access_is_never_changed(client, coordinator):
    partner = make_partner(make_organisation())
    membership = partner.memberships.get()
    address = reverse("admin:cooperation_membership_change", args=[membership.pk])
    data = {"user": partner.pk, "organisation": make_organisation().pk}
    assert client.post(address, data).status_code == 403
    assert client.post(address.replace("change", "delete")).status_code == 403


def test_agreements_are_not_in_the_administration(client, coordinator):
    assert b"cooperation/agreement" not in client.get(reverse("admin:index")).content
