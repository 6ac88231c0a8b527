"""Days by a rule, and the day that answers to another in a later year."""

from dataclasses import dataclass
from datetime import date
from itertools import islice

from dateutil.rrule import MO, MONTHLY, WEEKLY, rrule, weekday

MOST_DAYS = 60
LAST = -1


@dataclass(frozen=True)
class Rule:
    """On these weekdays (Monday is 0): every so many weeks, or on the k-th of each month.

    `of_month` says which of a month's weekdays are meant, 1 to 5, or `LAST`; with it `weeks` has
    no say. Weeks begin on Monday and are counted from the one that the first day lies in.
    """

    weekdays: frozenset[int]
    weeks: int = 1
    of_month: frozenset[int] = frozenset()

    def days(self, *, since: date, until: date, most: int = MOST_DAYS + 1) -> list[date]:
        """The days from the first to the last, both included, in order; at most so many."""
        if until < since or not self.weekdays:
            return []
        if self.of_month:
            meant = [weekday(day, which) for day in self.weekdays for which in self.of_month]
            found = rrule(MONTHLY, dtstart=since, until=until, byweekday=meant)
        else:
            found = rrule(
                WEEKLY,
                interval=self.weeks,
                wkst=MO,
                dtstart=since,
                until=until,
                byweekday=sorted(self.weekdays),
            )
        return [moment.date() for moment in islice(found, most)]


def years_later(day: date, years: int) -> date:
    """The same weekday in the same week of the calendar, so many years later.

    That is 52 or 53 weeks for each year, so that a programme that is copied year after year stays
    in its season. A week 53 becomes week 52 where the other year has no such week.
    """
    year, week, weekday_number = day.isocalendar()
    try:
        return date.fromisocalendar(year + years, week, weekday_number)
    except ValueError:
        return date.fromisocalendar(year + years, week - 1, weekday_number)
