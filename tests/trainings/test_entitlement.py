"""Who may take part free of charge, for each state of the agreement."""

from datetime import date

import pytest

from cooperation import actions
from cooperation.models import Accession
from tests.base.factories import make_user
from tests.cooperation.factories import make_agreement, make_organisation
from trainings.entitlement import entitling_party

pytestmark = pytest.mark.django_db
SIGNED, ON = date(2024, 2, 5), date(2024, 7, 1)


def make_signed(**kw):
    return make_agreement(
        **{"effective_on": SIGNED, "signed_on": SIGNED, "notice_months": 0, "notice_basis": "month"}
        | kw
    )


def entitled(party, on=ON):
    return entitling_party(party.organisation, on=on) == party


def leave(party, received_on):
    actions.give_notice(party, kind="ordinary", received_on=received_on, by=make_user())


@pytest.mark.parametrize(
    ("facts", "free"),
    [
        ({}, True),
        ({"effective_on": date(2024, 7, 2)}, False),
        ({"signed_on": None}, False),
        ({"signed_on": None, "consultation_on": SIGNED}, False),
        ({"signed_on": None, "released_on": SIGNED}, False),
        ({"signed_on": None, "withdrawn_on": SIGNED}, False),
        ({"terminated_on": date(2024, 6, 30)}, False),
        ({"terminated_on": ON}, True),
        ({"term": "fixed", "first_end_on": date(2024, 6, 30)}, False),
    ],
)
def test_only_an_agreement_in_force_entitles(facts, free):
    assert entitled(make_signed(**facts).parties.first()) is free


def test_suspension_entitles_nobody():
    agreement = make_signed()
    actions.suspend(agreement, starts_on=ON, ends_on=ON, reason="Umbau", by=make_user())
    party = agreement.parties.first()
    assert [entitled(party, on) for on in (date(2024, 6, 30), ON, date(2024, 7, 2))] == [
        True,
        False,
        True,
    ]


def test_notice_entitles_until_the_last_day():
    first, second = make_signed().parties.all()
    leave(first, date(2024, 6, 30))
    leave(second, date(2024, 7, 1))
    assert entitled(second, date(2024, 6, 30))
    assert not entitled(second, ON)


def test_party_that_has_left_is_not_entitled_any_more():
    first, second, _third = make_signed(parties=3).parties.all()
    leave(first, date(2024, 6, 3))
    assert (entitled(first, date(2024, 6, 30)), entitled(first), entitled(second)) == (
        True,
        False,
        True,
    )


def test_party_that_acceded_is_entitled_from_its_first_day():
    accession = actions.accede(
        make_signed(),
        organisation=make_organisation(),
        accession=Accession(declared_on=date(2024, 6, 3), effective_on=ON, name="Rita Rath"),
        by=make_user(),
    )
    party = accession.party
    assert (entitled(party, date(2024, 6, 30)), entitled(party)) == (False, True)
