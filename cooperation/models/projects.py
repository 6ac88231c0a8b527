from django.db import models
from django.utils.translation import gettext_lazy as _

from miko_portal.base.plain_text import plain_text


class ProjectQuerySet(models.QuerySet):
    def running(self, *, on):
        """Those that have begun by a day and have not ended before it."""
        not_over = models.Q(ends_on=None) | models.Q(ends_on__gte=on)
        return self.filter(not_over, starts_on__lte=on)


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

    objects = ProjectQuerySet.as_manager()

    class Meta:
        verbose_name = _("project")
        verbose_name_plural = _("projects")
        ordering = ["-starts_on", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(ends_on=None) | models.Q(ends_on__gte=models.F("starts_on")),
                name="project_ends_after_start",
                violation_error_message=_("The end lies before the start."),
            )
        ]

    def __str__(self):
        return self.short_name
