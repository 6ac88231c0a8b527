from datetime import datetime

from django.core.validators import MinValueValidator
from django.db import models
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext_lazy as _

from cooperation.models import Person, Room
from miko_portal.base import seats
from miko_portal.base.plain_text import plain_text
from trainings.models.runs import Run


class Session(seats.Session):
    """One date of a training, in a room or by a link ("Termin")."""

    booked_for = _("training")

    run = models.ForeignKey(
        Run, models.CASCADE, verbose_name=_("training"), related_name="sessions"
    )
    room = models.ForeignKey(
        Room,
        models.PROTECT,
        verbose_name=_("room"),
        null=True,
        blank=True,
        related_name="+",
    )
    link = models.URLField(_("link for taking part online"), blank=True)
    units = models.PositiveSmallIntegerField(
        _("teaching units"),
        validators=[MinValueValidator(1)],
        help_text=_("One unit is 45 minutes."),
    )
    trainers = models.ManyToManyField(
        Person,
        verbose_name=_("trainers"),
        through="TrainerAssignment",
        blank=True,
        related_name="+",
    )

    class Meta(seats.Session.Meta):
        verbose_name = _("session")
        verbose_name_plural = _("sessions")

    def __str__(self):
        return date_format(self.local_start, "D d.m.Y, H:i")

    @property
    def local_start(self) -> datetime:
        return localtime(self.starts_at)

    @property
    def local_end(self) -> datetime:
        return localtime(self.ends_at)

    def cancel(self, *, on, reason):
        """Call this date off; its room and its trainers are free again. The others stay."""
        if not self.cancelled_on:
            self.cancelled_on = on
        self.cancellation_reason = reason
        self.save()

    def reinstate(self):
        """It takes place after all, if its room and its trainers are still free."""
        self.cancelled_on, self.cancellation_reason = None, ""
        self.save()


class Trainer(models.Model):
    """A person who can be asked to lead trainings ("Trainerin, Trainer")."""

    person = models.OneToOneField(
        Person, models.CASCADE, verbose_name=_("person"), related_name="trainer"
    )
    topics = models.CharField(_("topics"), max_length=200, blank=True, validators=[plain_text])

    class Meta:
        verbose_name = _("trainer")
        verbose_name_plural = _("trainers")
        ordering = ["person__sort_key", "pk"]

    def __str__(self):
        return str(self.person)


class TrainerAssignment(models.Model):
    """Who leads a session ("Trainereinsatz")."""

    booked_for = _("training")

    session = models.ForeignKey(
        Session, models.CASCADE, verbose_name=_("session"), related_name="assignments"
    )
    person = models.ForeignKey(
        Person, models.PROTECT, verbose_name=_("trainer"), related_name="trainings_led"
    )

    class Meta:
        verbose_name = _("trainer of a session")
        verbose_name_plural = _("trainers of sessions")
        constraints = [
            models.UniqueConstraint(
                fields=["session", "person"],
                name="trainer_once_per_session",
                violation_error_message=_("This person leads the session already."),
            )
        ]

    def __str__(self):
        return str(self.person)
