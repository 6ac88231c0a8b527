from datetime import date
from io import BytesIO

import pikepdf
import pytest

from cooperation import actions
from cooperation.dossier import dossier
from cooperation.models import Agreement, Notice
from miko_portal.base import pdf
from tests.base.factories import make_staff
from tests.cooperation.factories import (
    make_agreement,
    make_document,
    make_meeting,
    make_organisation,
    make_person,
)

pytestmark = pytest.mark.django_db
DAY = date(2024, 5, 6)


def test_dossier_is_a_tagged_german_pdf_with_its_title(client):
    clerk = make_staff()
    agreement = make_agreement(
        number="KV-1", title="Lotsenhaus", signed_on=DAY, goals="Beratung\n\nund Sprache"
    )
    make_document(agreement, by=clerk)
    actions.add_note(agreement, noted_on=DAY, text="Herr Rath ruft zurück.", by=clerk)
    actions.add_follow_up(agreement, due_on=DAY, text="Anrufen", person=clerk, by=clerk)
    agreement.suspensions.create(starts_on=date(2025, 1, 1), reason="Umbau")
    agreement.measures.create(title="Sprechstunde", party=agreement.parties.first())
    client.force_login(clerk)
    response = client.get(f"/vereinbarungen/{agreement.pk}/akte.pdf")
    assert (response["Content-Type"], response["Cache-Control"]) == (
        "application/pdf",
        "private, no-store",
    )
    with pikepdf.open(BytesIO(response.content)) as document:
        assert bool(document.Root.MarkInfo.Marked) is True
        assert str(document.Root.Lang) == "de"
        assert str(document.docinfo.Title) == "KV-1 Lotsenhaus"


def test_dossier_tells_notices_with_their_last_day_and_meetings_with_their_minutes(monkeypatch):
    caritas = make_organisation(name="Caritas")
    agreement = make_agreement(
        signed_on=DAY,
        effective_on=DAY,
        costs="Keine.",
        parties=[make_organisation(name="Kreis"), caritas],
    )
    Notice.objects.create(
        party=agreement.parties.get(organisation=caritas),
        received_on=date(2025, 1, 7),
        effective_on=date(2025, 12, 31),
        reason="Kein Personal",
    )
    meeting = make_meeting(
        title="Überprüfung",
        minutes="Alle waren zufrieden.",
        people=[make_person(given_name="Rita", family_name="Rath")],
        agreements=[agreement],
    )
    meeting.attendances.update(came=True)
    meeting.decisions.create(text="Weitermachen")
    monkeypatch.setattr(pdf, "render", lambda template, data, **kw: data)
    on = date(2025, 2, 1)
    told = dossier(Agreement.objects.with_state(on=on).get(), on=on)
    parts = {part["heading"]: part["blocks"] for part in told["parts"]}
    assert parts["Ursprungsfassung"][-1] == {
        "heading": "Kosten, Personal und Räume",
        "text": "Keine.",
    }
    assert parts["Was seitdem geschah"][0]["rows"] == [
        [date(2025, 1, 7), "ordentliche Kündigung", "Caritas", date(2025, 12, 31), "Kein Personal"]
    ]
    assert parts["Treffen"] == [
        {
            "heading": "07.05.2024, 10:00 · Überprüfung",
            "facts": [
                ["Art", "Netzwerktreffen"],
                ["Wer war da", "Rita Rath"],
                ["Protokoll", "Alle waren zufrieden."],
                ["Beschlüsse", "Weitermachen"],
            ],
        }
    ]


def test_dossier_holds_notes_and_so_is_not_for_coordinators(client):
    agreement = make_agreement(signed_on=DAY)
    client.force_login(make_staff("Koordination"))
    assert client.get(f"/vereinbarungen/{agreement.pk}/akte.pdf").status_code == 404
