"""What can be asked of the runs of seminars: which are shown, come, are near, are full."""

from datetime import timedelta

from django.db import models
from django.db.models import Case, Count, Exists, F, OuterRef, Q, Subquery, Sum, Value, When
from django.db.models.functions import Coalesce
from django.db.models.lookups import IsNull

from cooperation.models import Venue
from events.facts import Coming
from events.models.seminars import SeminarText, Topic
from events.models.sessions import Session
from events.towns import around, first_of_postcodes, rings, towns
from miko_portal.base.clock import start_of


def held(words, *, language):
    """The condition that a run upcoming holds one of the words in its texts, topic or place."""
    texts = SeminarText.objects.holding(words, language=language)
    return (
        Q(seminar__in=texts.values("seminar"))
        | Q(seminar__topic__in=Topic.objects.holding(words, language=language))
        | Q(next_venue__in=Venue.objects.filter(words__overlap=words))
    )


def _of_run(rows, figure, *, of="session__run"):
    """A figure of the rows of each run; none where it has no row."""
    found = rows.order_by().values(of).annotate(figure=figure).values("figure")
    return Coalesce(Subquery(found), 0)


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
            self._by_date()
            .annotate(
                next_called_off_on=F("sessions__cancelled_on"),
                next_venue=Coalesce("sessions__venue", "sessions__room__venue"),
            )
            .filter(~Exists(nearer), next_at__gte=morning)
            .order_by("next_at", "pk")
        )

    def by_dates(self, dates):
        """The runs of some dates, in no order, with `next_session` and `next_at` as upcoming."""
        return self._by_date().filter(next_session__in=dates).order_by()

    def _by_date(self):
        return self.annotate(next_session=F("sessions__pk"), next_at=F("sessions__starts_at"))

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

    def with_attendance(self):
        """Adds who came, by the lists of the door of its dates, and by head counts.

        Over all dates with a list: `were_registered` beforehand, `came`, of these `unannounced`,
        `stayed_away`. In persons; who comes to four evenings counts four times. `counted` came
        where nobody registers.
        """
        attendance = Session.attendances.rel.related_model.objects
        noted = attendance.filter(session__run=OuterRef("pk"), session__cancelled_on=None)
        registered = self.model.places.rel.related_model.objects.confirmed().filter(
            run=OuterRef("pk"), walked_in_at=None
        )
        counted = Session.head_count.related.related_model.objects.filter(
            session__run=OuterRef("pk")
        )
        return self.annotate(
            noted_dates=_of_run(noted, Count("session", distinct=True)),
            were_registered=F("noted_dates") * _of_run(registered, Sum("persons"), of="run"),
            came=_of_run(noted, Sum("persons")),
            unannounced=_of_run(noted.exclude(registration__walked_in_at=None), Sum("persons")),
            stayed_away=F("were_registered") - F("came") + F("unannounced"),
            counted=_of_run(counted, Sum("persons")),
        )

    def attendance(self) -> dict[str, int]:
        """The same of all of these runs together."""
        names = ("were_registered", "came", "unannounced", "stayed_away", "counted")
        totals = {f"all_{name}": Sum(name, default=0) for name in names}
        found = self.order_by().with_attendance().aggregate(**totals)
        return {name: found[f"all_{name}"] for name in names}

    def with_lapsed_offers(self, *, at):
        """Going ahead, with seats still kept for somebody whose time to answer has run out."""
        offered = self.model.places.rel.related_model.objects.offered()
        lapsed = offered.filter(run=OuterRef("pk"), offered_until__lt=at)
        return self.filter(Exists(lapsed), cancelled_on=None)

    def with_state(self, *, on):
        """Adds `state`, where a run stands on a day (one of `Run.State`)."""
        morning = start_of(on)
        state = self.model.State
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
