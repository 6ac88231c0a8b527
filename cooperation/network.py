"""Who works with whom, and the picture of it: reckoned without the database.

The organisation with the most partners stands in the middle. The others stand around it in two
halves of an oval, grouped by kind, one line each, so that names are read straight and never meet.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import combinations, groupby

WIDTH = 1000
LINE = 26  # the height that a name or the heading of a kind takes
MARGIN = 20
WIDEST = 250  # the oval, from the middle to its sides
NARROWEST = 90  # … at its top and bottom
BESIDE = 14  # between an organisation and its name
LONGEST = 28  # characters of a name; the link tells the whole one

Ties = dict[tuple[int, int], list[int]]


@dataclass(frozen=True)
class Body:
    """An organisation as the picture needs it."""

    key: int
    name: str
    kind: str

    @property
    def label(self) -> str:
        return self.name if len(self.name) <= LONGEST else f"{self.name[: LONGEST - 1].rstrip()}…"


@dataclass(frozen=True)
class Label:
    """Words at a place; `anchor` as in SVG: where the place lies in them."""

    text: str
    x: int
    y: int
    anchor: str


@dataclass(frozen=True)
class Place:
    """Where an organisation stands."""

    body: Body
    x: int
    y: int
    label: Label


@dataclass(frozen=True)
class Line:
    """Between two organisations with agreements; `path` as in SVG."""

    one: Body
    other: Body
    agreements: tuple[int, ...]
    path: str
    number: Label

    @property
    def weight(self) -> int:
        """How thick it is drawn."""
        return min(len(self.agreements), 4)


@dataclass(frozen=True)
class Picture:
    width: int
    height: int
    middle: Body | None
    places: list[Place]
    headings: list[Label]
    lines: list[Line]


def ties(parties: Iterable[tuple[int, int]]) -> Ties:
    """The agreements that each two organisations share, from pairs (agreement, organisation)."""
    together = defaultdict(set)
    for agreement, organisation in parties:
        together[agreement].add(organisation)
    found = defaultdict(list)
    for agreement in sorted(together):
        for pair in combinations(sorted(together[agreement]), 2):
            found[pair].append(agreement)
    return dict(found)


def draw(bodies: list[Body], shared: Ties) -> Picture:
    """The picture of these organisations, in the order they have; ties to others are left out."""
    known = {body.key for body in bodies}
    drawn = [pair for pair in sorted(shared) if known.issuperset(pair)]
    partners = Counter(key for pair in drawn for key in pair)
    middle = max(bodies, key=lambda body: partners[body.key], default=None)
    around = [body for body in bodies if body is not middle]
    halves = _halves(around)
    height = 2 * MARGIN + LINE * max(4, *map(len, halves))
    places, headings = {}, []
    for side, entries in zip((-1, 1), halves, strict=True):
        top = (height - LINE * (len(entries) - 1)) // 2
        for number, entry in enumerate(entries):
            y = top + LINE * number
            x = WIDTH // 2 + side * _reach(y, height)
            name = entry.label if isinstance(entry, Body) else entry
            label = Label(name, x + side * BESIDE, y, "end" if side < 0 else "start")
            if isinstance(entry, Body):
                places[entry.key] = Place(entry, x, y, label)
            else:
                headings.append(label)
    if middle:
        x, y = WIDTH // 2, height // 2
        places[middle.key] = Place(middle, x, y, Label(middle.label, x, y + LINE, "middle"))
    lines = [_line(places[one], places[other], shared[one, other], middle) for one, other in drawn]
    return Picture(WIDTH, height, middle, list(places.values()), headings, lines)


def _halves(bodies):
    """Names and headings for both sides, as equally long as can be."""
    splits = [
        (_under_headings(bodies[:count]), _under_headings(bodies[count:]))
        for count in range(len(bodies) + 1)
    ]
    return min(splits, key=lambda halves: max(map(len, halves)))


def _under_headings(bodies):
    """The name of each kind, followed by those of it."""
    groups = groupby(bodies, key=lambda body: body.kind)
    return [entry for kind, group in groups for entry in (kind, *group)]


def _reach(y, height):
    """How far from the middle the oval lies at this height."""
    away = abs(2 * y / height - 1)
    return round(NARROWEST + (WIDEST - NARROWEST) * (1 - away**2) ** 0.5)


def _line(one, other, agreements, middle):
    """Straight to the one in the middle, with its number far out; between others in a bow."""
    if one.body is middle:
        one, other = other, one
    if other.body is middle:
        bow, x, y = "", one.x + (other.x - one.x) * 0.16, one.y + (other.y - one.y) * 0.16
    else:
        half = ((one.x + other.x) / 2, (one.y + other.y) / 2)
        x = half[0] + (WIDTH / 2 - half[0]) * 0.25
        y = half[1]
        bow = f"Q{2 * x - half[0]:.0f} {y:.0f} "
    path = f"M{one.x} {one.y}{bow or 'L'}{other.x} {other.y}"
    number = Label(str(len(agreements)), round(x), round(y), "middle")
    return Line(one.body, other.body, tuple(agreements), path, number)
