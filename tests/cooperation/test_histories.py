from datetime import UTC, date, datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cooperation import actions
from tests.base.factories import make_staff
from tests.cooperation.factories import make_agreement, make_file, make_organisation

pytestmark = pytest.mark.django_db
DAY = date(2024, 5, 6)
AT = datetime(2024, 5, 6, 10, tzinfo=UTC)


@pytest.fixture
def clerk(client):
    user = make_staff(first_name="Clara", last_name="Beck", language="en")
    client.force_login(user)
    return user


def test_history_tells_of_all_that_belongs_to_an_agreement(client, clerk):
    organisation = make_organisation(name="Caritas")
    agreement = make_agreement(parties=[organisation, make_organisation()], released_on=DAY)
    make_agreement(title="Fremd")
    signatory = agreement.original.signatories.first()
    actions.record_signature(signatory, by=clerk, on=DAY, place="Koblenz")
    told = client.get(f"/vereinbarungen/{agreement.pk}/verlauf/").context["told"]
    assert (told[0].who, told[0].what) == ("Clara Beck", "Signatory: Rita Rath, Leitung")
    assert {(c.label, c.before, c.after) for c in told[0].changes} == {
        ("Place", "", "Koblenz"),
        ("Signed on", "", "05/06/2024"),
    }
    rows = {entry.what for entry in told}
    assert "Party: Caritas" in rows
    assert not [what for what in rows if "Fremd" in what]


def test_history_tells_a_document_by_what_people_know_of_it(client, clerk, settings, tmp_path):
    settings.DOCUMENTS_DIR = tmp_path
    agreement = make_agreement(parties=2)
    actions.add_document(
        agreement, file=make_file("Entwurf.pdf"), kind="working", version=None, by=clerk, at=AT
    )
    told = client.get(f"/vereinbarungen/{agreement.pk}/verlauf/").context["told"]
    assert (told[0].what, "Stored as" in {c.label for c in told[0].changes}) == (
        "Document: Entwurf.pdf",
        False,
    )


def test_history_costs_the_same_for_few_and_for_many(client, clerk):
    agreement, queries = make_agreement(parties=3), []
    for _ in range(2):
        with CaptureQueriesContext(connection) as captured:
            client.get(f"/vereinbarungen/{agreement.pk}/verlauf/")
        queries.append(len(captured))
        for number in range(30):
            agreement.original.signatories.update(place=f"Ort {number}")
    assert queries[1] <= queries[0]
