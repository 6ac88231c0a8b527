"""How far the places of the county are from each other, as the crow flies."""

from functools import cache
from math import asin, cos, radians, sin, sqrt
from pathlib import Path
from typing import NamedTuple

import yaml

EARTH = 6371  # km, its mean radius


class Town(NamedTuple):
    name: str
    latitude: float
    longitude: float
    postcode: str

    def distance_to(self, other: "Town") -> float:
        """In kilometres, on a sphere (haversine)."""
        north, east = (
            radians(other.latitude - self.latitude) / 2,
            radians(other.longitude - self.longitude) / 2,
        )
        share = cos(radians(self.latitude)) * cos(radians(other.latitude)) * sin(east) ** 2
        return 2 * EARTH * asin(sqrt(sin(north) ** 2 + share))


@cache
def towns() -> dict[str, Town]:
    """All of the table by their names."""
    table = yaml.safe_load(Path(__file__).with_name("towns.yaml").read_text("utf-8"))
    return {name: Town(name, *told) for name, told in table.items()}


def town_of(name: str, postcode: str) -> Town | None:
    """Where a house stands: by the name of its town, else by its postcode."""
    return towns().get(name) or _by_postcode().get(postcode)


@cache
def _by_postcode() -> dict[str, Town]:
    """The first town of each postcode."""
    return {town.postcode: town for town in reversed(towns().values())}


def first_of_postcodes(near: list[Town]) -> list[str]:
    """The postcodes whose first town is among these."""
    return [postcode for postcode, town in _by_postcode().items() if town in near]


def rings(name: str, *, km: int) -> dict[int, list[Town]]:
    """Those towns by how far they are away in whole kilometres, as readers are told."""
    centre, found = towns()[name], {}
    for town in around(name, km=km):
        found.setdefault(round(centre.distance_to(town)), []).append(town)
    return found


def around(name: str, *, km: int) -> list[Town]:
    """The towns not further away than so many kilometres, itself among them."""
    centre = towns()[name]
    return [town for town in towns().values() if centre.distance_to(town) <= km]
