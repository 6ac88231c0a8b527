"""What there is to choose from among the coming runs, and how many each choice would leave."""

from collections import Counter
from datetime import date, datetime, timedelta
from typing import NamedTuple

from django.db.models import F, OuterRef, Subquery
from django.db.models.functions import Coalesce, JSONObject

from cooperation.models import Venue
from events.facts import Coming
from events.models import Topic, TopicName
from events.models.run_queries import RunQuerySet
from events.towns import Town, around, town_of, towns
from miko_portal.base.clock import start_of

HORIZON = 200
DISTANCES = [5, 10, 20, 30]  # km


def end_of_week(on: date) -> date:
    """The Sunday."""
    return on + timedelta(days=6 - on.weekday())


class Counted(NamedTuple):
    """A coming run by what one can choose it by: pairs of a filter's name and a choice."""

    date: int  # the key of the one it is listed by
    choices: frozenset
    place: Town | None
    topic: tuple  # key and name

    @classmethod
    def of(cls, row: dict, *, monday: datetime) -> "Counted":
        """From a row of `rows_of`; `monday`: when the next week begins."""
        house = row["house"]
        goes_on = not row["cancelled_on"] and not row["next_called_off_on"]
        has_room = row["coming"] == Coming.OPEN or row["seats_taken"] < row["capacity"]
        ticked = {
            "week": row["next_at"] < monday,
            "free": goes_on and has_room,
            "childcare": row["childcare_places"] > 0,
            "step_free": house["step_free"],
            "women_only": row["women_only"],
        }
        choices = {("language", code) for code in (*row["spoken"], *row["interpreted"])}
        choices |= {("topic", str(row["topic"])), ("town", house["town"])}
        choices |= {(name, True) for name, holds in ticked.items() if holds}
        place = town_of(house["town"], house["postcode"])
        topic = row["topic"], row["topic_name"]
        return cls(row["next_session"], frozenset(choices), place, topic)


class Counts:
    """The next `HORIZON` of some upcoming runs. If there are more, counts are "at least"."""

    def __init__(self, runs: RunQuerySet, *, on: date, language: str):
        rows = list(rows_of(runs, language=language)[: HORIZON + 1])
        self.complete = len(rows) <= HORIZON
        monday = start_of(end_of_week(on) + timedelta(days=1))
        self.all = [Counted.of(row, monday=monday) for row in rows[:HORIZON]]
        self.dates = [row["next_session"] for row in rows]

    def __bool__(self):
        return bool(self.all)

    def fitting(self, chosen: dict) -> list[Counted]:
        """Those that have everything that is chosen."""
        chosen = dict(chosen)
        near, km = chosen.pop("near", None), chosen.pop("within", None)
        wanted = set(chosen.items())
        found = [run for run in self.all if wanted <= run.choices]
        if not near:
            return found
        places = set(around(near, km=km))
        return [run for run in found if run.place in places]

    def listed(self, chosen: dict) -> list[Counted]:
        """Those in the order of the list: by day, near a place the nearest first."""
        found = self.fitting(chosen)
        if near := chosen.get("near"):
            centre = towns()[near]
            found.sort(key=lambda run: round(centre.distance_to(run.place)))
        return found

    def number(self, chosen: dict) -> int:
        """How many fit."""
        return len(self.fitting(chosen))

    def numbers(self, name: str, chosen: dict) -> Counter:
        """How many fit each choice of a filter, were it set anew and the others stay as chosen."""
        others = {key: value for key, value in chosen.items() if key != name}
        found = Counter(dict.fromkeys(self.choices(name), 0))
        fitting = self.fitting(others)
        found.update(value for run in fitting for key, value in run.choices if key == name)
        return found

    def choices(self, name: str) -> set:
        return {value for run in self.all for key, value in run.choices if key == name}

    def topics(self) -> dict:
        """Their names by their keys."""
        return dict(run.topic for run in self.all)

    def shown(self, number: int) -> str:
        return f"{number}" if self.complete else f"{number}+"


# House and topic are looked up row by row: with those tables to join, too, PostgreSQL takes longer
# to plan it than for all the rest.
HOUSE = Subquery(
    Venue.objects.filter(pk=OuterRef("next_venue"))
    .order_by()
    .values(told=JSONObject(town="town", postcode="postcode", step_free="step_free"))
)
GERMAN_NAME = Subquery(
    Topic.objects.filter(pk=OuterRef("seminar__topic")).order_by().values("name")
)


def rows_of(runs: RunQuerySet, *, language: str):
    """What `Counted` is made of."""
    translated = TopicName.objects.filter(topic=OuterRef("seminar__topic"), language=language)
    return runs.annotate(
        house=HOUSE,
        topic=F("seminar__topic"),
        topic_name=Coalesce(Subquery(translated.values("name")), GERMAN_NAME),
    ).values(
        "next_session", "next_at", "next_called_off_on", "house", "topic", "topic_name", "spoken",
        "interpreted", "women_only", "childcare_places", "coming", "capacity", "seats_taken",
        "cancelled_on",
    )  # fmt: skip
