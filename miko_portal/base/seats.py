"""Seats and the queue for them, once for trainings and seminars.

Apps derive their run, session and place from the models here, point the place's `run` back with
`related_name="places"`, install `KeepSeatsTaken` in a migration, and change places through the
functions below alone. These know no app: what is to be told is handed to `notify(place, notice)`.
"""

from collections.abc import Callable
from datetime import datetime, timedelta
from enum import StrEnum

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import Case, Count, F, OuterRef, Q, Subquery, When
from django.utils.translation import gettext_lazy as _


class Notice(StrEnum):
    """What somebody with a place is told."""

    CONFIRMED = "confirmed"
    WAITING = "waiting"
    OFFERED = "offered"
    LAPSED = "lapsed"
    CANCELLED = "cancelled"
    CHILDCARE = "childcare"


Notify = Callable[["Place", Notice], None]

# What `pass_on_offers` calls every minute with `at`: of each app, what passes offers on that ran
# out. Each answers how many seats it offered anew.
passing_on: list[Callable[..., int]] = []


def passes_on(function):
    """Registers what an app does when offers have run out."""
    passing_on.append(function)
    return function


class RowsRefused(Exception):
    """Some of several places can't be stored: the errors, by their place in the list."""

    def __init__(self, errors: dict[int, ValidationError]):
        super().__init__(errors)
        self.errors = errors


class SeatedRun(models.Model):
    """One holding of a training or seminar, with a number of seats ("Durchführung")."""

    capacity = models.PositiveSmallIntegerField(_("seats"))
    seats_taken = models.PositiveIntegerField(  # by a trigger; what is saved here is overruled
        _("seats taken"), default=0, db_default=0, editable=False
    )
    cancelled_on = models.DateField(_("cancelled on"), null=True, blank=True)
    cancellation_reason = models.CharField(_("reason"), max_length=200, blank=True)

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                condition=Q(seats_taken__lte=F("capacity")),
                name="%(app_label)s_%(class)s_never_overbooked",
                violation_error_message=_("More seats are taken already."),
            ),
            models.CheckConstraint(
                condition=Q(capacity__gte=1),
                name="%(app_label)s_%(class)s_has_seats",
                violation_error_message=_("There is at least one seat."),
            ),
            models.CheckConstraint(
                condition=Q(cancelled_on=None) | ~Q(cancellation_reason=""),
                name="%(app_label)s_%(class)s_cancelled_with_reason",
                violation_error_message=_("Say why it is cancelled."),
            ),
        ]

    @property
    def seats_free(self) -> int:
        return self.capacity - self.seats_taken

    def clean(self):
        super().clean()
        if self.capacity is not None and self.capacity < self.seats_taken:
            message = _("%(taken)s seats are taken already.")
            raise ValidationError(
                {"capacity": ValidationError(message, params={"taken": self.seats_taken})}
            )

    def offer_ends_at(self, place: "Place", *, at: datetime) -> datetime | None:
        """Until when an offer made now holds its seats; None: nothing is offered any more."""
        return None if self.cancelled_on else at + timedelta(hours=48)

    def add_extras(self, place: "Place", *, at: datetime) -> None:
        """What else comes with seats; called under the lock, before the place is stored."""

    def share_out(self, *, at: datetime, notify: Notify) -> None:
        """Gives what is free again besides seats to those who have theirs; under the lock."""


class Session(models.Model):
    """One date of a run, from and to ("Termin"). Apps add `run` (as `sessions`) and `room`."""

    starts_at = models.DateTimeField(_("starts"))
    ends_at = models.DateTimeField(_("ends"))
    cancelled_on = models.DateField(_("cancelled on"), null=True, blank=True)
    cancellation_reason = models.CharField(_("reason"), max_length=200, blank=True)

    class Meta:
        abstract = True
        ordering = ["starts_at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_at__gt=F("starts_at")),
                name="%(app_label)s_%(class)s_ends_after_start",
                violation_error_message=_("The end lies before the start."),
            ),
            models.CheckConstraint(
                condition=Q(cancelled_on=None) | ~Q(cancellation_reason=""),
                name="%(app_label)s_%(class)s_cancelled_with_reason",
                violation_error_message=_("Say why it is cancelled."),
            ),
        ]


WAITS = Q(cancelled_at=None, confirmed_at=None, offered_until=None)


