"""Invented people: names from two lists, in an order that a fixed seed decides."""

import random
from itertools import product

from cooperation.models import Organisation, Person
from miko_portal.demo.content import read

LETTERS = str.maketrans(
    {"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss", "ı": "i", "ş": "s", "ğ": "g", "ç": "c"}
    | {"ć": "c", "ń": "n", "ś": "s", "ł": "l", "é": "e", "è": "e", "ó": "o", "’": "", " ": "-"}
)


def mail_address(given_name: str, family_name: str, organisation: Organisation | None) -> str:
    """An address of the organisation, or one of their own, all under `example.org`."""
    domains = organisation.mail_domains if organisation else []
    local = f"{given_name.removeprefix('Dr. ')}.{family_name}".lower().translate(LETTERS)
    return f"{local}@{domains[0] if domains else 'example.org'}"


class People:
    """Hands out people nobody else of the demo is called like."""

    def __init__(self, *, seed: int):
        names = read("names")
        pairs = [*product(names["given"], names["family"])]
        pairs += product(names["given_elsewhere"], names["family_elsewhere"])
        random.Random(seed).shuffle(pairs)  # noqa: S311  (nothing secret)
        known = set(Person.objects.values_list("given_name", "family_name"))
        self.names = iter([pair for pair in pairs if pair not in known])

    def make(self, organisations: list[Organisation | None]) -> list[Person]:
        """One person for each of the organisations, stored at once."""
        people = []
        for organisation in organisations:
            given_name, family_name = next(self.names)
            people.append(
                Person(
                    given_name=given_name,
                    family_name=family_name,
                    mail=mail_address(given_name, family_name, organisation),
                )
            )
        return Person.objects.bulk_create(people)
