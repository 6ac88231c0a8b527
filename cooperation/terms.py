"""The arithmetic of terms and of notice ("Laufzeit und Kündigung"): days only, no model.

All ends are last days: the agreement still binds on them. Months are counted as in § 188 BGB: the
same day of the other month, or its last day where that month is too short. No end moves for a
weekend or a holiday. Nothing is reckoned beyond 2099: an end after that is None.
`migrations/0003_terms_and_notice.py` says the same in SQL; what stands here is what it is
measured by.
"""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta

LAST_DAY = date(2099, 12, 31)
PERIODS = {"month": 1, "quarter": 3, "year": 12}
DAY = timedelta(days=1)


def add_months(day: date, months: int) -> date:
    """The same day so many months later; clipped to the last day of a month that is too short."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def last_notice_day(end: date, notice_months: int) -> date:
    """The last day on which a notice may come in that is to work at this end."""
    return add_months(end + DAY, -notice_months) - DAY


def first_end_in_time(received_on: date, notice_months: int) -> date:
    """The first day whose last day of notice is not before the day the notice came in."""
    wanted = received_on + DAY
    after = add_months(wanted, notice_months)
    # A day the later month lacks (30 February) is not reached before that month is over.
    return after if after.day < wanted.day else after - DAY


def period_end(day: date, months: int) -> date:
    """The end of the month, quarter or year (1, 3 or 12 months) that the day lies in."""
    month = -(-day.month // months) * months
    return date(day.year, month, monthrange(day.year, month)[1])


@dataclass(frozen=True)
class Terms:
    """What a version says about its end.

    `first_end`: the last day of its term, or of the project it is bound to; None: open-ended.
    `renewal_months`: it goes on by as many months (at least one) each time; None: it is not
    renewed by itself.
    `notice_months`: None if no ordinary notice is agreed. `notice_basis`: "term", "month",
    "quarter", "year", or "" without notice.
    """

    start: date | None
    first_end: date | None
    renewal_months: int | None
    notice_months: int | None
    notice_basis: str

    @property
    def renewed(self) -> bool:
        return self.first_end is not None and self.renewal_months is not None

    def term_end(self, on: date) -> date | None:
        """The last day of the term that runs on the day; None if it is open-ended.

        A term that is not renewed has one end, whatever the day. Each end counts from the first
        one: after 31 January and 28 February comes 31 March; but a first end on 28 February stays
        the 28th in leap years too.
        """
        if not self.renewed:
            return self.first_end
        if on > LAST_DAY:
            return None
        return _reckoned(add_months(self.first_end, self.renewals(on) * self.renewal_months))

    def renewals(self, on: date) -> int:
        """How often the term that runs on the day has been renewed."""
        if not self.renewed or on <= self.first_end:
            return 0
        begun = (on.year - self.first_end.year) * 12 + on.month - self.first_end.month
        begun += on.day > self.first_end.day
        return -(-begun // self.renewal_months)

    def notice_works_on(self, received_on: date) -> date | None:
        """The last day of whoever gives ordinary notice that comes in on the day; None: never.

        That is the first end, from the start on, for which it comes in time.
        """
        if self.notice_months is None or received_on > LAST_DAY:
            return None
        in_time = first_end_in_time(received_on, self.notice_months)
        return self._end_for_notice(max(in_time, self.start or in_time))

    def next_notice(self, on: date) -> tuple[date, date] | None:
        """The first last day of notice that is not before the day, and the end it works at."""
        end = self.notice_works_on(on)
        return end and (last_notice_day(end, self.notice_months), end)

    def _end_for_notice(self, since: date) -> date | None:
        """The first day not before this one at which notice can work.

        Those are the ends of months, quarters or years where the basis says so, inside a term
        too; and the ends of terms where the basis is the term, or where it would be renewed.
        """
        ends = []
        if self.renewed:
            ends.append(self.term_end(since))
        elif self.notice_basis == "term":
            ends.append(self.first_end)
        if months := PERIODS.get(self.notice_basis):
            ends.append(period_end(since, months))
        last = None if self.renewed else self.first_end
        ends = [end for end in ends if end and since <= end <= (last or end)]
        return _reckoned(min(ends)) if ends else None


def _reckoned(end: date) -> date | None:
    return end if end <= LAST_DAY else None
