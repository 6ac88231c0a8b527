"""Who may take part free of charge, for each state of the agreement."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cooperation import actions
from cooperation.models import Accession
from tests.base.factories import make_user
from tests.cooperation.factories import make_agreement, make_organisation, make_person
from tests.trainings.factories import at, make_enrolment, make_run, make_session
from trainings.actions import enrol, make_exception
from trainings.due import due
from trainings.entitlement import entitling_party
from trainings.lost import without_entitlement

pytestmark = pytest.mark.django_db
SIGNED, ON = date(2024, 2, 5), date(2024, 7, 1)
NOW = at(year=2024, month=5, day=2)


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


BEFORE, AFTER = date(2024, 6, 30), date(2024, 7, 2)


@pytest.mark.parametrize(
    ("facts", "free"),
    [
        ({}, [True, True, True]),
        ({"effective_on": ON}, [False, True, True]),
        ({"signed_on": None}, [False, False, False]),
        ({"signed_on": None, "consultation_on": SIGNED}, [False, False, False]),
        ({"signed_on": None, "released_on": SIGNED}, [False, False, False]),
        ({"signed_on": None, "withdrawn_on": SIGNED}, [False, False, False]),
        ({"terminated_on": BEFORE}, [True, False, False]),
        ({"terminated_on": ON}, [True, True, False]),
        ({"term": "fixed", "first_end_on": BEFORE}, [True, False, False]),
        ({"term": "fixed", "first_end_on": ON}, [True, True, False]),
    ],
)
def test_each_state_entitles_by_the_day_of_the_first_session(facts, free):
    """The day before, on the day and the day after, asked for by enrolling."""
    house = make_signed(**facts).parties.first().organisation
    enrolled = []
    for day in (BEFORE, ON, AFTER):
        starts_at = at(year=2024, month=day.month, day=day.day)
        run = make_run(published_on=SIGNED, starts_at=starts_at)
        make_session(run=run, starts_at=starts_at + timedelta(days=1))
        try:
            enrol(run, person=make_person(), organisation=house, by=make_user(), at=NOW)
        except ValidationError as error:
            enrolled.append("organisation" not in error.message_dict)
        else:
            enrolled.append(True)
    assert enrolled == free


def lost(on=date(2024, 5, 2)):
    return list(without_entitlement(on=on))


def test_who_is_entitled_no_more_keeps_the_seat_and_is_told_to_the_office():
    first, second, _third = make_signed(parties=3).parties.all()
    run = make_run(published_on=SIGNED, starts_at=at(year=2024, month=7, day=1))
    own = {"by": make_user(), "at": NOW}
    leaving = enrol(run, person=make_person(), organisation=first.organisation, **own)
    enrol(run, person=make_person(), organisation=second.organisation, **own)
    assert lost() == []
    leave(first, date(2024, 5, 2))
    leaving.refresh_from_db()
    assert (lost(), bool(leaving.confirmed_at)) == ([leaving], True)
    assert [task.runs for task in due(on=date(2024, 5, 2)) if task.key == "entitlement"] == [[run]]
    make_exception(leaving, reason="Schon bezahlt", by=make_user())
    assert lost() == []


def test_who_takes_part_through_the_body_above_is_not_lost():
    agreement = make_signed(parties=3)
    town = agreement.parties.first()
    kita = make_organisation(parent=town.organisation, inherits_entitlement=True)
    run = make_run(published_on=SIGNED, starts_at=at(year=2024, month=7, day=1))
    place = enrol(run, person=make_person(), organisation=kita, by=make_user(), at=NOW)
    assert (place.entitled_through, lost()) == (town, [])
    leave(town, date(2024, 5, 2))
    assert lost() == [place]
    assert lost(on=date(2024, 7, 2)) == []  # it is over


def test_what_is_lost_costs_the_same_for_few_and_many():
    counts = []
    for number in (1, 7):
        for day in range(number):
            run = make_run(published_on=SIGNED, starts_at=at(year=2024, month=7, day=1 + day))
            make_enrolment(
                run=run,
                side="external",
                organisation=make_organisation(),
                entitled_through=make_signed().parties.first(),
            )
        with CaptureQueriesContext(connection) as queries:
            lost()
        counts.append(len(queries))
    assert counts == [4, 4]
