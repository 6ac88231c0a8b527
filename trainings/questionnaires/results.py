"""What people answered, in numbers: of a training, or of all of a course."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from django.db.models import Count, QuerySet
from django.utils.translation import gettext as _

from trainings.facts import Occasion
from trainings.models import Answer, AnswerSheet, Question, Run
from trainings.models.questionnaires import NO, YES


@dataclass(frozen=True)
class Bar:
    """How many chose an answer, and how many of a hundred that is, rounded."""

    number: int
    percent: int


@dataclass(frozen=True)
class Result:
    """What was answered to a question, on each occasion on which enough did."""

    question: Question
    chosen: dict[Occasion, dict[int, int]] = field(default_factory=dict)

    @property
    def occasions(self) -> list[tuple[Occasion, int]]:
        """Each occasion there are answers of, with how many."""
        return [(each, sum(self.chosen[each].values())) for each in Occasion if each in self.chosen]

    @property
    def rows(self) -> list[tuple[str, list[Bar]]]:
        """Each answer that could be chosen, with a bar for each occasion."""
        return [
            (label, [self._bar(value, occasion, total) for occasion, total in self.occasions])
            for value, label in self._choices()
        ]

    @property
    def averages(self) -> list[float]:
        """Of a scale, one for each occasion."""
        if self.question.kind != Question.Kind.SCALE:
            return []
        return [
            sum(value * number for value, number in self.chosen[occasion].items()) / total
            for occasion, total in self.occasions
        ]

    def _bar(self, value, occasion, total):
        number = self.chosen[occasion].get(value, 0)
        return Bar(number, round(100 * number / total))

    def _choices(self):
        if self.question.kind == Question.Kind.YES_NO:
            return [(YES, _("Yes")), (NO, _("No"))]
        return self.question.wording_in("de").options


def results_of(answers: QuerySet[Answer]) -> list[Result]:
    """Each question with its answers, in order; hand in only what may be shown, `shown(on=…)`."""
    found: dict[int, dict] = {}
    counted = answers.order_by().values("question", "sheet__occasion", "value")
    for row in counted.annotate(number=Count("pk")):
        of_question = found.setdefault(row["question"], {})
        of_occasion = of_question.setdefault(Occasion(row["sheet__occasion"]), {})
        of_occasion[row["value"]] = row["number"]
    questions = Question.objects.filter(pk__in=found)
    return [Result(question, found[question.pk]) for question in questions]


def sheets_of(runs: Iterable[Run], *, on: date) -> dict[int, list[tuple[Occasion, int]]]:
    """How many answered about each training, by occasion, where that is told; one query."""
    shown = AnswerSheet.objects.shown(on=on).filter(run__in=[run.pk for run in runs]).order_by()
    found: dict[int, dict[str, int]] = {}
    for row in shown.values("run", "occasion").annotate(number=Count("pk")):
        found.setdefault(row["run"], {})[row["occasion"]] = row["number"]
    return {
        run: [(each, numbers[each]) for each in Occasion if each in numbers]
        for run, numbers in found.items()
    }
