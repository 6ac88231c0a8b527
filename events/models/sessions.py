from datetime import timedelta

from django.db import models
from django.db.models import OuterRef, Q, Subquery, Sum
from django.db.models.functions import Coalesce
from django.utils.timezone import localtime
from django.utils.translation import gettext_lazy as _

from cooperation.models import Room, Venue
from events.facts import Coming
from events.models.interpreters import confirmed_into
from events.models.seminars import GERMAN, SeminarText
from miko_portal.base import seats
from miko_portal.base.clock import start_of


class SessionQuerySet(models.QuerySet):
    def published(self, *, on):
        """Dates the public may see; those called off stay to be seen."""
        return self.filter(run__published_on__lte=on)

    def in_month(self, since):
        """Those from a day on until the end of its month."""
        following = (since.replace(day=28) + timedelta(days=4)).replace(day=1)
        return self.filter(starts_at__gte=start_of(since), starts_at__lt=start_of(following))

    def without_head_count(self, *, at):
        """Dates that are over and whose visitors nobody has counted, nor registered here.

        Where a list was kept at the door, it says who came.
        """
        held = self.filter(
            ends_at__lt=at,
            cancelled_on=None,
            run__cancelled_on=None,
            run__published_on__isnull=False,
            head_count=None,
            attendances=None,
        )
        return held.exclude(run__coming=Coming.HERE).order_by("-starts_at", "-pk")

    def with_number_that_came(self):
        """Adds `came`: how many came, by the head count or the list of the door; None: unknown."""
        noted = self.model.attendances.rel.related_model.objects.filter(session=OuterRef("pk"))
        heads = noted.order_by().values("session").annotate(heads=Sum("persons")).values("heads")
        return self.annotate(came=Coalesce("head_count__persons", Subquery(heads)))

    def with_texts_in(self, languages):
        """Fetches what a reader of each of the languages is told about the dates."""
        texts = SeminarText.objects.filter(language__in={*languages, GERMAN})
        found = self.with_interpreters().select_related("run__seminar", "venue", "room__venue")
        return found.prefetch_related(models.Prefetch("run__seminar__texts", texts, to_attr="read"))

    def with_interpreters(self):
        """Adds `interpreted_into`: the languages for which somebody has confirmed."""
        return self.annotate(interpreted_into=confirmed_into())

    def without_interpreter(self, *, on, until=None):
        """Those from the day on, until another, with a language nobody has confirmed for."""
        found = self.filter(cancelled_on=None, run__cancelled_on=None, starts_at__gte=start_of(on))
        if until:
            found = found.filter(starts_at__lt=start_of(until + timedelta(days=1)))
        return found.exclude(run__interpreted__contained_by=confirmed_into())

    def to_remind_of(self, *, at, days):
        """Dates still ahead from the first to the last of the days, which nobody has called off."""
        return self.filter(
            cancelled_on=None,
            run__cancelled_on=None,
            run__published_on__isnull=False,
            starts_at__gt=at,
            starts_at__gte=start_of(days[0]),
            starts_at__lt=start_of(days[-1] + timedelta(days=1)),
        ).select_related("run")


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
    def takes_place(self) -> bool:
        """It is stored, and neither it nor its run is called off."""
        return bool(self.pk and not self.cancelled_on and not self.run.cancelled_on)

    @property
    def place(self) -> Venue:
        """The house it is in."""
        return self.room.venue if self.room_id else self.venue
