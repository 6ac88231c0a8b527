"""Which entries are proposed as the same, and that two who were told apart aren't."""

from datetime import date

import pytest
from django.db import IntegrityError, transaction

from cooperation.actions import keep_apart, merge_organisations, merge_people
from cooperation.models import (
    DistinctOrganisations,
    DistinctPeople,
    Organisation,
    OrganisationPair,
    PersonPair,
)
from tests.base.factories import make_user
from tests.cooperation.factories import make_contact, make_organisation, make_person

pytestmark = pytest.mark.django_db
DAY = date(2024, 5, 6)


def proposed(*rows):
    """What the pair has in common; None where it isn't proposed."""
    pairs = OrganisationPair if isinstance(rows[0], Organisation) else PersonPair
    found = {(pair.one, pair.other): pair.alike for pair in pairs.objects.all()}
    assert set(found) <= {tuple(sorted(rows, key=lambda row: row.pk))}
    return next(iter(found.values()), None)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Caritasverband Rhein-Mosel-Ahr e. V.", "Caritasverband Rhein Mosel Ahr"),
        ("Bildungswerk gGmbH", "BILDUNGSWERK"),
        ("Verein für Völkerverständigung e.V.", "Verein fuer Voelkerverstaendigung"),
        ("Café Welcome", "Cafe Welcome!"),
        ("Stadtverwaltung Mayen", "Stadt Mayen"),
        ("Straßenbau AG", "Strassenbau"),
        ("اللاجئون", "اللاجئون  e.V."),
    ],
)
def test_names_that_are_written_otherwise_are_alike(one, other):
    pair = make_organisation(name=one), make_organisation(name=other)
    assert proposed(*pair) == ["name"]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ({"name": "VHS", "town": "Mayen"}, {"name": "VHS Mayen"}),
        ({"name": "VHS", "town": "Mayen"}, {"name": "V.H.S.", "town": "Mayen"}),
        ({"name": "VHS", "town": "Mayen"}, {"name": "V.H.S."}),
        ({"name": "VHS Mayen", "town": "Mayen"}, {"name": "VHS", "town": "Mayen"}),
    ],
)
def test_the_town_may_stand_in_the_name(one, other):
    assert proposed(make_organisation(**one), make_organisation(**other)) == ["name"]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ({"name": "VHS", "town": "Mayen"}, {"name": "V.H.S.", "town": "Andernach"}),
        ({"name": "Stadt Mayen"}, {"name": "Stadt Andernach"}),
        ({"name": "e. V."}, {"name": "gGmbH"}),
        ({"name": "!!!"}, {"name": "???"}),
    ],
)
def test_others_are_not_alike(one, other):
    assert proposed(make_organisation(**one), make_organisation(**other)) is None


def test_short_names_are_compared_too():
    pair = (
        make_organisation(name="Volkshochschule Mayen", short_name="VHS Mayen"),
        make_organisation(name="VHS Mayen"),
    )
    assert proposed(*pair) == ["short_name"]


def test_contacts_of_the_same_mail_or_telephone_make_organisations_alike():
    pair = make_organisation(), make_organisation()
    for organisation, mail in zip(pair, ["info@example.org", "INFO@example.org"], strict=True):
        make_contact(
            organisation=organisation, person=make_person(mail=mail, telephone="02651 1234-5")
        )
    assert OrganisationPair.objects.get().alike == ["mail", "telephone"]
    Organisation.objects.filter(pk=pair[0].pk).update(kind="police")
    assert not OrganisationPair.objects.exists()


def test_a_body_and_what_belongs_to_it_are_two():
    town = make_organisation(name="Stadt Mayen")
    make_organisation(name="Stadt Mayen e. V.", parent=town)
    assert not OrganisationPair.objects.exists()


@pytest.mark.parametrize(
    ("one", "other", "alike"),
    [
        (("Jürgen", "Müller", "", ""), ("Juergen", "MUELLER", "", ""), ["name"]),
        (("Dr. Yara", "Haddad", "", ""), ("Yara", "Haddad", "", ""), ["name"]),
        (("Haddad", "Yara", "", ""), ("Yara", "Haddad", "", ""), ["name"]),
        (("A.", "Kern", "k@example.org", ""), ("Ada", "Kern", "K@example.org", ""), ["mail"]),
        (("Ada", "Kern", "k@example.org", ""), ("Ada", "Lang", "k@example.org", ""), ["mail"]),
        (
            ("A.", "Kern", "", "02651 123-4"),
            ("Ada", "Kern", "", "+49 (0) 2651 1234"),
            ["telephone"],
        ),
        (("Ada", "Kern", "k@example.org", ""), ("Udo", "Kern", "k@example.org", ""), None),
        (("Ada", "Kern", "", "02651 1234"), ("Anna", "Lang", "", "02651 1234"), None),
        (("Ada", "Kern", "", "12"), ("A.", "Kern", "", "12"), None),
        (("Ada", "Kern", "", ""), ("Ada", "Lang", "", ""), None),
    ],
)
def test_people_who_are_alike(one, other, alike):
    names = ("given_name", "family_name", "mail", "telephone")
    pair = [make_person(**dict(zip(names, told, strict=True))) for told in (one, other)]
    assert proposed(*pair) == alike


def test_who_was_told_apart_is_not_proposed_again():
    by = make_user()
    houses = make_organisation(name="VHS"), make_organisation(name="V.H.S.")
    people = make_person(family_name="Kern"), make_person(family_name="Kern")
    for one, other in (houses, people):
        keep_apart(other, one, by=by, on=DAY)
        keep_apart(one, other, by=by, on=DAY)
    assert (proposed(*houses), proposed(*people)) == (None, None)
    assert (DistinctOrganisations.objects.count(), DistinctPeople.objects.count()) == (1, 1)


def test_what_was_told_of_the_duplicate_holds_for_the_one_that_is_kept():
    by = make_user()
    third, kept, duplicate, fourth = (make_organisation(name=f"VHS{'.' * n}") for n in range(4))
    for one, other in [(third, duplicate), (fourth, duplicate), (kept, third), (kept, duplicate)]:
        keep_apart(one, other, by=by, on=DAY)
    merge_organisations(kept, duplicate=duplicate, by=by, on=DAY)
    pairs = DistinctOrganisations.objects.values_list("one", "other")
    assert set(pairs) == {(third.pk, kept.pk), (kept.pk, fourth.pk)}


def test_what_was_told_of_a_person_holds_for_the_one_who_is_kept():
    by = make_user()
    kept, duplicate, third = (make_person(family_name="Kern") for _ in range(3))
    keep_apart(duplicate, third, by=by, on=DAY)
    merge_people(kept, duplicate=duplicate, by=by, on=DAY)
    assert not PersonPair.objects.exists()


def test_a_pair_is_kept_in_order_and_once():
    one, other = make_organisation(), make_organisation()
    with pytest.raises(IntegrityError), transaction.atomic():
        DistinctOrganisations.objects.create(one=other, other=one, told_on=DAY)
