import pytest

from events.towns import around, first_of_postcodes, town_of, towns


@pytest.mark.parametrize(
    ("one", "other", "km"),
    [("Mayen", "Mayen", 0), ("Mayen", "Koblenz", 27), ("Andernach", "Neuwied", 4)],
)
def test_distance_is_that_of_the_map(one, other, km):
    found = towns()[one].distance_to(towns()[other])
    assert round(found) == km
    assert found == towns()[other].distance_to(towns()[one])


def test_around_a_town_is_what_is_near():
    near = [town.name for town in around("Mayen", km=5)]
    assert near == ["Ettringen", "Kottenheim", "Mayen", "Thür"]


def test_house_stands_in_its_town_or_else_where_its_postcode_is():
    assert town_of("Polch", "").name == "Polch"
    assert town_of("Polch", "56068").name == "Polch"
    assert town_of("Miesenheim", "56626").name == "Andernach"
    assert town_of("Nirgendwo", "") is None


def test_postcode_of_several_places_counts_for_the_first():
    assert first_of_postcodes([towns()["Bassenheim"], towns()["Urmitz"]]) == ["56220"]
    assert first_of_postcodes([towns()["Urmitz"]]) == []


def test_every_place_lies_in_or_by_the_county():
    for town in towns().values():
        assert towns()["Ochtendung"].distance_to(town) < 30
        assert len(town.postcode) == 5
