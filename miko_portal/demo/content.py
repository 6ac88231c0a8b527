"""Reads what the demo is made of, and turns days that count from its creation into dates."""

from calendar import monthrange
from datetime import date, datetime, time, timedelta
from pathlib import Path

import yaml
from django.utils.timezone import make_aware

FOLDER = Path(__file__).parent


def read(name: str):
    """The content of one of the YAML files beside this module, such as "organisations"."""
    return yaml.load((FOLDER / f"{name}.yaml").read_text("utf-8"), yaml.CSafeLoader)


def address(parts) -> dict:
    return dict(zip(("street", "postcode", "town"), parts, strict=True))


def day_of(told, *, today: date) -> date | None:
    """A date stays; a number of days from the creation is moved off the weekend, to Friday."""
    if told is None or isinstance(told, date):
        return told
    day = today + timedelta(days=told)
    return day - timedelta(days=max(0, day.weekday() - 4))


def month_begins(told, *, today: date) -> date | None:
    """A date stays; a number of days becomes the first of a month then, or the next one."""
    if told is None or isinstance(told, date):
        return told
    day = today + timedelta(days=told)
    return day if day.day == 1 else month_ends(told, today=today) + timedelta(days=1)


def month_ends(told, *, today: date) -> date | None:
    """A date stays; a number of days becomes the last of the month."""
    if told is None or isinstance(told, date):
        return told
    day = today + timedelta(days=told)
    return day.replace(day=monthrange(day.year, day.month)[1])


def moment(day: date, clock: str) -> datetime:
    """A time of day such as "17:30", by the clock in Berlin."""
    return make_aware(datetime.combine(day, time.fromisoformat(clock)))


def easter(year: int) -> date:
    """Easter Sunday (the algorithm of Meeus, Jones and Butcher)."""
    century, rest = divmod(year, 100)
    moon = (19 * (year % 19) + century - century // 4 - (8 * century + 13) // 25 + 15) % 30
    week = (32 + 2 * (century % 4) + 2 * (rest // 4) - moon - rest % 4) % 7
    shift = (year % 19 + 11 * moon + 22 * week) // 451
    month, day = divmod(moon + week - 7 * shift + 114, 31)
    return date(year, month, day + 1)


def is_holiday(day: date) -> bool:
    """Public holidays in Rheinland-Pfalz, carnival, and the days around Christmas."""
    fixed = {(1, 6), (5, 1), (10, 3), (11, 1)}
    moving = {-52, -48, -47, -2, 0, 1, 39, 49, 50, 60}
    holidays = (day.month, day.day) >= (12, 22) or (day.month, day.day) <= (1, 4)
    return holidays or (day.month, day.day) in fixed or (day - easter(day.year)).days in moving
