"""Whether a room or a person is free, asked by a form before it saves, and said at its field."""

from collections.abc import Iterable
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime

from django.db import connection, transaction
from django.forms import BaseForm
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cooperation.models import Booking, Person, Room
from cooperation.planning import place_name

MOST_HELPED = 3  # how many refused rooms of a page others are proposed for
MOST_NAMED = 3


@dataclass(frozen=True)
class Wish:
    """A room or a person that a form asks for, for a period, and the field it asks in.

    `seats` is how many people a room is for; where nobody says, another is to be as large.
    """

    form: BaseForm
    field: str
    taken: Room | Person
    starts_at: datetime
    ends_at: datetime
    seats: int | None = None

    def clashes_with(self, other: "Wish | Booking") -> bool:
        """The same thing at the same time; what ends as the other starts doesn't clash."""
        return _is_at_once(self, other) and _is_same(self.taken, other.taken)


def _is_at_once(one: Wish, other: Wish | Booking) -> bool:
    return one.starts_at < other.ends_at and other.starts_at < one.ends_at


def _is_same(one: Room | Person, other: Room | Person) -> bool:
    """One thing; a room that is yet to be stored is known by its name, as in `store_place`."""
    if one.pk or other.pk or not (isinstance(one, Room) and isinstance(other, Room)):
        return type(one) is type(other) and one.pk == other.pk
    return place_name(one).casefold() == place_name(other).casefold()


def clash_message(taken: Room | Person, *, starts_at: datetime, ends_at: datetime, what) -> str:
    """The sentence that names the other date, such as "Der Raum ist am Mi … belegt (Schulung)."."""
    starts, ends = localtime(starts_at), localtime(ends_at)
    same_day = starts.date() == ends.date()
    facts = {
        "who": taken,
        "day": date_format(starts, "D d.m.Y"),
        "starts": date_format(starts, "G:i"),
        "ends": date_format(ends, "G:i" if same_day else "D d.m.Y, G:i"),
        "what": what,
    }
    if isinstance(taken, Room):
        return _("The room is taken on %(day)s, %(starts)s–%(ends)s (%(what)s).") % facts
    return _("%(who)s is booked on %(day)s, %(starts)s–%(ends)s (%(what)s).") % facts


def refuse_clashes(wishes: Iterable[Wish], *, replacing: Iterable[tuple[str, Iterable[int]]] = ()):
    """Put an error at the field of each wish that is booked already, or asked for twice.

    A second one at a room says which others are free then and large enough.

    `replacing` names the rows that are about to be written anew, by table and keys: what they have
    booked so far is theirs to move. The database decides in the end; this says it in words.
    """
    wishes = list(wishes)
    replacing = [(table, list(keys)) for table, keys in replacing]
    known = [wish for wish in wishes if wish.taken.pk]
    booked = list(Booking.objects.clashing(known, replacing=replacing)) if known else []
    refused = []
    for number, wish in enumerate(wishes):
        others = [(row, row.what) for row in booked]
        others += [(other, _("on this page")) for other in wishes[:number]]
        for other, what in others:
            if wish.clashes_with(other):
                message = clash_message(
                    other.taken, starts_at=other.starts_at, ends_at=other.ends_at, what=what
                )
                wish.form.add_error(wish.field, message)
                refused.append(wish)
                break
    for wish in [each for each in refused if isinstance(each.taken, Room)][:MOST_HELPED]:
        wish.form.add_error(wish.field, _free_rooms(wish, wishes, replacing=replacing))


def _free_rooms(wish: Wish, wishes: list[Wish], *, replacing) -> str:
    """The sentence that names rooms that are free at the time and have the seats."""
    seats = wish.seats or wish.taken.seats or 1
    on_page = [other.taken.pk for other in wishes if other is not wish and _is_at_once(wish, other)]
    rooms = Room.objects.with_seats(seats).free(wish, replacing=replacing)
    found = rooms.exclude(pk__in=filter(None, on_page)).nearest_to(wish.taken)[:MOST_NAMED]
    if not found:
        return _("No other room with %(seats)s seats or more is free then.") % {"seats": seats}
    named = [
        ngettext("%(room)s, %(seats)s seat", "%(room)s, %(seats)s seats", room.seats)
        % {"room": place_name(room), "seats": room.seats}
        for room in found
    ]
    return _("Free at that time: %(rooms)s.") % {"rooms": "; ".join(named)}


@contextmanager
def moving_dates():
    """Dates that are saved one after another may cross on the way; in the end none clash."""
    constraints = "booking_room_once, booking_person_once"
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"SET CONSTRAINTS {constraints} DEFERRED")
        yield
        cursor.execute(f"SET CONSTRAINTS {constraints} IMMEDIATE")
