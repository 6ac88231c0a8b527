"""Since when and until when an organisation is party to an agreement."""

from datetime import date

import pytest

from cooperation import actions
from cooperation.belonging import parties_on
from cooperation.models import Accession, Share
from tests.base.factories import make_user
from tests.cooperation.factories import make_agreement, make_organisation

pytestmark = pytest.mark.django_db
SIGNED, START = date(2024, 2, 5), date(2024, 3, 1)


@pytest.fixture
def agreement():
    names = ("Kreis", "Polch", "Verein")
    return make_agreement(
        parties=[make_organisation(name=name) for name in names],
        signed_on=SIGNED,
        effective_on=START,
        notice_months=3,
        notice_basis="quarter",
    )


def periods(agreement, on):
    found = parties_on(agreement, agreement.version_on(on), on=on)
    return [
        [(str(row.party), row.joined_on, row.last_day) for row in rows]
        for rows in (found.present, found.former)
    ]


def party(agreement, name):
    return agreement.parties.get(organisation__name=name)


def join(agreement, name, declared_on, effective_on):
    return actions.accede(
        agreement,
        organisation=make_organisation(name=name),
        accession=Accession(
            declared_on=declared_on, effective_on=effective_on, name="Rita Rath", role="Partner"
        ),
        by=make_user(),
    )


def leave(agreement, name, received_on):
    actions.give_notice(
        party(agreement, name), kind="ordinary", received_on=received_on, last_day=None, by=None
    )


def amend(agreement, *, signed_on, effective_on, without=()):
    version = actions.amend(agreement, reason="Neu", effective_on=effective_on, by=make_user())
    version.shares.filter(party__organisation__name__in=without).delete()
    version.consultation_on = version.released_on = signed_on
    version.save()
    actions.record_all_signatures(version, by=make_user(), on=signed_on)
    return version


def test_parties_of_a_text_that_is_not_signed_have_no_period(agreement):
    before = date(2024, 2, 4)
    assert periods(agreement, before) == [
        [("Kreis", None, None), ("Polch", None, None), ("Verein", None, None)],
        [],
    ]


def test_parties_belong_from_the_first_day_of_the_text(agreement):
    assert periods(agreement, SIGNED) == periods(agreement, START)
    assert periods(agreement, START) == [
        [("Kreis", START, None), ("Polch", START, None), ("Verein", START, None)],
        [],
    ]


def test_party_that_gave_notice_belongs_until_its_last_day(agreement):
    leave(agreement, "Verein", date(2024, 5, 6))
    last = date(2024, 9, 30)
    assert periods(agreement, date(2024, 5, 5))[0][2] == ("Verein", START, None)
    assert periods(agreement, last)[0][2] == ("Verein", START, last)
    assert periods(agreement, date(2024, 10, 1)) == [
        [("Kreis", START, None), ("Polch", START, None)],
        [("Verein", START, last)],
    ]


def test_party_that_acceded_belongs_from_the_day_of_its_declaration_on(agreement):
    join(agreement, "Neu", date(2024, 4, 2), date(2024, 6, 1))
    assert len(periods(agreement, date(2024, 4, 1))[0]) == 3
    found = parties_on(agreement, agreement.original, on=date(2024, 4, 2)).present[3]
    assert (found.joined_on, found.by_declaration, found.told.role) == (
        date(2024, 6, 1),
        True,
        "Partner",
    )


def test_party_that_an_amendment_no_longer_lists_leaves_the_day_before(agreement):
    join(agreement, "Neu", date(2024, 4, 2), date(2024, 6, 1))
    amend(
        agreement,
        signed_on=date(2024, 9, 2),
        effective_on=date(2025, 1, 1),
        without=["Verein"],
    )
    last = date(2024, 12, 31)
    assert periods(agreement, date(2024, 9, 1))[0][2] == ("Verein", START, None)
    assert periods(agreement, date(2024, 9, 2))[0][2] == ("Verein", START, last)
    assert periods(agreement, date(2025, 1, 1)) == [
        [("Kreis", START, None), ("Polch", START, None), ("Neu", date(2024, 6, 1), None)],
        [("Verein", START, last)],
    ]


def test_party_that_comes_back_has_two_periods(agreement):
    leave(agreement, "Verein", date(2024, 5, 6))
    club = party(agreement, "Verein").organisation
    accession = Accession(
        declared_on=date(2025, 1, 2), effective_on=date(2025, 2, 1), name="Rita Rath"
    )
    actions.accede(agreement, organisation=club, accession=accession, by=make_user())
    assert periods(agreement, date(2025, 2, 1)) == [
        [
            ("Kreis", START, None),
            ("Polch", START, None),
            ("Verein", date(2025, 2, 1), None),
        ],
        [("Verein", START, date(2024, 9, 30))],
    ]


def test_correction_says_who_belonged_from_the_start(agreement):
    clerk, colleague = make_user(), make_user()
    version = actions.correct(agreement, reason="Vergessen", on=date(2024, 4, 2), by=clerk)
    fourth = agreement.parties.create(organisation=make_organisation(name="Vierte"))
    Share.objects.create(version=version, party=fourth)
    actions.confirm_correction(version, by=colleague, on=date(2024, 4, 3))
    assert len(periods(agreement, date(2024, 4, 2))[0]) == 3
    assert periods(agreement, date(2024, 4, 3))[0][3] == ("Vierte", START, None)


def test_parties_agree_with_the_rule_of_the_database(agreement):
    join(agreement, "Neu", date(2024, 4, 2), date(2024, 6, 1))
    leave(agreement, "Polch", date(2024, 5, 6))
    amend(
        agreement,
        signed_on=date(2024, 9, 2),
        effective_on=date(2025, 1, 1),
        without=["Verein"],
    )
    for on in (START, date(2024, 6, 1), date(2024, 9, 30), date(2024, 10, 1), date(2025, 1, 1)):
        found = parties_on(agreement, agreement.version_on(on), on=on).present
        bound = {row.party for row in found if row.joined_on <= on}
        assert bound == set(agreement.parties.belonging(on=on))


def test_parties_cost_the_same_however_many(agreement, django_assert_num_queries):
    for number in range(5):
        join(agreement, f"Neu {number}", date(2024, 4, 2), date(2024, 6, 1))
    text = agreement.original
    with django_assert_num_queries(6):
        parties_on(agreement, text, on=date(2024, 6, 1))
