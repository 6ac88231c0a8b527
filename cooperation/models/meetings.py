"""Meetings of the network ("Netzwerktreffen") and what was decided there."""

from datetime import date

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from cooperation.models.agreements import Agreement
from cooperation.models.organisations import Organisation
from cooperation.models.people import Person
from cooperation.models.places import Room
from cooperation.models.projects import Project
from cooperation.models.versions import long_text
from miko_portal.base.plain_text import plain_text


class Meeting(models.Model):
    """A meeting of partners: of the network, a conference, or the review of an agreement."""

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
    sequence = models.PositiveIntegerField(_("sequence"), default=0, editable=False)
    cancelled_on = models.DateField(_("cancelled on"), null=True, editable=False)
    cancellation_reason = models.CharField(
        _("reason"), max_length=200, blank=True, editable=False, validators=[plain_text]
    )

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

    def cancel(self, *, on: date, reason: str):
        """It does not take place; the room is free again."""
        if self.cancelled_on:
            raise ValidationError(_("This meeting was cancelled already."))
        self.cancelled_on, self.cancellation_reason = on, reason
        self.sequence += 1
        self.save(update_fields=["cancelled_on", "cancellation_reason", "sequence"])


class Attendance(models.Model):
    """Somebody who is asked to a meeting, and whether they came ("Teilnahme")."""

    meeting = models.ForeignKey(
        Meeting, models.CASCADE, verbose_name=_("meeting"), related_name="attendances"
    )
    person = models.ForeignKey(
        Person, models.PROTECT, verbose_name=_("person"), related_name="attendances"
    )
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

    class Meta:
        verbose_name = _("attendance")
        verbose_name_plural = _("attendances")
        ordering = ["organisation__sort_key", "person__sort_key", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["meeting", "person"],
                name="attendance_once",
                violation_error_message=_("This person is on the list already."),
            )
        ]

    def __str__(self):
        return str(self.person)


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
