from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from cooperation.models import (
    Contact,
    DistinctOrganisations,
    DistinctPeople,
    Organisation,
    Person,
)
from miko_portal.base.models import HistoryEntry
from tests.base.factories import make_roles, make_staff
from tests.cooperation.factories import (
    make_agreement,
    make_contact,
    make_organisation,
    make_partner,
    make_person,
)

pytestmark = pytest.mark.django_db
DAY = date(2024, 5, 6)
KINDS = ["organisation", "person"]


@pytest.fixture(autouse=True)
def english_reader(client):
    client.defaults["HTTP_ACCEPT_LANGUAGE"] = "en"


@pytest.fixture
def clerk(client):
    user = make_staff(language="en")
    client.force_login(user)
    return user


def make_pair(kind):
    if kind == "organisation":
        return make_organisation(name="Caritas"), make_organisation(name="Caritas e. V.")
    return make_person(family_name="Kern"), make_person(family_name="Kern", telephone="02651 1")


def address(kind, page, *args):
    return reverse(f"cooperation:{kind}_{page}", args=[getattr(row, "pk", row) for row in args])


def count(kind):
    return (Organisation if kind == "organisation" else Person).objects.count()


def counting():
    return CaptureQueriesContext(connection)


def messages(answer):
    return [str(message) for message in answer.context["messages"]]


@pytest.mark.parametrize("kind", KINDS)
def test_pairs_are_proposed_with_the_way_to_compare_them(client, clerk, kind):
    pair = make_pair(kind)
    answer = client.get(address(kind, "duplicates"))
    assert [(row.one, row.other) for row in answer.context["page_obj"]] == [pair]
    assert answer.content.decode().count(address(kind, "merge", *pair)) == 1
    assert answer.content.decode().count(address(kind, "keep_apart", *pair)) == 1


@pytest.mark.parametrize("kind", KINDS)
def test_pairs_cost_the_same_however_many(client, clerk, kind):
    costs = []
    for rows in (3, 30):
        for _ in range(rows):
            if kind == "organisation":
                name = make_organisation().name
                make_organisation(name=f"{name} e. V.")
            else:
                name = make_person().family_name
                make_person(family_name=name)
        with counting() as queries:
            answer = client.get(address(kind, "duplicates"))
        assert answer.status_code == 200
        costs.append(len(queries))
    assert costs[0] == costs[1]
    assert len(answer.context["page_obj"].object_list) == 25


@pytest.mark.parametrize("kind", KINDS)
def test_looking_changes_nothing(client, clerk, kind):
    pair = make_pair(kind)
    entries = HistoryEntry.objects.count()
    for page in ("merge", "merge_with"):
        args = pair if page == "merge" else pair[:1]
        assert client.get(address(kind, page, *args)).status_code == 200
    assert client.get(address(kind, "keep_apart", *pair)).status_code == 405
    assert (count(kind), HistoryEntry.objects.count()) == (2, entries)


def test_comparison_proposes_what_the_kept_one_lacks(client, clerk):
    kept = make_organisation(name="Caritas", kind="welfare")
    duplicate = make_organisation(name="Caritas e. V.", kind="welfare", short_name="CV")
    make_contact(organisation=duplicate)
    make_contact(organisation=kept)
    make_contact(organisation=kept)
    answer = client.get(address("organisation", "merge", kept, duplicate))
    form = answer.context["form"]
    assert {name: form[name].value() for name in form.fields} == {
        "name": "kept",
        "short_name": "duplicate",
    }
    assert dict(form.same)["Kind"] == "Welfare association"
    assert answer.context["moving"] == [("Contacts", 2, 1)]


def test_comparison_costs_the_same_however_much_moves(client, clerk):
    kept, duplicate = make_pair("organisation")
    costs = []
    for rows in (3, 30):
        for _ in range(rows):
            make_contact(organisation=duplicate)
        with counting() as queries:
            client.get(address("organisation", "merge", kept, duplicate))
        costs.append(len(queries))
    assert costs[0] == costs[1]


def test_merging_takes_what_was_chosen_and_leads_to_the_one_that_is_kept(client, clerk):
    kept, duplicate = make_pair("organisation")
    contact = make_contact(organisation=duplicate)
    answer = client.post(
        address("organisation", "merge", kept, duplicate), {"name": "duplicate"}, follow=True
    )
    assert answer.redirect_chain == [(f"/organisationen/{kept.pk}/", 302)]
    kept.refresh_from_db()
    assert (kept.name, list(kept.contacts.all())) == ("Caritas e. V.", [contact])
    assert messages(answer) == [
        "The two are one now: “Caritas e. V.”. The history keeps what there was."
    ]
    assert [row.name for row in answer.context["mergers"]] == ["Caritas e. V."]


