"""What else is in a house at the time of a date, said in a sentence; it never blocks.

A room is never booked twice. A house as a whole may be: nobody but the office knows its size.
"""

from collections.abc import Callable, Iterable
from datetime import datetime
from typing import NamedTuple

from django.db.models import Q
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from cooperation.models import Booking, Venue
from miko_portal.base import seats

_finders: list[Callable[..., Iterable["Other"]]] = []


class Other(NamedTuple):
    """A seminar, training or meeting that is planned in a house already."""

    house: int
    starts_at: datetime
    ends_at: datetime
    what: str

    def __str__(self):
        starts, ends = localtime(self.starts_at), localtime(self.ends_at)
        same_day = starts.date() == ends.date()
        return _("In the same house at this time: %(what)s, %(starts)s–%(ends)s") % {
            "what": self.what,
            "starts": date_format(starts, "G:i"),
            "ends": date_format(ends, "G:i" if same_day else "D d.m.Y, G:i"),
        }


def has_whole_houses(finder):
    """Registers who finds what an app plans in houses as a whole, `at_the_time` of dates.

    The finder gets dates in houses; those of `but` are not to be found.
    """
    _finders.append(finder)
    return finder


def others_in_the_house(dates: Iterable[seats.Session]) -> list[list[Other]]:
    """For each of the dates of one app, stored or not: what else is in its house at that time.

    Rooms of one house don't mind each other, only a date that has the house as a whole.
    """
    dates = list(dates)
    houses = [house_of(date) for date in dates]
    others = []
    if placed := [date for date, house in zip(dates, houses, strict=True) if house and house.pk]:
        others += [other for finder in _finders for other in finder(placed, but=dates)]
    if whole := [date for date in placed if date.room is None]:
        others += _in_rooms(whole, but=[date.pk for date in dates if date.pk])
    return [
        [
            other
            for other in sorted(others, key=lambda other: other.starts_at)
            if house
            and house.pk == other.house
            and date.starts_at < other.ends_at
            and other.starts_at < date.ends_at
        ]
        for date, house in zip(dates, houses, strict=True)
    ]


def house_of(date: seats.Session) -> Venue | None:
    """Its house; that of a room may be new. None: it is online."""
    return date.room.venue if date.room else getattr(date, "venue", None)


def at_the_time(house: str, dates: list[seats.Session]) -> Q:
    """Rows with a period that are in the house of one of the dates at its time."""
    found = Q(pk=None)
    for date in dates:
        period = {"starts_at__lt": date.ends_at, "ends_at__gt": date.starts_at}
        found |= Q(**{house: house_of(date)}, **period)
    return found


def _in_rooms(dates, *, but):
    found = Booking.objects.filter(at_the_time("room__venue", dates)).select_related("room")
    found = found.exclude(source=dates[0]._meta.db_table, source_id__in=but)
    return [
        Other(row.room.venue_id, row.starts_at, row.ends_at, f"{row.what} ({row.room.name})")
        for row in found
    ]
