from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.db import models
from django.db.models import F, Q
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from miko_portal.base.ranges import days, only

COLLEAGUES = {"is_active": True, "is_staff": True}


class AbsenceQuerySet(models.QuerySet):
    def covering(self, *, on):
        """Absences on a day."""
        return self.filter(starts_on__lte=on, ends_on__gte=on)

    def upcoming(self, *, on):
        """Those that have not ended by a day, the next first."""
        absences = self.filter(ends_on__gte=on).select_related("user", "deputy")
        return absences.order_by("starts_on", "pk")


class Absence(models.Model):
    """Days on which a colleague is away and another stands in ("Abwesenheit", "Vertretung").

    Both days belong to it. The reason is nobody's business here.
    """

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("who is away"),
        on_delete=models.CASCADE,
        limit_choices_to=COLLEAGUES,
        related_name="absences",
    )
    deputy = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("who stands in"),
        on_delete=models.PROTECT,
        limit_choices_to=COLLEAGUES,
        related_name="absences_of_others",
    )
    starts_on = models.DateField(_("first day"))
    ends_on = models.DateField(_("last day"))

    objects = AbsenceQuerySet.as_manager()

    class Meta:
        verbose_name = _("absence")
        verbose_name_plural = _("absences")
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on__gte=F("starts_on")),
                name="absence_ends_after_start",
                violation_error_message=_("The last day lies before the first."),
            ),
            models.CheckConstraint(
                condition=~Q(deputy=F("user")),
                name="absence_deputy_is_another",
                violation_error_message=_("Nobody stands in for themselves."),
            ),
            ExclusionConstraint(
                name="absence_once",
                expressions=[(only("user"), "&&"), (days("starts_on", "ends_on"), "&&")],
                violation_error_message=_("There is an absence on some of these days already."),
            ),
        ]

    def __str__(self):
        return f"{self.user}, {self.days}"

    @property
    def days(self) -> str:
        """24.12.2026–06.01.2027, or one day alone."""
        days = dict.fromkeys([self.starts_on, self.ends_on])
        return "–".join(date_format(day, "SHORT_DATE_FORMAT") for day in days)
