"""When and where a date is, as forms of trainings and seminars ask for it."""

from datetime import date, datetime, time

from django import forms
from django.core.exceptions import ValidationError
from django.forms.utils import from_current_timezone
from django.utils.translation import gettext as _

from cooperation.models import Room, Venue
from miko_portal.base.forms import NameField, TypedInput

LONGEST_PART = 80
YEARS = range(2000, 2100)


def instants(day: date, starts: time, ends: time) -> tuple[datetime, datetime]:
    """From and to by the clock in Berlin. Refuses, in a sentence, the hour when clocks change."""
    return _instant(day, starts), _instant(day, ends)


def _instant(day, clock):
    try:
        return from_current_timezone(datetime.combine(day, clock))
    except ValidationError:
        raise ValidationError(
            _("The clocks change at this moment. Please choose another time."), code="change"
        ) from None


def period(form: forms.BaseForm, *, day: str, starts: str, ends: str):
    """The two instants that three fields mean; else nothing, and an error at the field."""
    data = form.cleaned_data
    if not (data.get(day) and data.get(starts) is not None and data.get(ends) is not None):
        return None
    if data[day].year not in YEARS:
        form.add_error(day, _("Such a date lies between 2000 and 2099. Please check the year."))
        return None
    found = []
    for field in (starts, ends):
        try:
            found.append(_instant(data[day], data[field]))
        except ValidationError as error:
            form.add_error(field, error)
            return None
    if found[0] >= found[1]:
        form.add_error(ends, _("The end lies before the start."))
        return None
    return tuple(found)


def place_name(place: Room | Venue) -> str:
    """As people type it: room, house, town; or house, town."""
    venue = place.venue if isinstance(place, Room) else place
    room = place.name if isinstance(place, Room) else ""
    return ", ".join(part for part in (room, venue.name, venue.town) if part)


class PlaceField(NameField):
    """A room, or with `houses` a house as a whole too: known, or a new one to be stored."""

    def __init__(self, *, houses=False, **kwargs):
        self.houses = houses
        kwargs.setdefault("max_length", 3 * LONGEST_PART)
        super().__init__(widget=TypedInput(self.known), **kwargs)

    def known(self):
        """What can be chosen, by the name people type."""
        places = list(Room.objects.select_related("venue"))
        if self.houses:
            places += Venue.objects.all()
        return {place_name(place): place for place in places}

    def prepare_value(self, value):
        return place_name(value) if isinstance(value, (Room, Venue)) else value

    def has_changed(self, initial, data):
        return super().has_changed(self.prepare_value(initial), data)

    def clean(self, value):
        typed = super().clean(value)
        if not typed:
            return None
        for name, place in self.known().items():
            if name.casefold() == typed.casefold():
                return place
        parts = [part.strip() for part in typed.split(",")]
        lengths = (2, 3) if self.houses else (3,)
        if len(parts) not in lengths or not all(0 < len(part) <= LONGEST_PART for part in parts):
            raise ValidationError(
                _("We don't know this place. Type it like this: room, house, town.")
            )
        *room, house, town = parts
        venue = Venue.objects.filter(name__iexact=house, town__iexact=town).first()
        venue = venue or Venue(name=house, town=town)
        return Room(name=room[0], venue=venue) if room else venue


def store_place(place: Room | Venue, *, seats: int) -> Room | Venue:
    """Store a place that was typed and is new; a room gets as many seats as are needed now.

    Two dates of one form may name the same new place: it is stored once.
    """
    if place.pk:
        return place
    if isinstance(place, Venue):
        known = Venue.objects.filter(name__iexact=place.name, town__iexact=place.town).first()
        if known is None:
            place.save()
        return known or place
    venue = store_place(place.venue, seats=seats)
    known = venue.rooms.filter(name__iexact=place.name).first()
    return known or venue.rooms.create(name=place.name, seats=seats)
