"""What the office has to see to in trainings: on the start page, and to filter by."""

from collections.abc import Callable
from datetime import date
from typing import NamedTuple

from django.db.models import QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from trainings.lost import runs_without_entitlement
from trainings.models import Run

MOST_NAMED = 5


class Duty(NamedTuple):
    """Something to see to, and which trainings want it on a day."""

    title: Promise
    wanting: Callable[..., QuerySet[Run]]


DUTIES = {
    "trainer": Duty(_("Without a trainer"), Run.objects.without_trainer),
    "decide": Duty(_("Too few enrolments, to be decided soon"), Run.objects.to_decide),
    "entitlement": Duty(_("Entitlement lost since the enrolment"), runs_without_entitlement),
    "full": Duty(_("Full"), Run.objects.full),
}


class Due(NamedTuple):
    """A duty on a day: how many trainings want it, and the first of them."""

    key: str
    duty: Duty
    count: int
    runs: list[Run]


def due(*, on: date) -> list[Due]:
    """What is to be seen to on a day, of each kind the nearest trainings with their dates."""
    found = []
    for key, duty in DUTIES.items():
        wanting = duty.wanting(on=on)
        nearest = wanting.with_dates().select_related("course").order_by("starts_at", "pk")
        if runs := list(nearest[:MOST_NAMED]):
            count = len(runs) if len(runs) < MOST_NAMED else wanting.count()
            found.append(Due(key, duty, count, runs))
    return found
