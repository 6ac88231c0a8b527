from datetime import date, timedelta
from functools import reduce
from operator import or_

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Case, Count, Exists, F, Max, Min, OuterRef, Q, Subquery, Value, When
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cooperation.models import Organisation, Project
from miko_portal.base.clock import start_of
from miko_portal.base.seats import SeatedRun
from trainings.facts import Audience, State
from trainings.models.courses import Course

DECIDED_BEFORE = timedelta(days=14)  # so long before it is too late the office is warned


class RunQuerySet(models.QuerySet):
    def published(self, *, on):
        """Shown to the public; cancelled ones stay in sight."""
        return self.filter(published_on__lte=on)

    def upcoming(self, *, on):
        """With a date today or later."""
        return self.filter(Exists(self._sessions().filter(ends_at__gte=start_of(on))))

    def for_audience(self, audience):
        """Those that staff, or volunteers, may come to."""
        return self.filter(course__audience__in=[audience, Audience.EVERYONE])

    def in_town(self, town):
        """With a date there that is not called off."""
        return self.filter(Exists(self._sessions().filter(room__venue__town=town)))

    def in_month(self, first: date):
        """With a date in the month that begins on the day, that is not called off."""
        following = (first + timedelta(days=31)).replace(day=1)
        between = {"starts_at__gte": start_of(first), "starts_at__lt": start_of(following)}
        return self.filter(Exists(self._sessions().filter(**between)))

    def not_full(self):
        """Going ahead, with a seat left."""
        return self.filter(cancelled_on=None, seats_taken__lt=F("capacity"))

    def with_words(self, text: str):
        """Whose course says all of these words somewhere, in German or English."""
        found = self
        for word in text.split():
            fields = ("title", "aims", "content", "title_en", "aims_en", "content_en")
            found = found.filter(
                reduce(or_, (Q(**{f"course__{field}__icontains": word}) for field in fields))
            )
        return found

    def with_dates(self):
        """Adds when the first session starts and the last one ends."""
        return self.annotate(
            starts_at=self._over_sessions(Min("starts_at")),
            ends_at=self._over_sessions(Max("ends_at")),
        )

    def with_sessions(self):
        """Brings the course, the sessions and their rooms along."""
        sessions = self.model.sessions.rel.related_model.objects.select_related("room__venue")
        return self.select_related("course").prefetch_related(models.Prefetch("sessions", sessions))

    def with_booklet(self):
        """Brings all along that stands in the printed programme."""
        sessions = self.model.sessions.rel.related_model.objects
        told = sessions.select_related("room__venue").prefetch_related("trainers")
        return self.select_related("course").prefetch_related(
            "organisers", models.Prefetch("sessions", told)
        )

    def with_queue(self):
        """Adds how many wait for a seat."""
        waiting = self.model.places.rel.related_model.objects.waiting().order_by()
        counted = waiting.filter(run=OuterRef("pk")).values("run").annotate(n=Count("pk"))
        return self.annotate(waiting=Coalesce(Subquery(counted.values("n")), 0))

    def with_lapsed_offers(self, *, at):
        """Going ahead, with seats still kept for somebody whose time to answer has run out."""
        offered = self.model.places.rel.related_model.objects.offered()
        lapsed = offered.filter(run=OuterRef("pk"), offered_until__lt=at)
        return self.filter(Exists(lapsed), cancelled_on=None)

    def to_come(self, *, on):
        """Going ahead, with a date today or later."""
        return self.filter(cancelled_on=None).upcoming(on=on)

    def without_trainer(self, *, on):
        """To come, with a date from the day on that nobody leads."""
        unled = self._sessions().filter(ends_at__gte=start_of(on), assignments=None)
        return self.filter(Exists(unled), cancelled_on=None)

    def under_minimum(self, *, on):
        """To come, with fewer people so far than it takes to hold them ("Mindestzahl")."""
        return self.to_come(on=on).filter(seats_taken__lt=F("seats_min"))

    def to_decide(self, *, on):
        """Under the minimum within two weeks of the day until which one can enrol.

        That is the end of the enrolment, else the first date; from then on they have begun.
        """
        soon = on + DECIDED_BEFORE
        closes_or_begins = Q(enrolment_closes_on__lte=soon) | Q(
            starts_at__lt=start_of(soon + timedelta(days=1))
        )
        found = self.under_minimum(on=on).with_dates()
        return found.filter(closes_or_begins, starts_at__gte=start_of(on))

    def full(self, *, on):
        """To come, published, with no seat free."""
        published = self.to_come(on=on).published(on=on)
        return published.filter(seats_taken__gte=F("capacity"))

    def with_state(self, *, on):
        """Adds the state on a day, from `trainings.facts.State`, and the dates."""
        tomorrow = start_of(on + timedelta(days=1))
        return self.with_dates().annotate(
            state=Case(
                When(cancelled_on__lte=on, then=Value(State.CANCELLED)),
                When(Q(published_on=None) | Q(published_on__gt=on), then=Value(State.DRAFT)),
                When(starts_at=None, then=Value(State.CANCELLED)),  # every date is called off
                When(ends_at__lt=start_of(on), then=Value(State.OVER)),
                When(starts_at__lt=tomorrow, then=Value(State.RUNNING)),
                When(enrolment_closes_on__lt=on, then=Value(State.CLOSED)),
                When(enrolment_opens_on__gt=on, then=Value(State.ANNOUNCED)),
                When(seats_taken__gte=F("capacity"), then=Value(State.FULL)),
                When(seats_taken__gte=F("capacity") * 0.8, then=Value(State.NEARLY_FULL)),
                default=Value(State.OPEN),
                output_field=models.CharField(max_length=12, choices=State.choices),
            )
        )

    def _sessions(self):
        sessions = self.model.sessions.rel.related_model.objects
        return sessions.filter(run=OuterRef("pk"), cancelled_on=None).order_by()

    def _over_sessions(self, aggregate):
        return Subquery(self._sessions().values("run").annotate(it=aggregate).values("it"))


