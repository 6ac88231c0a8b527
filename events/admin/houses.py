"""What else is in a house at the time of a date, said in a sentence; it never blocks.

A room is never booked twice. A house as a whole may be: nobody but the office knows its size.
"""

from collections.abc import Iterable
from datetime import datetime
from typing import NamedTuple

from django.db.models import OuterRef, Q, Subquery
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from cooperation.models import Booking, Venue
from events.models import SeminarText, Session
from events.models.seminars import GERMAN


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


def others_in_the_house(dates: Iterable[Session]) -> list[list[Other]]:
    """For each of the dates, stored or not: what else is in its house at that time.

    Rooms of one house don't mind each other, only a date that has the house as a whole.
    """
    dates = list(dates)
    stored = [date.pk for date in dates if date.pk]
    others = []
    if placed := [date for date in dates if house_of(date).pk]:
        others += _in_whole_houses(placed, but=stored)
    if whole := [date for date in placed if date.room is None]:
        others += _in_rooms(whole, but=stored)
    return [
        [
            other
            for other in sorted(others, key=lambda other: other.starts_at)
            if house_of(date).pk == other.house
            and date.starts_at < other.ends_at
            and other.starts_at < date.ends_at
        ]
        for date in dates
    ]


def house_of(date: Session) -> Venue:
    """Its house; that of a room may be new."""
    return date.room.venue if date.room else date.venue


def _in_whole_houses(dates, *, but):
    german = SeminarText.objects.filter(seminar=OuterRef("run__seminar"), language=GERMAN)
    found = Session.objects.filter(
        _at_the_time("venue", dates), cancelled_on=None, run__cancelled_on=None
    )
    found = found.exclude(pk__in=but).annotate(title=Subquery(german.values("title")))
    return [Other(row.venue_id, row.starts_at, row.ends_at, row.title) for row in found]


def _in_rooms(dates, *, but):
    found = Booking.objects.filter(_at_the_time("room__venue", dates)).select_related("room")
    found = found.exclude(source=Session._meta.db_table, source_id__in=but)
    return [
        Other(row.room.venue_id, row.starts_at, row.ends_at, f"{row.what} ({row.room.name})")
        for row in found
    ]


def _at_the_time(house, dates):
    found = Q(pk=None)
    for date in dates:
        period = {"starts_at__lt": date.ends_at, "ends_at__gt": date.starts_at}
        found |= Q(**{house: house_of(date)}, **period)
    return found
