from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Func, Q
from django.db.models.functions import Cast
from django.utils.translation import gettext_lazy as _

from miko_portal.base.plain_text import plain_text


class ProjectQuerySet(models.QuerySet):
    def running(self, *, on):
        """Those that have begun by a day and have not ended before it."""
        not_over = Q(ends_on=None) | Q(ends_on__gte=on)
        return self.filter(not_over, starts_on__lte=on)

    def auditable(self, *, on):
        """Those whose funder may still ask for names on a day: running, or within the period."""
        years = Func(F("kept_years"), template="make_interval(years => %(expressions)s)")
        last_day = Cast(
            Func(F("ends_on"), years, template="(%(expressions)s)", arg_joiner=" + "),
            models.DateField(),
        )
        return self.alias(last_day=last_day).filter(Q(ends_on=None) | Q(last_day__gte=on))


class Project(models.Model):
    """A funded undertaking that agreements, trainings and seminars belong to ("Projekt")."""

    short_name = models.CharField(
        _("short name"), max_length=40, unique=True, validators=[plain_text]
    )
    name = models.CharField(_("name"), max_length=200, validators=[plain_text])
    starts_on = models.DateField(_("starts on"))
    ends_on = models.DateField(_("ends on"), null=True, blank=True)
    funder = models.CharField(_("funder"), max_length=160, blank=True, validators=[plain_text])
    reference = models.CharField(
        _("reference of the funder"), max_length=80, blank=True, validators=[plain_text]
    )
    kept_years = models.PositiveSmallIntegerField(
        _("names are kept for years"),
        default=10,
        validators=[MinValueValidator(1), MaxValueValidator(30)],
        help_text=_(
            "So long after its end the funder may check who took part. After that the names in its"
            " trainings are deleted; all figures stay."
        ),
    )

    objects = ProjectQuerySet.as_manager()

    class Meta:
        verbose_name = _("project")
        verbose_name_plural = _("projects")
        ordering = ["-starts_on", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on=None) | Q(ends_on__gte=F("starts_on")),
                name="project_ends_after_start",
                violation_error_message=_("The end lies before the start."),
            ),
            models.CheckConstraint(
                condition=Q(kept_years__range=(1, 30)),
                name="project_keeps_names_for_years",
                violation_error_message=_("Names are kept for 1 to 30 years."),
            ),
        ]

    def __str__(self):
        return self.short_name
