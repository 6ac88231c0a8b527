from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from cooperation.models import Project
from trainings.facts import Side
from trainings.models.courses import Course


class PastCount(models.Model):
    """How many took part on a day before the portal was there ("Teilnehmerzahl"); no names."""

    course = models.ForeignKey(
        Course, models.PROTECT, verbose_name=_("course"), related_name="past_counts"
    )
    held_on = models.DateField(_("first day"))
    side = models.CharField(_("took part as"), max_length=12, choices=Side.choices)
    project = models.ForeignKey(
        Project,
        models.PROTECT,
        verbose_name=_("project"),
        null=True,
        blank=True,
        related_name="+",
    )
    persons = models.PositiveSmallIntegerField(
        _("persons"), validators=[MinValueValidator(1), MaxValueValidator(9999)]
    )
    units = models.PositiveSmallIntegerField(
        _("teaching units of each"),
        validators=[MinValueValidator(1)],
        help_text=_("One unit is 45 minutes."),
    )

    class Meta:
        verbose_name = _("number of earlier years")
        verbose_name_plural = _("numbers of earlier years")
        ordering = ["-held_on", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["course", "held_on", "side", "project"],
                nulls_distinct=False,
                name="past_count_once",
                violation_error_message=_("There is a number for this course and day already."),
            ),
            models.CheckConstraint(
                condition=Q(persons__range=(1, 9999), units__gte=1),
                name="past_count_plausible",
                violation_error_message=_("Between 1 and 9999 persons took part."),
            ),
        ]

    def __str__(self):
        return f"{self.course}, {self.held_on:%d.%m.%Y}: {self.persons}"
