from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from trainings.models.enrolments import Enrolment
from trainings.models.sessions import Session


class Attendance(models.Model):
    """That somebody was there on a date of a training ("Anwesenheit"); no row: not noted, or away.

    The database refuses it of whoever has no seat, of dates called off and before their day.
    """

    enrolment = models.ForeignKey(
        Enrolment, models.PROTECT, verbose_name=_("enrolment"), related_name="attendances"
    )
    session = models.ForeignKey(
        Session, models.PROTECT, verbose_name=_("session"), related_name="attendances"
    )
    noted_at = models.DateTimeField(_("noted"))
    noted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        verbose_name=_("noted by"),
        related_name="+",
        null=True,
    )

    class Meta:
        verbose_name = _("attendance")
        verbose_name_plural = _("attendances")
        ordering = ["session", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["enrolment", "session"],
                name="trainings_attendance_once_per_date",
                violation_error_message=_("Somebody has noted this meanwhile."),
            ),
        ]

    def __str__(self):
        return f"{self.enrolment}, {self.session}"
