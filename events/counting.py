"""What there is to choose from among the coming runs, and how many each choice would leave."""

from collections import Counter
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import F, OuterRef, Subquery
from django.db.models.functions import Coalesce

from events.facts import Coming
from events.models import TopicName
from events.models.run_queries import RunQuerySet
from events.towns import Town, town_of, towns
from miko_portal.base.clock import start_of

HORIZON = 200
DISTANCES = [5, 10, 20, 30]  # km


def end_of_week(on: date) -> date:
    """The Sunday."""
    return on + timedelta(days=6 - on.weekday())


@dataclass(frozen=True)
class Counted:
    """A coming run by what one can choose it by: pairs of a filter's name and a choice."""

    pk: int
    choices: frozenset
    place: Town | None
    topic: tuple  # key and name

    @classmethod
    def of(cls, row: dict, *, on: date) -> "Counted":
        sunday_over = start_of(end_of_week(on) + timedelta(days=1))
        goes_on = not row["cancelled_on"] and not row["next_called_off_on"]
        has_room = row["coming"] == Coming.OPEN or row["seats_taken"] < row["capacity"]
        ticked = {
            "week": row["next_at"] < sunday_over,
            "free": goes_on and has_room,
            "childcare": row["childcare_places"] > 0,
            "step_free": row["next_step_free"],
            "women_only": row["women_only"],
        }
        choices = {("language", code) for code in (*row["spoken"], *row["interpreted"])}
        choices |= {("topic", str(row["topic"])), ("town", row["next_town"])}
        choices |= {(name, True) for name, holds in ticked.items() if holds}
        place = town_of(row["next_town"], row["next_postcode"])
        return cls(row["pk"], frozenset(choices), place, (row["topic"], row["topic_name"]))

    def fits(self, chosen: dict) -> bool:
        """Whether it has everything that is chosen."""
        chosen = dict(chosen)
        near, km = chosen.pop("near", None), chosen.pop("within", None)
        if near and not (self.place and towns()[near].distance_to(self.place) <= km):
            return False
        return self.choices.issuperset(chosen.items())


class Counts:
    """The next `HORIZON` of some upcoming runs. If there are more, counts are "at least"."""

    def __init__(self, runs: RunQuerySet, *, on: date, language: str):
        rows = list(rows_of(runs, language=language)[: HORIZON + 1])
        self.complete = len(rows) <= HORIZON
        self.all = [Counted.of(row, on=on) for row in rows[:HORIZON]]

    def __bool__(self):
        return bool(self.all)

    def number(self, chosen: dict) -> int:
        """How many fit."""
        return sum(run.fits(chosen) for run in self.all)

    def numbers(self, name: str, chosen: dict) -> Counter:
        """How many fit each choice of a filter, were it set anew and the others stay as chosen."""
        others = {key: value for key, value in chosen.items() if key != name}
        found = Counter(dict.fromkeys(self.choices(name), 0))
        for run in self.all:
            if run.fits(others):
                found.update(value for key, value in run.choices if key == name)
        return found

    def choices(self, name: str) -> set:
        return {value for run in self.all for key, value in run.choices if key == name}

    def topics(self) -> dict:
        """Their names by their keys."""
        return dict(run.topic for run in self.all)

    def shown(self, number: int) -> str:
        return f"{number}" if self.complete else f"{number}+"


def rows_of(runs: RunQuerySet, *, language: str):
    """What `Counted` is made of."""
    place = {
        f"next_{field}": Coalesce(f"sessions__venue__{field}", f"sessions__room__venue__{field}")
        for field in ("town", "postcode", "step_free")
    }
    translated = TopicName.objects.filter(topic=OuterRef("seminar__topic"), language=language)
    return runs.annotate(
        **place,
        topic=F("seminar__topic"),
        topic_name=Coalesce(Subquery(translated.values("name")), F("seminar__topic__name")),
    ).values(
        "pk", "next_at", *place, "topic", "topic_name", "spoken", "interpreted", "women_only",
        "childcare_places", "coming", "capacity", "seats_taken", "cancelled_on",
        "next_called_off_on",
    )  # fmt: skip
