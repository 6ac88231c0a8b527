"""Meetings of the network ("Netzwerktreffen") and what was decided there."""

from datetime import date

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Case, Count, Exists, F, OuterRef, Q, Subquery, Value, When
from django.db.models.functions import Coalesce, Concat
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from cooperation.models.agreements import Agreement
from cooperation.models.contacts import Contact
from cooperation.models.organisations import Organisation
from cooperation.models.people import Person
from cooperation.models.places import Room
from cooperation.models.projects import Project
from cooperation.models.versions import long_text
from miko_portal.base.clock import start_of
from miko_portal.base.plain_text import plain_text
from miko_portal.base.sorting import SortKey


class MeetingQuerySet(models.QuerySet):
    def visible_to(self, user):
        """All for the office; meetings are not shown to anybody else."""
        return self if user.has_perm("cooperation.view_meeting") else self.none()

    def changeable_by(self, user):
        return self if user.has_perm("cooperation.change_meeting") else self.none()

    def planned(self):
        """Those that were not cancelled."""
        return self.filter(cancelled_on=None)

    def with_state(self, *, on):
        """Whether it is to come on the day, which counts as a whole, was held, or is cancelled."""
        return self.annotate(
            state=Case(
                When(cancelled_on__isnull=False, then=Value(Meeting.State.CANCELLED)),
                When(starts_at__gte=start_of(on), then=Value(Meeting.State.PLANNED)),
                default=Value(Meeting.State.HELD),
                output_field=models.CharField(),
            )
        )

    def next_first(self, *, on):
        """What is to come on the day, the next first; then what was, the last first."""
        to_come = Q(starts_at__gte=start_of(on))
        return self.order_by(
            Case(When(to_come, then=Value(0)), default=Value(1)),
            Case(When(to_come, then=F("starts_at"))),
            "-starts_at",
            "-pk",
        )

    def with_people(self):
        """How many were asked, and how many of them came."""
        return self.annotate(
            asked=Count("attendances"),
            came=Count("attendances", filter=Q(attendances__came=True)),
        )

    def for_organisation(self, organisation):
        """Those to which somebody of the organisation was asked."""
        asked = Attendance.objects.filter(meeting=OuterRef("pk"), organisation=organisation)
        return self.filter(Exists(asked))

    def matching(self, words: str):
        """Those whose title, place or decisions hold every word, accents and case aside."""
        told = Concat("title", Value(" "), "room__name", Value(" "), "room__venue__name")
        found = self.alias(told_key=SortKey(told))
        for word in words.split():
            key = SortKey(Value(word))
            decided = Decision.objects.alias(key=SortKey("text")).filter(
                meeting=OuterRef("pk"), key__contains=key
            )
            found = found.filter(Q(told_key__contains=key) | Exists(decided))
        return found


class Meeting(models.Model):
    """A meeting of partners: of the network, a conference, or the review of an agreement."""

    class State(models.TextChoices):
        PLANNED = "planned", _("planned")
        HELD = "held", _("held")
        CANCELLED = "cancelled", _("cancelled")

    class Kind(models.TextChoices):
        NETWORK = "network", _("network meeting")
        CONFERENCE = "conference", _("conference")
        REVIEW = "review", _("review meeting")

    booked_for = _("meeting")

    kind = models.CharField(_("kind"), max_length=10, choices=Kind, default=Kind.NETWORK)
    title = models.CharField(_("title"), max_length=200, validators=[plain_text])
    starts_at = models.DateTimeField(_("starts"))
    ends_at = models.DateTimeField(_("ends"))
    room = models.ForeignKey(
        Room,
        models.PROTECT,
        verbose_name=_("room"),
        null=True,
        blank=True,
        related_name="meetings",
    )
    project = models.ForeignKey(
        Project,
        models.PROTECT,
        verbose_name=_("project"),
        null=True,
        blank=True,
        related_name="meetings",
    )
    agreements = models.ManyToManyField(
        Agreement, verbose_name=_("agreements"), blank=True, related_name="meetings"
    )
    agenda = long_text(_("agenda"))
    minutes = long_text(_("minutes"))
    # Counts how often minutes and decisions were stored, so that nobody overwrites another's.
    revision = models.PositiveIntegerField(_("revision"), default=0, editable=False)
    sequence = models.PositiveIntegerField(_("sequence"), default=0, editable=False)
    cancelled_on = models.DateField(_("cancelled on"), null=True, editable=False)
    cancellation_reason = models.CharField(
        _("reason"), max_length=200, blank=True, editable=False, validators=[plain_text]
    )

    objects = MeetingQuerySet.as_manager()

    class Meta:
        verbose_name = _("meeting")
        verbose_name_plural = _("meetings")
        ordering = ["-starts_at", "-pk"]
        indexes = [models.Index(fields=["starts_at", "id"], name="meeting_starts_at")]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_at__gt=F("starts_at")),
                name="meeting_ends_after_start",
                violation_error_message=_("The end lies before the start."),
            ),
            models.CheckConstraint(
                condition=Q(cancelled_on=None) | ~Q(cancellation_reason=""),
                name="meeting_cancelled_with_reason",
                violation_error_message=_("Say why it is cancelled."),
            ),
        ]

    def __str__(self):
        return self.title

    @property
    def local_start(self):
        return timezone.localtime(self.starts_at)

    @property
    def local_end(self):
        return timezone.localtime(self.ends_at)

    @property
    def state_label(self) -> str:
        return Meeting.State(self.state).label

    def cancel(self, *, on: date, reason: str):
        """It does not take place; the room is free again."""
        if self.cancelled_on:
            raise ValidationError(_("This meeting was cancelled already."))
        self.cancelled_on, self.cancellation_reason = on, reason
        self.sequence += 1
        self.save(update_fields=["cancelled_on", "cancellation_reason", "sequence"])


