"""What people thought, in numbers: of a run, of a seminar, of all."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from django.db.models import Count, QuerySet

from events.facts import Face
from events.models import Feedback, Run


@dataclass(frozen=True)
class Share:
    """How many chose a face, and how many of a hundred that is, rounded."""

    face: Face
    number: int
    percent: int


@dataclass(frozen=True)
class Result:
    """How often each face was chosen."""

    chosen: dict[str, int] = field(default_factory=dict)

    def __bool__(self):
        return bool(self.chosen)

    @property
    def total(self) -> int:
        return sum(self.chosen.values())

    @property
    def shares(self) -> list[Share]:
        numbers = [(face, self.chosen.get(face, 0)) for face in Face]
        return [Share(face, number, round(100 * number / self.total)) for face, number in numbers]


def result_of(answers: QuerySet[Feedback]) -> Result:
    """All of the answers together; hand in only what may be shown, `shown(on=…)`."""
    return Result(dict(_by(answers, "face").values_list("face", "number")))


def results_of(runs: Iterable[Run], *, on: date) -> dict[int, Result]:
    """The result of each run that has one to show, by its key; one query for all."""
    found: dict[int, Result] = {}
    answers = Feedback.objects.shown(on=on).filter(run__in=[run.pk for run in runs])
    for key, face, number in _by(answers, "run", "face").values_list("run", "face", "number"):
        found.setdefault(key, Result()).chosen[face] = number
    return found


def _by(answers, *names):
    return answers.order_by().values(*names).annotate(number=Count("pk"))
