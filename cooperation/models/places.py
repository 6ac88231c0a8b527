from django.apps import apps
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields.ranges import DateTimeRangeField
from django.db import models
from django.db.models import Case, Deferrable, Exists, F, Func, OuterRef, Q, When
from django.db.models.functions import Concat, Greatest
from django.utils.translation import gettext_lazy as _

from cooperation.models.address import Address
from cooperation.models.people import Person
from miko_portal.base.plain_text import plain_text
from miko_portal.base.ranges import only
from miko_portal.base.sorting import SortKey
from miko_portal.base.words import WORDS, WordsHeld


class Venue(Address):
    """A house where trainings, seminars and meetings take place ("Ort")."""

    class Parking(models.TextChoices):
        NONE = "none", _("No parking")
        FREE = "free", _("Free parking")
        PAID = "paid", _("Paid parking")

    name = models.CharField(_("name"), max_length=120, validators=[plain_text])
    stop = models.CharField(
        _("bus or train stop"), max_length=120, blank=True, validators=[plain_text]
    )
    stop_minutes = models.PositiveSmallIntegerField(
        _("minutes on foot from the stop"), null=True, blank=True
    )
    way_in = models.CharField(_("way in"), max_length=200, blank=True, validators=[plain_text])
    parking = models.CharField(_("parking"), max_length=10, choices=Parking.choices, blank=True)
    step_free = models.BooleanField(_("step-free"), default=False)
    sort_key = models.GeneratedField(
        expression=SortKey("name"),
        output_field=models.TextField(db_collation="C"),
        db_persist=True,
    )
    words = models.GeneratedField(
        expression=WordsHeld(Concat("name", models.Value(" "), "town")),
        output_field=WORDS,
        db_persist=True,
    )

    class Meta:
        verbose_name = _("venue")
        verbose_name_plural = _("venues")
        ordering = ["sort_key", "pk"]

    def __str__(self):
        named = not self.town or self.town in self.name
        return self.name if named else f"{self.name}, {self.town}"


class RoomQuerySet(models.QuerySet):
    def with_seats(self, seats: int):
        """Those large enough for so many people."""
        return self.filter(seats__gte=seats)

    def free(self, period, *, replacing=()):
        """Those that nobody has booked from `starts_at` to `ends_at` of something."""
        booked = Booking.objects.filter(
            room=OuterRef("pk"), starts_at__lt=period.ends_at, ends_at__gt=period.starts_at
        )
        return self.exclude(Exists(booked.exclude(written_anew(replacing))))

    def nearest_to(self, room: "Room"):
        """Rooms of the same house first, then of the same town; the smallest of each first."""
        venue = room.venue
        nearness = Case(
            When(venue=venue.pk, then=0), When(venue__town=venue.town, then=1), default=2
        )
        return self.select_related("venue").order_by(nearness, "seats", "venue__sort_key", "name")


class Room(models.Model):
    """A room that is booked, with the seats it has ("Raum")."""

    venue = models.ForeignKey(Venue, models.PROTECT, verbose_name=_("venue"), related_name="rooms")
    name = models.CharField(_("name"), max_length=80, validators=[plain_text])
    seats = models.PositiveSmallIntegerField(_("seats"))

    objects = RoomQuerySet.as_manager()

    class Meta:
        verbose_name = _("room")
        verbose_name_plural = _("rooms")
        ordering = ["venue__sort_key", "name", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["venue", "name"],
                name="room_name_unique_in_venue",
                violation_error_message=_("This venue has a room of this name already."),
            ),
            models.CheckConstraint(
                condition=Q(seats__gte=1),
                name="room_has_seats",
                violation_error_message=_("A room has at least one seat."),
            ),
        ]

    def __str__(self):
        return f"{self.name} ({self.venue})"


PERIOD = Func(
    F("starts_at"),
    Greatest("starts_at", "ends_at"),
    function="tstzrange",
    output_field=DateTimeRangeField(),
)


def written_anew(replacing) -> Q:
    """The bookings of dates that a form is about to write: pairs of table and keys."""
    theirs = Q(pk=None)
    for source, keys in replacing:
        theirs |= Q(source=source, source_id__in=list(keys))
    return theirs


class BookingQuerySet(models.QuerySet):
    def clashing(self, wishes, *, replacing=()):
        """Those that take a room or person of the wishes (`cooperation.bookings`) at its time.

        Rows whose date is about to be written anew are left out: pairs of table and keys.
        """
        at_the_time = Q(pk=None)
        for wish in wishes:
            taken = "room" if isinstance(wish.taken, Room) else "person"
            at_the_time |= Q(
                **{taken: wish.taken}, starts_at__lt=wish.ends_at, ends_at__gt=wish.starts_at
            )
        found = self.filter(at_the_time).exclude(written_anew(replacing))
        return found.select_related("room", "person").order_by("starts_at")


class Booking(models.Model):
    """A room or a person taken for a period ("Belegung").

    Written by database triggers alone, which keep it equal to the dates of trainings, seminars
    and meetings, so that nothing is booked twice whichever of them asks.
    """

    # Nor does deleting a room or a person touch them: the date that takes it has to go first.
    room = models.ForeignKey(Room, models.DO_NOTHING, null=True, related_name="bookings")
    person = models.ForeignKey(Person, models.DO_NOTHING, null=True, related_name="bookings")
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    source = models.CharField(max_length=63)  # the table that the date stands in
    source_id = models.BigIntegerField()

    objects = BookingQuerySet.as_manager()

    class Meta:
        verbose_name = _("booking")
        verbose_name_plural = _("bookings")
        constraints = [
            models.CheckConstraint(
                condition=Q(room__isnull=False, person=None) | Q(room=None, person__isnull=False),
                name="booking_of_room_or_person",
            ),
            models.CheckConstraint(
                condition=Q(ends_at__gt=F("starts_at")), name="booking_ends_after_start"
            ),
            models.UniqueConstraint(fields=["source", "source_id"], name="booking_one_per_source"),
            ExclusionConstraint(
                name="booking_room_once",
                deferrable=Deferrable.IMMEDIATE,
                expressions=[(only("room"), "&&"), (PERIOD, "&&")],
                condition=Q(room__isnull=False),
                violation_error_message=_("The room is taken at this time."),
            ),
            ExclusionConstraint(
                name="booking_person_once",
                deferrable=Deferrable.IMMEDIATE,
                expressions=[(only("person"), "&&"), (PERIOD, "&&")],
                condition=Q(person__isnull=False),
                violation_error_message=_("This person is booked at this time."),
            ),
        ]

    def __str__(self):
        return f"{self.room or self.person}, {self.starts_at:%d.%m.%Y %H:%M}"

    @property
    def taken(self):
        return self.room or self.person

    @property
    def what(self):
        """What it is booked for, in a word of the model that the date belongs to."""
        tables = {model._meta.db_table: model for model in apps.get_models()}
        return tables[self.source].booked_for