class Run(SeatedRun):
    """A course held at certain dates ("Schulung")."""

    course = models.ForeignKey(
        Course, models.PROTECT, verbose_name=_("course"), related_name="runs"
    )
    seats_min = models.PositiveSmallIntegerField(
        _("held from"),
        default=1,
        validators=[MinValueValidator(1)],
        help_text=_("With fewer people it is not held."),
    )
    enrolment_opens_on = models.DateField(
        _("enrolment from"),
        null=True,
        blank=True,
        help_text=_("Empty: as soon as it is published."),
    )
    enrolment_closes_on = models.DateField(
        _("enrolment until"), null=True, blank=True, help_text=_("Empty: until it starts.")
    )
    published_on = models.DateField(_("published on"), null=True, blank=True, editable=False)
    # By triggers: how often a calendar had to hear of a change of its dates, and when last.
    sequence = models.PositiveIntegerField(default=0, db_default=0, editable=False)
    changed_at = models.DateTimeField(null=True, editable=False)
    organisers = models.ManyToManyField(
        Organisation,
        verbose_name=_("organised by"),
        blank=True,
        related_name="trainings_organised",
        help_text=_("Empty: by the county alone."),
    )
    projects = models.ManyToManyField(
        Project,
        verbose_name=_("projects"),
        through="ProjectShare",
        blank=True,
        related_name="trainings",
    )

    objects = RunQuerySet.as_manager()

    class Meta:
        verbose_name = _("training")
        verbose_name_plural = _("trainings")
        constraints = [
            *SeatedRun.Meta.constraints,
            models.CheckConstraint(
                condition=Q(seats_min__gte=1, seats_min__lte=F("capacity")),
                name="run_minimum_within_seats",
                violation_error_message=_("The training is held from 1 person up to all seats."),
            ),
            models.CheckConstraint(
                condition=Q(enrolment_opens_on=None)
                | Q(enrolment_closes_on=None)
                | Q(enrolment_closes_on__gte=F("enrolment_opens_on")),
                name="run_enrolment_in_order",
                violation_error_message=_("The enrolment ends before it begins."),
            ),
        ]

    def __str__(self):
        return str(self.course)

    def again(self):
        """Another like it that is not stored yet: no dates, nobody enrolled, not published."""
        return Run(course=self.course, capacity=self.capacity, seats_min=self.seats_min)

    def publish(self, *, on):
        """Show it to the public. Refuses a run without dates, and one that is cancelled."""
        if self.cancelled_on:
            raise ValidationError(_("It is cancelled."))
        if not self.sessions.exists():
            raise ValidationError(_("It has no dates yet."))
        self.published_on = self.published_on or on
        self.save(update_fields=["published_on"])

    def cancel(self, *, on, reason):
        """Call it off ("absagen"); its rooms and trainers are free again. Needs a reason."""
        if self.cancelled_on:
            raise ValidationError(_("It is cancelled already."))
        if not reason.strip():
            raise ValidationError(_("Say why it is cancelled."))
        self.cancelled_on, self.cancellation_reason = on, reason
        self.save(update_fields=["cancelled_on", "cancellation_reason"])

    @property
    def state_label(self):
        """The state on the day asked (`with_state`), in words."""
        return State(self.state).label

    @property
    def venues(self):
        """Where it takes place, each once, in the order of its dates."""
        rooms = [session.room for session in self.sessions_held() if session.room]
        return list({room.venue.pk: room.venue for room in rooms}.values())

    @property
    def is_online(self) -> bool:
        """Some of its dates can be joined by a link."""
        return any(session.link for session in self.sessions_held())

    @property
    def takes_place(self) -> bool:
        return not self.cancelled_on and bool(self.sessions_held())

    def sessions_from(self, on: date) -> list:
        """Its dates on the day or later that are not called off."""
        return [session for session in self.sessions_held() if session.ends_at >= start_of(on)]

    def sessions_held(self) -> list:
        """Its dates that are not called off."""
        return [session for session in self.sessions.all() if not session.cancelled_on]

    def starts_on(self) -> date | None:
        """The day of the first session."""
        first = self.sessions.filter(cancelled_on=None).order_by("starts_at").first()
        return first and timezone.localtime(first.starts_at).date()

    def offer_ends_at(self, place, *, at):
        """Offers end with the first session; from then on nobody moves up."""
        until = super().offer_ends_at(place, at=at)
        first = self.sessions.filter(cancelled_on=None).aggregate(at=Min("starts_at"))["at"]
        if until and first:
            until = min(until, first)
        return until if until and until > at else None


class ProjectShare(models.Model):
    """How much of a training a project pays for; one can count for several ("Projektanteil")."""

    run = models.ForeignKey(Run, models.CASCADE, related_name="shares")
    project = models.ForeignKey(
        Project, models.PROTECT, verbose_name=_("project"), related_name="training_shares"
    )
    percent = models.PositiveSmallIntegerField(
        _("per cent"), default=100, validators=[MinValueValidator(1), MaxValueValidator(100)]
    )

    class Meta:
        verbose_name = _("share of a project")
        verbose_name_plural = _("shares of projects")
        constraints = [
            models.UniqueConstraint(
                fields=["run", "project"],
                name="share_once_per_project",
                violation_error_message=_("This project has a share already."),
            ),
            models.CheckConstraint(
                condition=Q(percent__range=(1, 100)),
                name="share_in_per_cent",
                violation_error_message=_("A share is between 1 and 100 per cent."),
            ),
        ]

    def __str__(self):
        return f"{self.project} {self.percent} %"
