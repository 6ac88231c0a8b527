from datetime import date

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Func, Q
from django.utils.timezone import localtime
from django.utils.translation import gettext_lazy as _

from cooperation.models import Project, Venue
from events import offers
from events.facts import Coming
from events.models.run_queries import RunQuerySet
from events.models.seminars import GERMAN, Seminar
from miko_portal.base import seats
from miko_portal.base.clock import start_of


class Run(seats.SeatedRun):
    """A seminar as it takes place once, on one or several dates ("Durchführung")."""

    class State(models.TextChoices):
        DRAFT = "draft", _("draft")
        COMING = "coming", _("coming")
        FULL = "full", _("full")
        RUNNING = "running", _("running")
        OVER = "over", _("over")
        CANCELLED = "cancelled", _("cancelled")

    seminar = models.ForeignKey(
        Seminar, models.PROTECT, verbose_name=_("seminar"), related_name="runs"
    )
    project = models.ForeignKey(
        Project,
        models.PROTECT,
        verbose_name=_("project"),
        related_name="seminar_runs",
        null=True,
        blank=True,
    )
    coming = models.CharField(
        _("how one comes"), max_length=10, choices=Coming.choices, default=Coming.OPEN
    )
    telephone = models.CharField(
        _("telephone"),
        max_length=40,
        blank=True,
        help_text=_("For registration by telephone; empty: that of the office."),
    )
    partner_url = models.URLField(
        _("address of the partner's registration"),
        max_length=300,
        blank=True,
    )
    spoken = ArrayField(models.CharField(max_length=8), verbose_name=_("held in"))
    interpreted = ArrayField(
        models.CharField(max_length=8), verbose_name=_("interpreted into"), default=list, blank=True
    )
    women_only = models.BooleanField(_("for women only"), default=False)
    cost_cents = models.PositiveIntegerField(_("cost in cents"), default=0)
    childcare_places = models.PositiveSmallIntegerField(_("places for childcare"), default=0)
    childcare_from_age = models.PositiveSmallIntegerField(
        _("childcare from age"), null=True, blank=True
    )
    childcare_until_age = models.PositiveSmallIntegerField(
        _("childcare until age"), null=True, blank=True
    )
    childcare_taken = models.PositiveIntegerField(  # by a trigger, as the seats taken are
        _("places for childcare taken"), default=0, db_default=0, editable=False
    )
    published_on = models.DateField(_("published on"), null=True, blank=True, editable=False)
    # By triggers: the first and the last of its dates that are not called off, unless all are;
    # how often, and when, the calendar entry changed.
    starts_at = models.DateTimeField(_("starts"), null=True, editable=False)
    ends_at = models.DateTimeField(_("ends"), null=True, editable=False)
    sequence = models.PositiveIntegerField(default=0, db_default=0, editable=False)
    changed_at = models.DateTimeField(null=True, editable=False)
    # For posters and messages: six letters, for good (`/s/<code>`).
    code = models.GeneratedField(
        expression=Func(F("id"), function="events_short_code"),
        output_field=models.CharField(max_length=6),
        db_persist=True,
        unique=True,
    )

    objects = RunQuerySet.as_manager()

    class Meta(seats.SeatedRun.Meta):
        verbose_name = _("date of a seminar")
        verbose_name_plural = _("dates of seminars")
        ordering = ["-starts_at", "-pk"]
        indexes = [
            models.Index(fields=["starts_at", "id"], name="run_starts"),
            models.Index(fields=["seminar", "starts_at"], name="run_of_seminar"),
        ]
        constraints = [
            *seats.SeatedRun.Meta.constraints,
            models.CheckConstraint(
                condition=Q(spoken__len__gte=1),
                name="run_held_in_a_language",
                violation_error_message=_("Say in which language it is held."),
            ),
            models.CheckConstraint(
                condition=Q(cost_cents__gte=0),
                name="run_cost_not_negative",
                violation_error_message=_("The cost is zero or more."),
            ),
            models.CheckConstraint(
                condition=~Q(coming=Coming.PARTNER) | ~Q(partner_url=""),
                name="run_partner_has_address",
                violation_error_message=_("Give the address of the partner's registration."),
            ),
            models.CheckConstraint(
                condition=Q(childcare_places=0, childcare_from_age=None, childcare_until_age=None)
                | Q(
                    childcare_places__gt=0,
                    childcare_from_age__isnull=False,
                    childcare_until_age__gte=F("childcare_from_age"),
                ),
                name="run_childcare_whole",
                violation_error_message=_(
                    "Childcare needs places, a first and a last age, in order; or none of them."
                ),
            ),
            models.CheckConstraint(
                condition=Q(childcare_taken__lte=F("childcare_places")),
                name="run_childcare_never_overbooked",
                violation_error_message=_("More places for childcare are taken already."),
            ),
        ]

    def __str__(self):
        if self.starts_at is None:
            return str(self.seminar)
        return f"{self.seminar}, {localtime(self.starts_at):%d.%m.%Y}"

    @property
    def next_date(self):
        """Of one upcoming with its facts: the date it is listed by."""
        return next(date for date in self.dates if date.pk == self.next_session)

    @property
    def takes_place(self) -> bool:
        """Of one with its facts: neither cancelled as a whole nor with every one of its dates."""
        return not self.cancelled_on and any(not date.cancelled_on for date in self.dates)

    def reason_against(self, session) -> str | None:
        """Why one of its dates doesn't take place; None: it does."""
        if self.cancelled_on:
            return self.cancellation_reason
        return session.cancellation_reason if session.cancelled_on else None

    def date_to_tell(self, *, on):
        """Of one with its facts: the next date that takes place, else the last before."""
        ahead = [date for date in self.dates if date.starts_at >= start_of(on)]
        return next((date for date in ahead if not date.cancelled_on), (ahead or self.dates)[-1])

    @property
    def further_dates(self) -> int:
        """How many dates that take place follow the next one."""
        if self.cancelled_on:
            return 0
        later = (date for date in self.dates if date.starts_at > self.next_at)
        return sum(not date.cancelled_on for date in later)

    def days_from(self, on: date) -> list[date]:
        """Of one with its facts: the days on which it takes place, from a day on."""
        if self.cancelled_on:
            return []
        days = [localtime(d.starts_at).date() for d in self.dates if not d.cancelled_on]
        return [day for day in days if day >= on]

    @property
    def venues(self) -> list[Venue]:
        """Of one with its facts: the houses it is in, each once."""
        return list(dict.fromkeys(date.place for date in self.dates))

    def clean(self):
        super().clean()
        if self.childcare_places is not None and self.childcare_places < self.childcare_taken:
            message = _("%(taken)s places for childcare are taken already.")
            params = {"taken": self.childcare_taken}
            raise ValidationError({"childcare_places": ValidationError(message, params=params)})

    def again(self):
        """Another like it that is not stored yet: no dates, nobody registered, not published."""
        own = {"id", "seminar", "cancelled_on", "cancellation_reason"}
        facts = [f.name for f in self._meta.concrete_fields if f.editable and f.name not in own]
        return Run(seminar=self.seminar, **{name: getattr(self, name) for name in facts})

    def publish(self, *, on):
        """Shows it to the public. Refuses one that is cancelled, without dates or German text."""
        if self.cancelled_on:
            raise ValidationError(_("It is cancelled."))
        if not self.sessions.exists():
            raise ValidationError(_("It has no dates yet."))
        if self.seminar.text_in(GERMAN) is None:
            raise ValidationError(_("The seminar has no German text yet."))
        self.published_on = self.published_on or on
        self.save(update_fields=["published_on"])

    def offer_ends_at(self, place, *, at):
        """Two days, or half of the time that is left; who has no mail is called in office hours.

        None, too, where less than half an hour would be left to answer, or no office hour.
        """
        if super().offer_ends_at(place, at=at) is None or self.starts_at is None:
            return None
        return offers.ends_at(
            at=at,
            starts_at=self.starts_at,
            by_telephone=not place.is_written_to,
            office=settings.OFFICE,
        )

    def add_extras(self, place, *, at):
        """Places for childcare, if there is one for each child; else the adults come without.

        Refuses more children of a family that has places, where the others have the rest.
        """
        if not place.children:
            place.childcare_at = None
            return
        if place.children <= self.childcare_free(besides=place):
            place.childcare_at = place.childcare_at or at
        elif place.childcare_at:
            raise ValidationError(_("There are not enough free places for childcare."), code="full")

    def share_out(self, *, at, notify):
        """Places for childcare that are free again, to those who come without, in turn."""
        if not self.childcare_places:
            return
        for place in self.places.holding_seats().without_childcare().order_by("pk"):
            if place.children <= self.childcare_free(besides=place):
                place.childcare_at = at
                place.save(update_fields=["childcare_at"])
                if place.confirmed_at:
                    notify(place, seats.Notice.CHILDCARE)

    @property
    def childcare_is_full(self) -> bool:
        """Children may still be noted, and get a place once one is free."""
        return 0 < self.childcare_places <= self.childcare_taken

    def childcare_free(self, *, besides):
        """Places for childcare that nobody else has taken."""
        others = self.places.holding_seats().exclude(pk=besides.pk).exclude(childcare_at=None)
        return self.childcare_places - sum(other.children for other in others)

    def cancel(self, *, on, reason):
        """Calls it off; it stays to be seen, with the reason. Refuses what is cancelled already."""
        if self.cancelled_on:
            raise ValidationError(_("It is cancelled already."))
        self.cancelled_on, self.cancellation_reason = on, reason
        self.save(update_fields=["cancelled_on", "cancellation_reason"])
