"""Whom a letter to the partners goes to, and in which form."""

import io
from datetime import date, timedelta

import openpyxl
import pikepdf
import pytest
from django.urls import reverse

from cooperation.mailing import bcc, contacts
from cooperation.models import Contact
from miko_portal.base.clock import today
from tests.base.factories import make_roles, make_staff
from tests.cooperation.factories import (
    make_agreement,
    make_organisation,
    make_partner,
    make_person,
    make_project,
)

pytestmark = pytest.mark.django_db
DAY = date(2026, 11, 24)
SIGNED = date(2020, 1, 1)


def make_contact(name, organisation=None, **kw):
    person = kw.pop("person", None) or make_person(
        family_name=name, mail=kw.pop("mail", f"{name.lower()}@example.org")
    )
    organisation = organisation or make_organisation(
        name=f"Amt {name}", street="Am Markt 1", postcode="56727", town="Mayen"
    )
    return Contact.objects.create(organisation=organisation, person=person, **kw)


def make_parties(*names, **kw):
    """An agreement in force between organisations with a contact each."""
    made = [make_contact(name) for name in names]
    kw.setdefault("signed_on", SIGNED)
    make_agreement(parties=[contact.organisation for contact in made], **kw)
    return made


def names(**kw):
    return [contact.person.family_name for contact in contacts(**{"on": DAY} | kw)]


def test_contacts_are_those_of_agreements_in_force_each_person_once():
    make_parties("Adam", "Bach")
    cara, _ = make_parties("Cara", "Dorn")
    make_contact(
        "Cara", make_agreement(signed_on=SIGNED).parties.first().organisation, person=cara.person
    )
    make_parties("Ende", "Ernst", terminated_on=date(2021, 1, 1))
    make_parties("Entwurf", "Eulen", signed_on=None)
    assert names() == ["Adam", "Bach", "Cara", "Dorn"]


def test_contacts_are_narrowed_by_project_kind_and_agreement():
    project = make_project()
    make_parties("Adam", "Bach", project=project)
    make_parties("Cara", "Dorn")
    police = make_contact("Polizei", make_organisation(kind="police"))
    ended = make_agreement(
        parties=[police.organisation, make_organisation()],
        signed_on=SIGNED,
        terminated_on=date(2021, 1, 1),
    )
    assert names(project=project) == ["Adam", "Bach"]
    assert names(kind="police") == []
    assert names(agreement=ended) == ["Polizei"]


def test_deputy_is_written_to_during_an_absence():
    away, _ = make_parties("Adam", "Bach")
    away.absent_from, away.absent_until = DAY, DAY
    away.save()
    make_contact("Stell", away.organisation, deputy=True)
    assert names() == ["Stell", "Bach"]
    assert names(on=DAY + timedelta(1)) == ["Adam", "Bach"]


def test_bcc_has_each_address_once():
    _adam, bach = make_parties("Adam", "Bach")
    bach.person.mail = "ADAM@example.org"
    bach.person.save()
    assert bcc(contacts(on=DAY)) == ["adam@example.org"]


@pytest.fixture
def clerk(client):
    make_roles()
    client.force_login(make_staff("Sachbearbeitung"))
    return client


def test_page_offers_bcc_and_a_link(clerk):
    make_parties("Adam", "Bach")
    answer = clerk.get(reverse("cooperation:mailing_list"))
    assert answer.context["bcc"] == "adam@example.org; bach@example.org"
    assert answer.context["link"].endswith("?bcc=adam@example.org,bach@example.org")
    wrong = clerk.get(reverse("cooperation:mailing_list") + "?agreement=KV-X&kind=nie")
    assert wrong.context["page_obj"].paginator.count == 2


def test_serial_letter_and_labels_hold_what_the_list_shows(clerk):
    make_parties("Adam", "Bach")
    letter = clerk.get(reverse("cooperation:mailing_letter"))
    rows = openpyxl.load_workbook(io.BytesIO(b"".join(letter.streaming_content))).active
    assert [row[1].value for row in rows.iter_rows()] == ["Name", "Adam", "Bach"]
    labels = clerk.get(reverse("cooperation:mailing_labels"))
    assert len(pikepdf.open(io.BytesIO(labels.content)).pages) == 1


def test_partner_gets_none_of_it(client):
    client.force_login(make_partner(make_organisation()))
    for name in ("mailing_list", "mailing_letter", "mailing_labels"):
        assert client.get(reverse(f"cooperation:{name}")).status_code == 403


@pytest.mark.parametrize("rows", [3, 60])
def test_many_cost_as_many_queries_as_few(clerk, rows, django_assert_num_queries):
    make_agreement(
        parties=[make_contact(f"Name{n}").organisation for n in range(rows)], signed_on=SIGNED
    )
    with django_assert_num_queries(11):
        clerk.get(reverse("cooperation:mailing_list"))
    assert contacts(on=today()).count() == rows
