from datetime import date, timedelta

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Case, Exists, F, Func, OuterRef, Q, Value, When
from django.db.models.functions import Coalesce
from django.db.models.lookups import IsNull
from django.utils.timezone import localtime
from django.utils.translation import gettext_lazy as _

from cooperation.models import Project, Venue
from events import offers
from events.facts import Coming
from events.models.seminars import GERMAN, Seminar, SeminarText, Topic
from events.models.sessions import Session
from events.towns import around, first_of_postcodes, rings, towns
from miko_portal.base import seats
from miko_portal.base.clock import start_of


def held(words, *, language):
    """The condition that a run upcoming holds one of the words in its texts, topic or place."""
    texts = SeminarText.objects.holding(words, language=language)
    return (
        Q(seminar__in=texts.values("seminar"))
        | Q(seminar__topic__in=Topic.objects.holding(words, language=language))
        | Q(next_venue__in=Venue.objects.filter(words__overlap=words))
    )


class RunQuerySet(models.QuerySet):
    def published(self, *, on):
        """What the public may see; cancelled dates stay to be seen."""
        return self.filter(published_on__lte=on)

    def expected(self, *, on):
        """Neither over nor called off, as a whole or with each of its dates."""
        taking_place = Session.objects.filter(run=OuterRef("pk"), cancelled_on=None)
        return self.filter(Exists(taking_place), cancelled_on=None, ends_at__gte=start_of(on))

    def that_took_place(self, *, since, until):
        """Those whose last date ended in a period, and was not called off."""
        held = Session.objects.filter(run=OuterRef("pk"), cancelled_on=None)
        return self.filter(Exists(held), cancelled_on=None, ends_at__gte=since, ends_at__lt=until)

    def instead_of(self, run, *, on):
        """What comes next where a run is over or cancelled: of its seminar, else of its topic."""
        coming = (
            self.published(on=on).upcoming(on=on).filter(cancelled_on=None, next_called_off_on=None)
        )
        same_seminar = Case(When(seminar=run.seminar_id, then=Value(0)), default=Value(1))
        return coming.filter(seminar__topic=run.seminar.topic_id).order_by(
            same_seminar, "next_at", "pk"
        )

    def upcoming(self, *, on):
        """Runs with a date on the day or after it, each once, by the next that takes place.

        One whose coming dates are all called off is there by the first of those. Adds
        `next_session`, with `next_at`, `next_venue` and `next_called_off_on`.
        """
        morning = start_of(on)
        takes_place = Q(cancelled_on=None)
        this_called_off = IsNull(OuterRef("next_called_off_on"), False)
        before = Q(starts_at__lt=OuterRef("next_at")) | Q(
            starts_at=OuterRef("next_at"), pk__lt=OuterRef("next_session")
        )
        nearer = Session.objects.filter(
            (takes_place & this_called_off) | (before & (takes_place | this_called_off)),
            run=OuterRef("pk"),
            starts_at__gte=morning,
        )
        return (
            self.annotate(
                next_session=F("sessions__pk"),
                next_at=F("sessions__starts_at"),
                next_called_off_on=F("sessions__cancelled_on"),
                next_venue=Coalesce("sessions__venue", "sessions__room__venue"),
            )
            .filter(~Exists(nearer), next_at__gte=morning)
            .order_by("next_at", "pk")
        )

    def before(self, *, until):
        """Of those upcoming, the ones whose next date is not after the day."""
        return self.filter(next_at__lt=start_of(until + timedelta(days=1)))

    def in_language(self, code):
        """Held in a language or interpreted into it."""
        return self.filter(Q(spoken__contains=[code]) | Q(interpreted__contains=[code]))

    def with_childcare(self):
        return self.filter(childcare_places__gt=0)

    def for_women(self):
        return self.filter(women_only=True)

    def not_full(self):
        """Of those upcoming that take place, the ones with a seat left, as far as we count them."""
        left = Q(coming=Coming.OPEN) | Q(seats_taken__lt=F("capacity"))
        return self.filter(left, cancelled_on=None, next_called_off_on=None)

    def in_town(self, town):
        """Of those upcoming, the ones whose next date is in the town."""
        return self.filter(next_venue__in=Venue.objects.filter(town=town))

    def around(self, town, *, km):
        """Of those upcoming, the ones whose next date is in a place so near to a town."""
        near = around(town, km=km)
        named = Q(town__in=[place.name for place in near])
        unknown = ~Q(town__in=list(towns()))
        by_postcode = unknown & Q(postcode__in=first_of_postcodes(near))
        return self.filter(next_venue__in=Venue.objects.filter(named | by_postcode))

    def nearest_first(self, town, *, km):
        """Of those around a town, the nearest first, then by day; adds `away`, in whole km."""
        town_there, postcode_there = (
            Coalesce(f"sessions__venue__{field}", f"sessions__room__venue__{field}")
            for field in ("town", "postcode")
        )
        near = rings(town, km=km)
        named = [
            When(next_town__in=[place.name for place in ring], then=Value(away))
            for away, ring in near.items()
        ]
        by_postcode = [
            When(next_postcode__in=first_of_postcodes(ring), then=Value(away))
            for away, ring in near.items()
        ]
        return (
            self.alias(next_town=town_there, next_postcode=postcode_there)
            .annotate(away=Case(*named, *by_postcode))
            .order_by("away", "next_at", "pk")
        )

    def step_free(self):
        """Of those upcoming, the ones whose next date can be reached without steps."""
        return self.filter(next_venue__in=Venue.objects.filter(step_free=True))

    def without_interpreter(self, *, on, until=None):
        """Those with a date from the day on, until another, that lacks one for a language."""
        dates = Session.objects.without_interpreter(on=on, until=until)
        return self.filter(pk__in=dates.values("run"))

    def with_facts_for(self, *languages):
        """Fetches all that readers of a language are told about a run, in three queries."""
        places = Session.objects.with_interpreters().select_related("venue", "room__venue")
        return self.select_related("seminar").prefetch_related(
            models.Prefetch("sessions", places, to_attr="dates"),
            models.Prefetch(
                "seminar__texts", SeminarText.objects.for_reader(*languages), to_attr="read"
            ),
        )

    def with_offerers_for(self, language):
        """Fetches who offers a run and its topic by name, for a reader of a language."""
        topics = Topic.objects.with_name_in(language)
        return self.select_related("seminar__organiser").prefetch_related(
            "seminar__partners", models.Prefetch("seminar__topic", topics)
        )

    def with_lapsed_offers(self, *, at):
        """Going ahead, with seats still kept for somebody whose time to answer has run out."""
        offered = self.model.places.rel.related_model.objects.offered()
        lapsed = offered.filter(run=OuterRef("pk"), offered_until__lt=at)
        return self.filter(Exists(lapsed), cancelled_on=None)

    def with_state(self, *, on):
        """Adds `state`, where a run stands on a day (one of `Run.State`)."""
        morning = start_of(on)
        state = Run.State
        return self.annotate(
            state=Case(
                When(cancelled_on__lte=on, then=Value(state.CANCELLED)),
                When(Q(published_on=None) | Q(published_on__gt=on), then=Value(state.DRAFT)),
                When(ends_at__lt=morning, then=Value(state.OVER)),
                When(starts_at__lt=morning, then=Value(state.RUNNING)),
                When(seats_taken__gte=F("capacity"), then=Value(state.FULL)),
                default=Value(state.COMING),
            )
        )


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