class PlaceQuerySet(models.QuerySet):
    def live(self):
        """Not cancelled: seated, offered a seat, or waiting."""
        return self.filter(cancelled_at=None)

    def confirmed(self):
        return self.live().exclude(confirmed_at=None)

    def offered(self):
        """A seat is kept for them until they answer ("Angebot offen")."""
        return self.live().filter(confirmed_at=None).exclude(offered_until=None)

    def holding_seats(self):
        return self.live().exclude(confirmed_at=None, offered_until=None)

    def waiting(self):
        """In the queue ("Nachrückliste"), the first to come first."""
        return self.filter(WAITS).order_by("pk")

    def to_move(self, *, at, free):
        """In turn: offers that have run out, and groups that wait and fit into what is free."""
        lapsed = Q(offered_until__lt=at)
        fitting = Q(offered_until=None, persons__lte=free)
        moving = self.filter(lapsed | fitting, cancelled_at=None, confirmed_at=None)
        return moving.order_by("pk")

    def with_position(self):
        """For those who wait: the place in the queue of their run, from 1."""
        ahead = self.model._base_manager.filter(
            WAITS, run=OuterRef("run"), pk__lte=OuterRef("pk")
        ).order_by()
        number = ahead.values("run").annotate(number=Count("pk")).values("number")
        return self.annotate(position=Case(When(WAITS, then=Subquery(number))))


class Place(models.Model):
    """Seats in a run for one or several persons, or their place in the queue ("Platz").

    Where it stands follows from its dates: cancelled, confirmed, offered, else waiting. The queue
    is in the order of the keys, which are given out under the lock of the run.
    """

    persons = models.PositiveSmallIntegerField(_("persons"), default=1)
    created_at = models.DateTimeField(_("registered at"))
    confirmed_at = models.DateTimeField(_("confirmed at"), null=True, blank=True)
    offered_until = models.DateTimeField(_("offered until"), null=True, blank=True)
    cancelled_at = models.DateTimeField(_("cancelled at"), null=True, blank=True)

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                condition=Q(persons__gte=1),
                name="%(app_label)s_%(class)s_at_least_one_person",
                violation_error_message=_("At least one person comes."),
            )
        ]

    @property
    def is_waiting(self) -> bool:
        return not (self.cancelled_at or self.confirmed_at or self.offered_until)

    @property
    def is_offered(self) -> bool:
        return bool(self.offered_until and not (self.cancelled_at or self.confirmed_at))


def lock(run: SeatedRun) -> None:
    """Read the run afresh and keep everybody else from deciding about its seats meanwhile."""
    run.refresh_from_db(from_queryset=type(run)._base_manager.select_for_update())


@transaction.atomic
def take(
    run: SeatedRun,
    *,
    place: Place,
    at: datetime,
    notify: Notify,
    is_here: bool = False,
    before: Callable[[], Place | None] | None = None,
) -> Place:
    """Store a new place: with seats if they are free for it, else at the end of the queue.

    Those who wait come first: a newcomer gets seats at once only when no waiting group would fit
    into what is free, even where nothing can be offered any more. Refuses a group that is larger
    than the run.

    Who stands at the door (`is_here`) doesn't queue behind those who wait elsewhere, and is
    refused where not enough seats are free.

    What is called `before`, under the lock, may refuse, or answer with a place that is stored
    already: then that is the answer, and nothing changes.
    """
    lock(run)
    if known := before and before():
        return known
    passed_over = _pass_on(run, at=at, notify=notify)
    if place.persons > run.capacity:
        message = _("There are only %(capacity)s seats in all.")
        raise ValidationError(message, params={"capacity": run.capacity}, code="too_many")
    place.run = run
    place.created_at = at
    fits = place.persons <= run.seats_free and (is_here or not passed_over)
    if is_here and not fits:
        raise ValidationError(_("There are not enough free seats for more persons."), code="full")
    place.confirmed_at = at if fits else None
    if fits:
        run.add_extras(place, at=at)
    place.save(force_insert=True)
    if fits:
        run.seats_taken += place.persons
    notify(place, Notice.CONFIRMED if fits else Notice.WAITING)
    return place


