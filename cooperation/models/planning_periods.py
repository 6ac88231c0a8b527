from datetime import date

from django.db import models
from django.utils.translation import gettext_lazy as _

from miko_portal.base.plain_text import plain_text


class PlanningPeriodQuerySet(models.QuerySet):
    def touching(self, first: date, last: date):
        """Those that have a day in common with the time from the first day to the last."""
        return self.filter(starts_on__lte=last, ends_on__gte=first)


class PlanningPeriod(models.Model):
    """A time that planning minds, such as school holidays or Ramadan ("Kalenderhinweis").

    It hints and never blocks. Public holidays and Carnival follow from Easter and are not here.
    """

    class Kind(models.TextChoices):
        SCHOOL = "school", _("school holidays")
        FEAST = "feast", _("religious feast or fast")
        OTHER = "other", _("other")

    name = models.CharField(_("name"), max_length=80, validators=[plain_text])
    kind = models.CharField(_("kind"), max_length=10, choices=Kind.choices)
    starts_on = models.DateField(_("first day"))
    ends_on = models.DateField(_("last day"))
    expected = models.BooleanField(
        _("expected"),
        default=False,
        help_text=_(
            "The days may shift, for example because they depend on the sighting of the moon."
        ),
    )
    note = models.CharField(_("note"), max_length=200, blank=True, validators=[plain_text])

    objects = PlanningPeriodQuerySet.as_manager()

    class Meta:
        verbose_name = _("planning hint")
        verbose_name_plural = _("planning hints")
        ordering = ["starts_on", "ends_on", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(ends_on__gte=models.F("starts_on")),
                name="planning_period_in_order",
                violation_error_message=_("The last day lies before the first."),
            ),
            models.UniqueConstraint(
                fields=["name", "starts_on"],
                name="planning_period_once",
                violation_error_message=_("This hint is there already."),
            ),
        ]

    def __str__(self):
        return f"{self.name} {self.starts_on:%Y}"
