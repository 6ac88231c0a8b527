from django.conf import settings
from django.db import models
from django.db.models import Sum
from django.utils.translation import gettext_lazy as _

from events.models.registrations import Registration
from events.models.sessions import Session


class AttendanceQuerySet(models.QuerySet):
    def came(self):
        """Those of whom somebody was there."""
        return self.filter(persons__gt=0)

    def heads(self) -> int:
        """How many persons these are in all."""
        return self.aggregate(heads=Sum("persons", default=0))["heads"]


class Attendance(models.Model):
    """How many of a registration came to a date ("Anwesenheit"); none: they stayed away.

    A row of its own without a name, so that the numbers stay when contacts are deleted.
    """

    registration = models.ForeignKey(
        Registration, models.PROTECT, verbose_name=_("registration"), related_name="attendances"
    )
    session = models.ForeignKey(
        Session, models.PROTECT, verbose_name=_("session"), related_name="attendances"
    )
    persons = models.PositiveSmallIntegerField(_("persons"))
    noted_at = models.DateTimeField(_("noted"))
    noted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        verbose_name=_("noted by"),
        related_name="+",
        null=True,
    )

    objects = AttendanceQuerySet.as_manager()

    class Meta:
        verbose_name = _("attendance")
        verbose_name_plural = _("attendances")
        ordering = ["session", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["registration", "session"],
                name="attendance_once_per_date",
                violation_error_message=_("Somebody has noted this meanwhile."),
            ),
        ]

    def __str__(self):
        return f"{self.registration}: {self.persons}"
