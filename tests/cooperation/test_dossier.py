from datetime import date
from io import BytesIO

import pikepdf
import pytest

from cooperation import actions
from tests.base.factories import make_staff
from tests.cooperation.factories import make_agreement, make_document

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


def test_dossier_holds_notes_and_so_is_not_for_coordinators(client):
    agreement = make_agreement(signed_on=DAY)
    client.force_login(make_staff("Koordination"))
    assert client.get(f"/vereinbarungen/{agreement.pk}/akte.pdf").status_code == 404
