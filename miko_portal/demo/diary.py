"""Finds days for what the demo plans: the right weekday, no holiday, room and people free."""

from datetime import date, timedelta

from miko_portal.demo.content import is_holiday

WEEKDAYS = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
WEEK = timedelta(days=7)


class Diary:
    """What is taken on which day."""

    def __init__(self, *, today: date):
        self.today = today
        self.taken = set()

    def days(self, offset: int, *, on: str, count: int = 1, taking=()) -> list[date]:
        """So many days a week apart, the first about `offset` days from today, and take them.

        What is to come is never before the offset, what is past never after it; what is today is
        today, whatever day it is.
        """
        first = self.today + timedelta(days=offset)
        if not offset:
            self.taken.update((first, thing) for thing in taking)
            return [first]
        later = offset > 0
        missing = (WEEKDAYS.index(on) - first.weekday()) % 7
        first += timedelta(days=missing if later or not missing else missing - 7)
        step = WEEK if later else -WEEK
        while is_holiday(first) or not self._free(days := self._weekly(first, count), taking):
            first += step
        self.taken.update((day, thing) for day in days for thing in taking)
        return days

    def _weekly(self, first, count):
        days = []
        while len(days) < count:
            if not is_holiday(first):
                days.append(first)
            first += WEEK
        return days

    def _free(self, days, taking):
        return self.taken.isdisjoint((day, thing) for day in days for thing in taking)