class AttendanceQuerySet(models.QuerySet):
    def named(self):
        """Those whose names are still kept."""
        return self.filter(forgotten_on=None)

    def invited(self):
        return self.named().filter(invited_at__isnull=False)

    def to_invite(self):
        return self.named().filter(invited_at=None)

    def reached(self, *, on):
        """With `reader`, the key of who reads the mail, and `address`; empty where there is none.

        While a contact is absent that is whom one turns to in the organisation instead, if anybody
        with an address is there.
        """
        here = OuterRef("organisation")
        absent = Contact.objects.absent(on=on).filter(organisation=here, person=OuterRef("person"))
        there = Contact.objects.with_mail().reachable(on=on).present(on=on)
        instead = there.filter(organisation=here)

        def of_them(name):
            return Case(When(Exists(absent), then=Subquery(instead.values(name)[:1])))

        return self.annotate(
            reader=Coalesce(of_them("person"), F("person"), output_field=models.BigIntegerField()),
            address=Coalesce(of_them("person__mail"), F("person__mail")),
        )


class Attendance(models.Model):
    """Somebody who is asked to a meeting, and whether they came ("Teilnahme")."""

    meeting = models.ForeignKey(
        Meeting, models.CASCADE, verbose_name=_("meeting"), related_name="attendances"
    )
    person = models.ForeignKey(
        Person, models.PROTECT, verbose_name=_("person"), null=True, related_name="attendances"
    )
    forgotten_on = models.DateField(_("name deleted on"), null=True, editable=False)
    organisation = models.ForeignKey(
        Organisation,
        models.PROTECT,
        verbose_name=_("organisation"),
        null=True,
        blank=True,
        related_name="attendances",
    )
    invited_at = models.DateTimeField(_("invited"), null=True, editable=False)
    came = models.BooleanField(_("came"), null=True, blank=True)

    objects = AttendanceQuerySet.as_manager()

    class Meta:
        verbose_name = _("attendance")
        verbose_name_plural = _("attendances")
        ordering = ["organisation__sort_key", "person__sort_key", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["meeting", "person"],
                name="attendance_once",
                violation_error_message=_("This person is on the list already."),
            ),
            models.CheckConstraint(
                condition=Q(person__isnull=False, forgotten_on=None)
                | Q(person=None, forgotten_on__isnull=False),
                name="attendance_has_person_until_forgotten",
                violation_error_message=_("An attendance is somebody's, until its period is over."),
            ),
        ]

    def __str__(self):
        return str(self.person) if self.person_id else gettext("name deleted")


class Decision(models.Model):
    """What a meeting decided ("Beschluss"); it can become a measure."""

    meeting = models.ForeignKey(
        Meeting, models.CASCADE, verbose_name=_("meeting"), related_name="decisions"
    )
    text = models.CharField(_("decision"), max_length=500, validators=[plain_text])

    class Meta:
        verbose_name = _("decision")
        verbose_name_plural = _("decisions")
        ordering = ["meeting", "pk"]

    def __str__(self):
        return self.text