def test_merging_people_leads_back_to_the_pairs(client, clerk):
    kept, duplicate = make_pair("person")
    contact = make_contact(person=duplicate)
    answer = client.post(address("person", "merge", kept, duplicate), {"telephone": "duplicate"})
    assert answer.url == "/personen/doppelte/"
    assert list(Person.objects.values_list("pk", "telephone")) == [(kept.pk, "02651 1")]
    assert Contact.objects.get(pk=contact.pk).person == kept


def test_a_refusal_is_said_and_what_was_chosen_stays(client, clerk):
    pair = make_pair("organisation")
    agreement = make_agreement(parties=[*pair, make_organisation()], signed_on=DAY)
    answer = client.post(address("organisation", "merge", *pair), {"name": "duplicate"})
    form = answer.context["form"]
    assert form.non_field_errors() == [
        f"Both are party to {agreement} at the same time. Take one of them out there first: in the "
        "draft, by an amendment or by a correction."
    ]
    assert form["name"].value() == "duplicate"
    assert Organisation.objects.filter(pk__in=[row.pk for row in pair]).count() == 2


@pytest.mark.parametrize("chosen", [{}, {"name": "both"}])
def test_nothing_is_merged_before_each_choice_is_made(client, clerk, chosen):
    pair = make_pair("organisation")
    answer = client.post(address("organisation", "merge", *pair), chosen)
    assert list(answer.context["form"].errors) == ["name"]
    assert count("organisation") == 2


@pytest.mark.parametrize("kind", KINDS)
def test_an_entry_with_itself_is_refused(client, clerk, kind):
    row = make_pair(kind)[0]
    answer = client.post(address(kind, "merge", row, row))
    assert answer.context["form"].non_field_errors() == ["These are not two: it is the same entry."]


@pytest.mark.parametrize("kind", KINDS)
def test_what_somebody_else_has_merged_already_is_said(client, clerk, kind):
    pair = make_pair(kind)
    choice = {"name": "kept", "telephone": "kept"}
    client.post(address(kind, "merge", *pair), choice)
    for method in (client.get, client.post):
        answer = method(address(kind, "merge", *pair), follow=True)
        assert messages(answer)[-1] == f"This has been merged already: it is “{pair[0]}” now."
    assert client.get(address(kind, "merge", pair[0], 999999)).status_code == 404


def test_old_address_leads_to_the_one_that_was_kept(client, clerk):
    kept, duplicate = make_pair("organisation")
    client.post(address("organisation", "merge", kept, duplicate), {"name": "kept"})
    last = make_organisation()
    client.post(address("organisation", "merge", last, kept), {"name": "kept"})
    for row in (duplicate, kept):
        answer = client.get(address("organisation", "detail", row))
        assert (answer.status_code, answer.url) == (302, f"/organisationen/{last.pk}/")


def test_old_address_leads_partners_to_their_own_only(client, clerk):
    kept, duplicate = make_pair("organisation")
    ours, theirs = make_partner(duplicate), make_partner(make_organisation())
    client.post(address("organisation", "merge", kept, duplicate), {"name": "kept"})
    for user, status in [(ours, 302), (theirs, 404)]:
        client.force_login(user)
        assert client.get(address("organisation", "detail", duplicate)).status_code == status


@pytest.mark.parametrize("kind", KINDS)
def test_not_the_same_is_noted(client, clerk, kind):
    pair = make_pair(kind)
    answer = client.post(address(kind, "keep_apart", *pair), follow=True)
    assert list(answer.context["page_obj"]) == []
    distinct = DistinctOrganisations if kind == "organisation" else DistinctPeople
    assert (distinct.objects.count(), count(kind)) == (1, 2)
    assert client.post(address(kind, "keep_apart", pair[0], pair[0])).status_code == 404


@pytest.mark.parametrize(("kind", "word"), [("organisation", "carit"), ("person", "kern")])
def test_the_other_one_is_looked_for(client, clerk, kind, word):
    row, other = make_pair(kind)
    page = address(kind, "merge_with", row)
    assert list(client.get(page, {"q": word}).context["found"]) == [other]
    assert list(client.get(page, {"q": "xyz"}).context["found"]) == []
    assert client.get(page, {"q": "x" * 101}).context["found"] is None
    assert client.get(page).context["found"] is None


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("role", ["Partner", "Ehrenamt"])
def test_others_find_nothing(client, kind, role):
    make_roles()
    pair = make_pair(kind)
    user = make_staff(role)
    if kind == "organisation" and role == "Partner":
        user = make_partner(pair[0])
    client.force_login(user)
    for page, args in [
        ("duplicates", ()),
        ("merge_with", pair[:1]),
        ("merge", pair),
    ]:
        assert client.get(address(kind, page, *args)).status_code == 404
    for page in ("merge", "keep_apart"):
        assert client.post(address(kind, page, *pair)).status_code == 404
    assert count(kind) == 2
