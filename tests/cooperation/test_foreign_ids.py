"""Whoever asks for the row of another organisation finds nothing, whatever the address.

A new address with a key in it fails here until `ROWS` says which row of another house it names.
"""

from datetime import date
from types import SimpleNamespace

import pytest
from django.urls import reverse

from cooperation import urls
from cooperation.models import FollowUp
from miko_portal.base.clock import today
from tests.base.factories import make_roles, make_staff
from tests.cooperation.factories import (
    make_agreement,
    make_contact,
    make_document,
    make_measure,
    make_meeting,
    make_organisation,
    make_partner,
    make_person,
)

pytestmark = pytest.mark.django_db
DAY = date(2020, 1, 1)

# Which row of another house an address names, by the address.
ROWS = {
    "agreement_detail": lambda theirs: {"pk": theirs.agreement.pk},
    "agreement_update": lambda theirs: {"pk": theirs.agreement.pk},
    "agreement_advance": lambda theirs: {"pk": theirs.agreement.pk},
    "agreement_signatures": lambda theirs: {"pk": theirs.agreement.pk},
    "agreement_history": lambda theirs: {"pk": theirs.agreement.pk},
    "agreement_start_over": lambda theirs: {"pk": theirs.agreement.pk},
    "amendment_create": lambda theirs: {"pk": theirs.agreement.pk},
    "correction_create": lambda theirs: {"pk": theirs.agreement.pk},
    "version_list": lambda theirs: {"pk": theirs.agreement.pk},
    "version_compare": lambda theirs: {"pk": theirs.agreement.pk},
    "version_detail": lambda theirs: theirs.text,
    "version_update": lambda theirs: theirs.text,
    "version_confirm": lambda theirs: theirs.text,
    "version_drop": lambda theirs: theirs.text,
    "agreement_dossier": lambda theirs: {"pk": theirs.agreement.pk},
    "agreement_draft": lambda theirs: {"pk": theirs.agreement.pk},
    "agreement_notice": lambda theirs: {"pk": theirs.agreement.pk},
    "agreement_terminate": lambda theirs: {"pk": theirs.agreement.pk},
    "agreement_suspend": lambda theirs: {"pk": theirs.agreement.pk},
    "agreement_accede": lambda theirs: {"pk": theirs.agreement.pk},
    "document_list": lambda theirs: {"pk": theirs.agreement.pk},
    "document_create": lambda theirs: {"pk": theirs.agreement.pk},
    "document_download": lambda theirs: {"pk": theirs.document.pk},
    "note_list": lambda theirs: {"pk": theirs.agreement.pk},
    "follow_up_list": lambda theirs: {"pk": theirs.agreement.pk},
    "follow_up_finish": lambda theirs: {"pk": theirs.follow_up.pk},
    "meeting_detail": lambda theirs: {"pk": theirs.meeting.pk},
    "meeting_update": lambda theirs: {"pk": theirs.meeting.pk},
    "meeting_copy": lambda theirs: {"pk": theirs.meeting.pk},
    "meeting_invite": lambda theirs: {"pk": theirs.meeting.pk},
    "meeting_cancel": lambda theirs: {"pk": theirs.meeting.pk},
    "meeting_attendance": lambda theirs: {"pk": theirs.meeting.pk},
    "meeting_minutes": lambda theirs: {"pk": theirs.meeting.pk},
    "meeting_minutes_pdf": lambda theirs: {"pk": theirs.meeting.pk},
    "decision_measure": lambda theirs: {"pk": theirs.decision.pk},
    "measure_detail": lambda theirs: {"pk": theirs.measure.pk},
    "measure_update": lambda theirs: {"pk": theirs.measure.pk},
    "measure_finish": lambda theirs: {"pk": theirs.measure.pk},
    "measure_found": lambda theirs: {"pk": theirs.measure.pk},
    "measure_create": lambda theirs: {"pk": theirs.agreement.pk},
    "contact_create": lambda theirs: {"pk": theirs.organisation.pk},
    "contact_update": lambda theirs: {"pk": theirs.contact.pk},
    "contact_end": lambda theirs: {"pk": theirs.contact.pk},
    "contact_check_take_up": lambda theirs: {"pk": theirs.check.pk},
    "contact_check": lambda theirs: {"token": "erraten"},
    "organisation_detail": lambda theirs: {"pk": theirs.organisation.pk},
    "organisation_update": lambda theirs: {"pk": theirs.organisation.pk},
    "organisation_merge_with": lambda theirs: {"pk": theirs.organisation.pk},
    "organisation_merge": lambda theirs: theirs.organisations,
    "organisation_keep_apart": lambda theirs: theirs.organisations,
    "person_merge_with": lambda theirs: {"pk": theirs.contact.person.pk},
    "person_merge": lambda theirs: theirs.people,
    "person_keep_apart": lambda theirs: theirs.people,
    "deadline_feed": lambda theirs: {"token": "erraten"},
}

