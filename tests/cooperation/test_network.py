from datetime import date
from itertools import combinations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cooperation.models import Party
from cooperation.network import Body, draw, ties
from tests.base.factories import make_staff
from tests.cooperation.factories import (
    make_agreement,
    make_organisation,
    make_partner,
    make_project,
)

DAY = date(2024, 5, 6)
NETWORK = "/netzwerk/"
KINDS = ["Kreis", "Kommune", "Jobcenter", "Polizei", "Religionsgemeinschaft"]


def bodies(count, *, name="Arbeitsgemeinschaft der Verbände {}"):
    """So many, of all kinds in turn, in the order of the kinds."""
    made = [Body(key, name.format(key), KINDS[key % len(KINDS)]) for key in range(count)]
    return sorted(made, key=lambda body: (KINDS.index(body.kind), body.key))


def star(count):
    """The first one has an agreement with each other; some have one among themselves."""
    pairs = [(n, key) for n in range(1, count) for key in (0, n)]
    return ties([*pairs, *((100, key) for key in range(3, 9))])


def box(label):
    """Left, top, right, bottom of a label, with letters as wide as capitals on average."""
    width = 8 * len(label.text)
    left = {"start": label.x, "middle": label.x - width / 2, "end": label.x - width}[label.anchor]
    return left, label.y - 9, left + width, label.y + 9


def overlap(one, other):
    (a, b, c, d), (e, f, g, h) = box(one), box(other)
    return a < g and e < c and b < h and f < d


# What is shared


def test_ties_hold_the_agreements_of_each_two():
    assert ties([(7, 1), (7, 2), (5, 2), (5, 1), (5, 3), (9, 4)]) == {
        (1, 2): [5, 7],
        (1, 3): [5],
        (2, 3): [5],
    }


# The picture


@pytest.mark.parametrize("count", [2, 3, 7, 40])
def test_no_two_labels_overlap_and_none_leaves_the_picture(count):
    picture = draw(bodies(count), star(count))
    labels = [*(place.label for place in picture.places), *picture.headings]
    assert [pair for pair in combinations(labels, 2) if overlap(*pair)] == []
    for left, top, right, bottom in map(box, labels):
        assert 0 <= left < right <= picture.width
        assert 0 <= top < bottom <= picture.height
    assert len(picture.places) == count


def test_no_two_organisations_stand_at_one_place():
    places = draw(bodies(40), star(40)).places
    assert len({(place.x, place.y) for place in places}) == 40


def test_the_one_with_the_most_partners_stands_in_the_middle():
    picture = draw(bodies(9), star(9))
    assert picture.middle.key == 0
    assert [(p.x, p.y) for p in picture.places if p.body.key == 0] == [
        (picture.width // 2, picture.height // 2)
    ]


def test_each_kind_is_named_above_its_organisations():
    picture = draw(bodies(5), star(5))
    assert [heading.text for heading in picture.headings] == KINDS[1:]


def test_the_same_network_gives_the_same_picture():
    shared = star(40)
    turned = dict(reversed(shared.items()))
    assert draw(bodies(40), shared) == draw(bodies(40), turned)


def test_ties_to_those_left_out_are_not_drawn():
    picture = draw(bodies(3), star(9))
    assert [(line.one.key, line.other.key) for line in picture.lines] == [(1, 0), (2, 0)]


def test_lines_grow_thicker_up_to_four_agreements():
    shared = {(0, 1): [1], (0, 2): [1, 2], (1, 2): [1, 2, 3, 4, 5]}
    lines = draw(bodies(3), shared).lines
    assert sorted((line.weight, line.number.text) for line in lines) == [
        (1, "1"),
        (2, "2"),
        (4, "5"),
    ]


def test_an_empty_network_has_a_picture_too():
    picture = draw([], {})
    assert (picture.middle, picture.places, picture.lines) == (None, [], [])


# Who cooperates


@pytest.mark.django_db
def test_cooperating_are_the_parties_of_agreements_in_force_on_the_day():
    bound = make_agreement(signed_on=DAY)
    make_agreement(signed_on=DAY, terminated_on=date(2024, 5, 31))
    make_agreement(consultation_on=DAY)
    assert list(Party.objects.cooperating(on=date(2024, 6, 1))) == list(bound.parties.all())
    assert Party.objects.cooperating(on=date(2024, 5, 5)).count() == 0
    assert Party.objects.cooperating(on=DAY).count() == 4


# The page


@pytest.fixture
def clerk(client, db):
    user = make_staff(language="en")
    client.force_login(user)
    return user


@pytest.fixture
def three(db):
    """The county with a chamber by two agreements, and with a town by one of another project."""
    county, chamber, town = [
        make_organisation(name=name) for name in ("Landkreis", "Kammer", "Andernach")
    ]
    project = make_project()
    facts = {"signed_on": DAY, "parties": [county, chamber]}
    both = [make_agreement(**facts), make_agreement(**facts)]
    other = make_agreement(signed_on=DAY, parties=[county, town], project=project)
    return county, chamber, town, project, both, other


def told(response):
    """Each organisation of the table with its number of agreements and its partners."""
    return [
        (row.organisation.name, row.agreements, [tie.other.name for tie in row.ties])
        for row in response.context["page_obj"]
    ]


def test_network_tells_who_works_with_whom(client, clerk, three):
    assert told(client.get(NETWORK)) == [
        ("Andernach", 1, ["Landkreis"]),
        ("Kammer", 2, ["Landkreis"]),
        ("Landkreis", 3, ["Kammer", "Andernach"]),
    ]


def test_network_of_a_day_and_of_a_project(client, clerk, three):
    *_, project, _both, _other = three
    assert told(client.get(f"{NETWORK}?stand=2024-05-05")) == []
    assert told(client.get(f"{NETWORK}?projekt={project.pk}&sort=-agreements")) == [
        ("Andernach", 1, ["Landkreis"]),
        ("Landkreis", 1, ["Andernach"]),
    ]


def test_network_links_to_the_agreement_or_to_the_register_of_both(client, clerk, three):
    _county, _chamber, _town, _project, both, other = three
    page = client.get(NETWORK)
    lines = {str(tie): tie.address for _line, tie in page.context["picture"]["lines"]}
    register = lines["Kammer – Landkreis: 2 agreements"]
    assert lines["Andernach – Landkreis: one agreement"] == f"/vereinbarungen/{other.pk}/"
    assert [a.pk for a in client.get(register).context["page_obj"]] == [
        agreement.pk for agreement in reversed(both)
    ]


@pytest.mark.parametrize("query", ["stand=gestern", "projekt=x", "sort=x", "page=99", "stand=%00"])
def test_network_bears_any_address(client, clerk, three, query):
    assert len(told(client.get(f"{NETWORK}?{query}"))) == 3


def test_network_costs_the_same_for_three_and_for_sixty(client, clerk):
    county = make_organisation(name="Landkreis")
    queries = []
    for rows in (3, 57):
        for _ in range(rows):
            make_agreement(signed_on=DAY, parties=[county, make_organisation()])
        with CaptureQueriesContext(connection) as captured:
            page = client.get(NETWORK)
        queries.append(len(captured))
    assert queries[0] == queries[1]
    assert (page.context["left_out"], len(page.context["picture"]["places"])) == (21, 40)


def test_network_is_for_those_who_may_see_all_agreements(client, three):
    client.force_login(make_partner(three[0]))
    assert client.get(NETWORK).status_code == 403
