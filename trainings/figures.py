"""What came of trainings, in numbers: for funders, per course, authority, audience, year, project.

Seats, attendances, units and who did not come add up: those of the parts come to those of the
whole. Trainings and persons count once in each row and once in the sum, however many projects pay
and however many trainings somebody came to.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from typing import NamedTuple

from django.db.models import Count, Exists, OuterRef, Q
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cooperation.models import Organisation, Project
from miko_portal.base.clock import start_of
from trainings.facts import Occasion, Side
from trainings.models import Answer, Attendance, Enrolment, PastCount, ProjectShare, Run

MOST = 50_000  # enrolments that are counted at once: a county's of ten years
WHOLE = Decimal(1)
HELPFUL_FROM = 4  # of five steps

DIMENSIONS = {
    "year": gettext_lazy("year"),
    "course": gettext_lazy("course"),
    "run": gettext_lazy("training"),
    "organisation": gettext_lazy("organisation"),
    "side": gettext_lazy("takes part as"),
    "project": gettext_lazy("project"),
}
# Seats are offered to nobody in particular.
OFFERED_TO_NOBODY = {"organisation", "side"}


@dataclass
class Figures:
    """Of one part, or of the whole.

    `offered` and `taken` are seats; `attendances` are people on dates; `units` those of 45 minutes
    that people attended; `no_shows` had a seat and came to no date, where anybody noted who came.
    `answers` are those to the funders' question after trainings with five of them at least.
    """

    runs: set = field(default_factory=set)
    people: set = field(default_factory=set)
    counted: int = 0  # of years before the portal, without a name
    offered: Decimal = Decimal(0)
    taken: Decimal = Decimal(0)
    attendances: Decimal = Decimal(0)
    units: Decimal = Decimal(0)
    no_shows: Decimal = Decimal(0)
    answers: Decimal = Decimal(0)
    helpful: Decimal = Decimal(0)

    @property
    def held(self) -> int:
        return len(self.runs)

    @property
    def persons(self) -> int:
        return len(self.people) + self.counted

    @property
    def helpful_percent(self) -> int | None:
        """How many of a hundred found it helpful, rounded; None: too few answered."""
        return round(100 * self.helpful / self.answers) if self.answers else None


class Row(NamedTuple):
    label: str
    figures: Figures


class TooMany(Exception):
    """The time is too long to be counted at once."""


class _Seat(NamedTuple):
    """A seat somebody had, with what came of it; or people counted without a name."""

    run: object
    course: int
    day: date
    organisation: int | None
    side: str
    person: int | None
    persons: int
    attendances: int
    units: int
    no_show: bool


def figures(*, by: str, since: date, until: date, on: date) -> tuple[list[Row], Figures]:
    """The parts and the whole, of trainings whose first date lies within the days.

    What was called off doesn't count; what people answered does as it may be shown on a day.
    Refuses (`TooMany`) more than can be counted at once.
    """
    runs = _runs(since=since, until=until, on=on)
    shares, counted = _shares(runs), _counted(since=since, until=until)
    seats = [*_seats(runs), *(seat for seat, _project in counted)]
    parts, whole = defaultdict(Figures), Figures()
    of_counts = {seat.run: {project: WHOLE} for seat, project in counted}
    for run in runs.values():
        _add_run(whole, run, WHOLE)
        for key, share in _keys(by, run, shares):
            _add_run(parts[key], run, share)
    for seat in seats:
        _add_seat(whole, seat, WHOLE)
        for key, share in _keys(by, seat, shares | of_counts):
            _add_seat(parts[key], seat, share)
    labels = _labels(by, parts, runs)
    rows = [Row(labels[key], part) for key, part in parts.items()]
    return sorted(rows, key=lambda row: row.label.casefold()), whole


class _Run(NamedTuple):
    run: int
    course: int
    title: str
    day: date
    capacity: int
    answers: int
    helpful: int


def _runs(*, since, until, on) -> dict[int, _Run]:
    held = Run.objects.filter(cancelled_on=None).with_dates()
    within = held.filter(
        starts_at__gte=start_of(since), starts_at__lt=start_of(until + timedelta(days=1))
    )
    found = within.values_list("pk", "course", "course__title", "starts_at", "capacity")
    said = _said_helpful(within, on=on)
    return {
        pk: _Run(pk, course, title, localtime(starts_at).date(), capacity, *said.get(pk, (0, 0)))
        for pk, course, title, starts_at, capacity in found
    }


def _said_helpful(runs, *, on) -> dict[int, tuple[int, int]]:
    """How many answered the funders' question after each training, and who found it helpful."""
    asked = Answer.objects.shown(on=on).filter(
        sheet__run__in=runs.values("pk"),
        sheet__occasion=Occasion.AFTER,
        question__for_funder=True,
    )
    counted = asked.order_by().values_list("sheet__run")
    counted = counted.annotate(
        answers=Count("pk"), helpful=Count("pk", filter=Q(value__gte=HELPFUL_FROM))
    )
    return {run: (answers, helpful) for run, answers, helpful in counted}


