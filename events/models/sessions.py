from django.contrib.postgres.aggregates import ArrayAgg
from django.db import models
from django.db.models import F, Func, Q, Value
from django.db.models.functions import Coalesce
from django.utils.timezone import localtime
from django.utils.translation import gettext_lazy as _

from cooperation.models import Room, Venue
from miko_portal.base import seats
from miko_portal.base.clock import start_of

HORIZON = 200


class SessionQuerySet(models.QuerySet):
    def offered(self, *, on):
        """What there is to choose from in the coming dates: towns, topics, languages.

        Looks at the next `HORIZON` dates, so that it costs the same however many there are.
        """
        coming = (
            self.filter(starts_at__gte=start_of(on), run__published_on__lte=on)
            .order_by("starts_at", "pk")
            .annotate(
                town=Coalesce("venue__town", "room__venue__town"),
                topic=F("run__seminar__topic"),
                heard=Func(
                    Func("run__spoken", "run__interpreted", function="array_cat"),
                    Value(" "),
                    function="array_to_string",
                    output_field=models.CharField(),
                ),
            )[:HORIZON]
        )
        found = coming.aggregate(
            towns=ArrayAgg("town", distinct=True, default=[]),
            topics=ArrayAgg("topic", distinct=True, default=[]),
            languages=ArrayAgg("heard", distinct=True, default=[]),
        )
        found["languages"] = {code for heard in found["languages"] for code in heard.split()}
        return found


class Session(seats.Session):
    """One date of a run: when, and in which room or house."""

    booked_for = _("seminar")

    run = models.ForeignKey("Run", models.CASCADE, verbose_name=_("date"), related_name="sessions")
    room = models.ForeignKey(
        Room,
        models.PROTECT,
        verbose_name=_("room"),
        related_name="seminar_sessions",
        null=True,
        blank=True,
        help_text=_("A room that is booked; else choose the venue alone."),
    )
    venue = models.ForeignKey(
        Venue,
        models.PROTECT,
        verbose_name=_("venue"),
        related_name="seminar_sessions",
        null=True,
        blank=True,
    )
    # By a trigger, when a published date is put off or brought forward.
    moved_from = models.DateTimeField(_("moved from"), null=True, editable=False)

    objects = SessionQuerySet.as_manager()

    class Meta(seats.Session.Meta):
        verbose_name = _("session")
        verbose_name_plural = _("sessions")
        indexes = [
            models.Index(fields=["starts_at", "id"], name="session_starts"),
            models.Index(fields=["run", "starts_at", "id"], name="session_of_run"),
        ]
        constraints = [
            *seats.Session.Meta.constraints,
            models.CheckConstraint(
                condition=Q(room__isnull=False, venue=None) | Q(room=None, venue__isnull=False),
                name="session_in_room_or_venue",
                violation_error_message=_("Choose either a room or a venue."),
            ),
        ]

    def __str__(self):
        return f"{localtime(self.starts_at):%d.%m.%Y %H:%M}"

    def set_place(self, place: Room | Venue):
        """In a room, or in a house as a whole."""
        in_room = isinstance(place, Room)
        self.room, self.venue = (place, None) if in_room else (None, place)

    def cancel(self, *, on, reason):
        """Calls this date off; its room is free again, the other dates stay."""
        self.cancelled_on = self.cancelled_on or on
        self.cancellation_reason = reason
        self.save()

    def reinstate(self):
        """It takes place after all, if its room is still free."""
        self.cancelled_on, self.cancellation_reason = None, ""
        self.save()

    @property
    def place(self) -> Venue:
        """The house it is in."""
        return self.room.venue if self.room_id else self.venue