@transaction.atomic
def release(run: SeatedRun, *, place: Place, at: datetime, notify: Notify) -> None:
    """Cancel a place and pass its seats on. One that is cancelled already stays as it is."""
    lock(run)
    place.refresh_from_db()
    if place.cancelled_at is None:
        place.cancelled_at = at
        place.save(update_fields=["cancelled_at"])
        notify(place, Notice.CANCELLED)
    offer_next(run, at=at, notify=notify)


@transaction.atomic
def accept(run: SeatedRun, *, place: Place, at: datetime, notify: Notify) -> None:
    """Turn an offer into seats. Refuses one that was passed on, has run out, or is cancelled."""
    lock(run)
    place.refresh_from_db()
    if run.cancelled_on or not place.is_offered or place.offered_until < at:
        raise ValidationError(_("This offer is no longer open."), code="lapsed")
    place.confirmed_at = at
    place.save(update_fields=["confirmed_at"])
    notify(place, Notice.CONFIRMED)


@transaction.atomic
def let_in(run: SeatedRun, *, place: Place, at: datetime, notify: Notify) -> None:
    """Give seats to somebody who waits, or has an offer, and stands at the door.

    Who has seats keeps them. Refuses one that is cancelled, and a group for which not enough
    seats are free.
    """
    lock(run)
    _pass_on(run, at=at, notify=notify)
    place.refresh_from_db()
    if place.cancelled_at:
        raise ValidationError(_("This is cancelled already."), code="cancelled")
    if place.confirmed_at:
        return
    if place.is_waiting and place.persons > run.seats_free:
        raise ValidationError(_("There are not enough free seats for more persons."), code="full")
    place.confirmed_at = at
    run.add_extras(place, at=at)
    place.save()


@transaction.atomic
def change(run: SeatedRun, *, place: Place, at: datetime, notify: Notify) -> Place:
    """Store a place that was changed, with the seats it needs now; what it gives up is passed on.

    Who waits keeps the place in the queue. Refuses one that is cancelled, a group that is larger
    than the run, and more persons than are free once those who wait have been served: then it
    stays as it was.
    """
    lock(run)
    passed_over = _pass_on(run, at=at, notify=notify)
    before = run.places.get(pk=place.pk)
    if before.cancelled_at:
        raise ValidationError(_("This is cancelled already."), code="cancelled")
    if place.persons > run.capacity:
        message = _("There are only %(capacity)s seats in all.")
        raise ValidationError(message, params={"capacity": run.capacity}, code="too_many")
    holds_seats = not before.is_waiting
    more = place.persons - before.persons
    if holds_seats and more > 0 and (more > run.seats_free or passed_over):
        message = _("There are not enough free seats for more persons.")
        raise ValidationError(message, code="full")
    place.confirmed_at, place.offered_until = before.confirmed_at, before.offered_until
    if holds_seats:
        run.add_extras(place, at=at)
    place.save(force_update=True)
    offer_next(run, at=at, notify=notify)
    return place


@transaction.atomic
def offer_next(run: SeatedRun, *, at: datetime, notify: Notify) -> None:
    """Let offers that ran out lapse, then offer what is free to those who wait, in turn.

    A group for which it is not enough is passed over and keeps its place in the queue.
    """
    lock(run)
    _pass_on(run, at=at, notify=notify)


def _pass_on(run, *, at, notify):
    """What `offer_next` does, under the lock; answers whether a group that would fit still waits.

    That is so where nothing can be offered any more.
    """
    moving = run.places.to_move(at=at, free=run.seats_free)
    # Nobody, as a rule; to ask whether there is somebody takes less time than to ask who.
    places = list(moving) if moving.exists() else []
    if lapsed := [place for place in places if place.is_offered]:
        for place in lapsed:
            place.cancelled_at = at
            place.save(update_fields=["cancelled_at"])
            run.seats_taken -= place.persons
            notify(place, Notice.LAPSED)
        places = list(run.places.to_move(at=at, free=run.seats_free))  # larger groups fit now
    run.share_out(at=at, notify=notify)
    for place in places:
        until = run.offer_ends_at(place, at=at)
        if place.persons <= run.seats_free and until is not None:
            place.offered_until = until
            run.add_extras(place, at=at)
            place.save()
            run.seats_taken += place.persons
            notify(place, Notice.OFFERED)
    return any(place.is_waiting and place.persons <= run.seats_free for place in places)