def _seats(runs: dict[int, _Run]) -> Iterator[_Seat]:
    attended = Attendance.objects.filter(session__cancelled_on=None)
    noted = Exists(attended.filter(session__run=OuterRef("run")))
    seats = Enrolment.objects.confirmed().filter(run__in=runs).with_completion()
    found = (
        seats.annotate(dates=Count("attendances"), noted=noted)
        .order_by()
        .values_list(
            "run", "organisation", "side", "counted_as", "dates", "units_attended", "noted"
        )
    )
    rows = list(found[: MOST + 1])
    if len(rows) > MOST:
        raise TooMany
    for run, organisation, side, person, dates, units, anybody in rows:
        about = runs[run]
        yield _Seat(
            run, about.course, about.day, organisation, side, person,
            persons=0, attendances=dates, units=units, no_show=anybody and not dates,
        )  # fmt: skip


def _shares(runs) -> dict:
    """What part of each run each project pays for; None: the rest, that none does."""
    found = defaultdict(dict)
    shares = ProjectShare.objects.filter(run__in=runs).values_list("run", "project", "percent")
    for run, project, percent in shares:
        found[run][project] = Decimal(percent) / 100
    for run in runs:
        if rest := WHOLE - sum(found[run].values()):
            found[run][None] = rest
    return dict(found)


def _counted(*, since, until) -> list[tuple[_Seat, int | None]]:
    """The numbers of years before the portal, as seats without a name; with their project."""
    counts = PastCount.objects.filter(held_on__range=(since, until)).order_by("pk")
    return [
        (
            _Seat(
                ("counted", count.pk), count.course_id, count.held_on, None, count.side, None,
                persons=count.persons,
                attendances=count.persons,
                units=count.persons * count.units,
                no_show=False,
            ),
            count.project_id,
        )
        for count in counts[: MOST + 1]
    ]  # fmt: skip


def _keys(by, about, shares) -> Iterable[tuple[object, Decimal]]:
    """In which parts it counts, and how much of it."""
    if by == "project":
        return shares[about.run].items()
    if by == "year":
        return [(about.day.year, WHOLE)]
    if by in OFFERED_TO_NOBODY and isinstance(about, _Run):
        return []
    if by == "run" and isinstance(about.run, tuple):
        return [(None, WHOLE)]
    return [(getattr(about, by), WHOLE)]


def _add_run(part: Figures, run: _Run, share: Decimal) -> None:
    part.runs.add(run.run)
    part.offered += run.capacity * share
    part.answers += run.answers * share
    part.helpful += run.helpful * share


def _add_seat(part: Figures, seat: _Seat, share: Decimal) -> None:
    if seat.person is None:
        part.counted += seat.persons
    else:
        part.runs.add(seat.run)
        part.taken += share
        part.no_shows += share * seat.no_show
        if seat.attendances:
            part.people.add(seat.person)
    part.attendances += seat.attendances * share
    part.units += seat.units * share


def _labels(by, parts, runs) -> dict:
    """What the parts are called."""
    keys = [key for key in parts if key is not None]
    if by == "year":
        return {key: str(key) for key in keys}
    if by == "side":
        return {key: str(Side(key).label) for key in keys}
    if by == "run":
        named = {run.run: f"{date_format(run.day, 'Y-m-d')}: {run.title}" for run in runs.values()}
        return named | {None: _("counted without names")}
    if by == "course":
        titles = {run.course: run.title for run in runs.values()}
        counted = PastCount.objects.filter(course__in=keys).values_list("course", "course__title")
        return titles | dict(counted)
    model = {"organisation": Organisation, "project": Project}[by]
    none = {"organisation": _("no organisation"), "project": _("no project")}[by]
    return {key: str(row) for key, row in model.objects.in_bulk(keys).items()} | {None: none}
