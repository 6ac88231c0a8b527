"""Where the questions of a training are, for letters and for paper."""

from collections.abc import Iterable
from datetime import date

from django.conf import settings
from django.urls import reverse

from miko_portal.base.clock import today
from trainings.facts import Occasion
from trainings.models import Question, Run
from trainings.models.answers import period_of


def link_to(run: Run, occasion: Occasion) -> str:
    """The whole address, the same for everybody, in the language that is active."""
    path = reverse("trainings:questionnaire_fill", args=[run.pk, occasion.slug])
    return settings.PORTAL_URL + path


def is_asked(run: Run, occasion: Occasion, *, on: date) -> bool:
    """Whether people are asked something on a day."""
    period = period_of(run, occasion)
    in_time = period is not None and period[0] <= on <= period[1]
    return in_time and Question.objects.asked(run.course, occasion).exists()


def occasions_asked(run: Run, *, on: date, of: Iterable[Occasion] = Occasion) -> list[Occasion]:
    """Those on which people are asked something on a day."""
    return [occasion for occasion in of if is_asked(run, occasion, on=on)]


def link_before(run: Run) -> str:
    """Where those who have a seat say what they expect; empty where nothing is asked."""
    return link_to(run, Occasion.BEFORE) if is_asked(run, Occasion.BEFORE, on=today()) else ""
