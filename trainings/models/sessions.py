from datetime import datetime

from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils.formats import date_format
from django.utils.timezone import localdate, localtime
from django.utils.translation import gettext_lazy as _

from cooperation.models import Person, Room
from miko_portal.base import seats
from miko_portal.base.plain_text import plain_text
from trainings.models.runs import Run


class SessionQuerySet(models.QuerySet):
    def led_by(self, trainer: "Trainer"):
        """Those that somebody leads, called off or not."""
        return self.filter(assignments__person=trainer.person_id)

    def with_run(self):
        """Brings the training, its course and the room along."""
        return self.select_related("run__course", "room__venue")

    def held(self):
        """Not called off; of a training that was, those to which somebody came."""
        came = self.model.attendances.rel.related_model.objects.filter(session=OuterRef("pk"))
        goes_ahead = Q(run__cancelled_on=None) | Exists(came)
        return self.filter(goes_ahead, cancelled_on=None)


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

    objects = SessionQuerySet.as_manager()

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


class TrainerQuerySet(models.QuerySet):
    def idle(self, *, since: datetime):
        """Those who lead nothing since then, and whom nobody has confirmed since."""
        leads = TrainerAssignment.objects.filter(
            person=OuterRef("person"), session__ends_at__gte=since
        )
        return self.filter(~Exists(leads), confirmed_on__lt=localdate(since))


class Trainer(models.Model):
    """A person who can be asked to lead trainings ("Trainerin, Trainer")."""

    person = models.OneToOneField(
        Person, models.CASCADE, verbose_name=_("person"), related_name="trainer"
    )
    topics = models.CharField(_("topics"), max_length=200, blank=True, validators=[plain_text])
    # The day on which the office last entered that somebody can be asked.
    confirmed_on = models.DateField(_("confirmed on"), editable=False)

    objects = TrainerQuerySet.as_manager()

    class Meta:
        verbose_name = _("trainer")
        verbose_name_plural = _("trainers")
        ordering = ["person__sort_key", "pk"]

    def __str__(self):
        return str(self.person)


class TrainerCalendar(models.Model):
    """The secret address of a trainer's own calendar; of its token only a hash is kept."""

    trainer = models.OneToOneField(
        Trainer, models.CASCADE, verbose_name=_("trainer"), related_name="calendar"
    )
    token_hash = models.CharField(_("hash of the token"), max_length=64, unique=True)
    issued_at = models.DateTimeField(_("issued"))

    class Meta:
        verbose_name = _("calendar of a trainer")
        verbose_name_plural = _("calendars of trainers")

    def __str__(self):
        return str(self.trainer)


class TrainerAssignmentQuerySet(models.QuerySet):
    def still_asked(self):
        """Those of people who can still be asked to lead."""
        return self.exclude(person__trainer=None)


class TrainerAssignment(models.Model):
    """Who leads a session ("Trainereinsatz")."""

    booked_for = _("training")

    session = models.ForeignKey(
        Session, models.CASCADE, verbose_name=_("session"), related_name="assignments"
    )
    person = models.ForeignKey(
        Person, models.PROTECT, verbose_name=_("trainer"), related_name="trainings_led"
    )

    objects = TrainerAssignmentQuerySet.as_manager()

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
