"""What planning minds about a day, said in a sentence; it never blocks."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html_join
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cooperation.houses import others_in_the_house
from cooperation.models import PlanningPeriod
from miko_portal.base.forms import parse_date
from miko_portal.base.holidays import carnival, holiday_on


@dataclass(frozen=True)
class Hint:
    """A time with a name, such as "Ramadan"."""

    name: str
    first: date
    last: date
    expected: bool = False
    note: str = ""

    @property
    def days(self) -> str:
        """As people write it: "23.12.2026–8.1.2027", "8.2.–9.3.2027" or one day alone."""
        last = f"{self.last.day}.{self.last.month}.{self.last.year}"
        if self.first != self.last:
            year = self.first.year if self.first.year != self.last.year else ""
            last = f"{self.first.day}.{self.first.month}.{year}–{last}"
        return _("expected %(days)s") % {"days": last} if self.expected else last

    def __str__(self):
        facts = {"name": self.name, "days": self.days}
        if self.first == self.last:
            text = _("Falls on: %(name)s (%(days)s)") % facts
        else:
            text = _("Falls into: %(name)s (%(days)s)") % facts
        return f"{text}. {self.note}" if self.note else text


def hints_for(days: Iterable[date]) -> dict[date, list[Hint]]:
    """The hints for each of the days, in one query: holiday, Carnival, and the office's table."""
    days = sorted(set(days))
    if not days:
        return {}
    kept = kept_between(days[0], days[-1])
    return {
        day: [
            *_of_the_calendar(day),
            *(hint for hint in kept if hint.first <= day <= hint.last),
        ]
        for day in days
    }


def kept_between(first: date, last: date) -> list[Hint]:
    """What the office's table says about the time from one day to another."""
    return [
        Hint(period.name, period.starts_on, period.ends_on, period.expected, period.note)
        for period in PlanningPeriod.objects.touching(first, last)
    ]


def _of_the_calendar(day: date):
    if holiday := holiday_on(day):
        yield Hint(str(holiday), day, day)
    first, last = carnival(day.year)
    if first <= day <= last:
        yield Hint(_("Carnival"), first, last)


def show_hints(forms, *, planned=None):
    """At the day of each form, as its help: what it falls into, and what else is in its house.

    `planned` has the dates of forms that are known with their place.
    """
    days = {form: day for form in forms if (day := typed_day(form))}
    found, planned = hints_for(days.values()), planned or {}
    others = dict(zip(planned, others_in_the_house(planned.values()), strict=True))
    for form, day in days.items():
        if hints := [*found[day], *others.get(form, [])]:
            form["day"].help_text = in_a_row(hints)


def say_hints(request, sessions):
    """What dates fall into, and what else is in their houses; they are stored all the same."""
    sessions = list(sessions)
    say_past(request, sessions)
    days = [localtime(session.starts_at).date() for session in sessions]
    said = [(day, hint) for day, hints in hints_for(days).items() for hint in hints]
    for day, others in zip(days, others_in_the_house(sessions), strict=True):
        said += [(day, other) for other in others]
    for day, hint in said:
        messages.warning(request, f"{date_format(day, 'D d.m.Y')}: {hint}")


def say_past(request, sessions):
    """Dates that begin before now are most often typed wrong; they are stored all the same."""
    now = timezone.now()
    past = [session.starts_at for session in sessions if session.starts_at < now]
    if past:
        text = ngettext(
            "The date on %(day)s lies in the past.",
            "%(count)s dates lie in the past, the first on %(day)s.",
            len(past),
        )
        day = date_format(localtime(min(past)), "D d.m.Y, H:i")
        messages.warning(request, text % {"count": len(past), "day": day})


def typed_day(form):
    """The day that stands in a form, whether it was checked or not; nothing if it is none."""
    value = form["day"].value()
    if isinstance(value, list):
        try:
            return parse_date(*value)
        except ValidationError:
            return None
    return value


def in_a_row(hints):
    """Hints as the help of a field."""
    return format_html_join(" · ", "{}", ([hint] for hint in hints))
