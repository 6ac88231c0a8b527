from django.db import models
from django.utils.translation import gettext_lazy as _


class JobRun(models.Model):
    """One night's run of a nightly job ("nächtliche Aufgabe"): it did its work or failed."""

    name = models.CharField(_("job"), max_length=60)
    started_at = models.DateTimeField(_("started"))
    finished_at = models.DateTimeField(_("finished"), null=True)
    failed_at = models.DateTimeField(_("failed"), null=True)

    class Meta:
        verbose_name = _("nightly job")
        verbose_name_plural = _("nightly jobs")
        ordering = ["-started_at", "-pk"]
        indexes = [models.Index(fields=["started_at"], name="jobrun_started")]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(finished_at=None) ^ models.Q(failed_at=None),
                name="jobrun_finished_or_failed",
                violation_error_message=_("A job has either done its work or failed."),
            )
        ]

    def __str__(self):
        return self.name