# What these answer to the office: addresses of buttons, and a token that nobody was given.
BUTTONS = [
    "agreement_advance",
    "contact_check_take_up",
    "contact_end",
    "decision_measure",
    "follow_up_finish",
    "meeting_copy",
    "meeting_invite",
    "organisation_keep_apart",
    "person_keep_apart",
    "version_confirm",
    "version_drop",
]
OTHERS = dict.fromkeys(BUTTONS, 405) | {"contact_check": 404, "deadline_feed": 404}


@pytest.fixture
def theirs(settings, tmp_path):
    """An agreement that the partner is no party to, with all that belongs to it."""
    make_roles()
    settings.DOCUMENTS_DIR = tmp_path / "documents"
    clerk, organisation = make_staff("Sachbearbeitung"), make_organisation()
    agreement = make_agreement(parties=[organisation, make_organisation()], signed_on=DAY)
    meeting = make_meeting(agreements=[agreement])
    contact = make_contact(organisation=organisation)
    return SimpleNamespace(
        clerk=clerk,
        meeting=meeting,
        decision=meeting.decisions.create(text="Ein Faltblatt"),
        measure=make_measure(agreement=agreement),
        organisation=organisation,
        organisations={"pk": organisation.pk, "other": make_organisation().pk},
        people={"pk": contact.person.pk, "other": make_person().pk},
        contact=contact,
        check=contact.checks.create(asked_on=DAY, remark="Neue Nummer"),
        agreement=agreement,
        text={"pk": agreement.pk, "version": agreement.original.pk},
        document=make_document(agreement=agreement),
        follow_up=FollowUp.objects.create(
            agreement=agreement, due_on=today(), text="Anruf", person=clerk
        ),
    )


@pytest.fixture
def partner(client):
    """Somebody of a party to another agreement that is in force."""
    own = make_organisation()
    make_agreement(parties=[own, make_organisation()], signed_on=DAY)
    client.force_login(make_partner(own))
    return client


def test_every_address_with_a_key_is_asked():
    with_a_key = {entry.name for entry in urls.urlpatterns if entry.pattern.converters}
    assert sorted(ROWS) == sorted(with_a_key)


@pytest.fixture
def addresses(theirs):
    return {name: reverse(f"cooperation:{name}", kwargs=row(theirs)) for name, row in ROWS.items()}


def test_partner_finds_nothing_of_another_house(partner, addresses):
    asked = {
        name: {partner.get(address).status_code, partner.post(address).status_code}
        for name, address in addresses.items()
    }
    assert {name: found for name, found in asked.items() if found - {404, 405}} == {}


def test_office_finds_what_the_partner_does_not(client, theirs, addresses):
    """The rows are there: a refusal that refuses everybody would prove nothing."""
    client.force_login(theirs.clerk)
    found = {}
    for name, address in addresses.items():
        answer = client.get(address, follow=True)
        if answer.streaming:
            b"".join(answer)  # read to its end, the file is closed
        found[name] = answer.status_code
    assert found == {name: OTHERS.get(name, 200) for name in ROWS}
