from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from events.languages import name_of
from events.models.registrations import TELEPHONE
from events.models.runs import Run
from events.models.to_call import ToCall
from miko_portal.base.models import Suspicion


class CallRequestQuerySet(models.QuerySet):
    def open(self):
        """Those who wait to be called, the longest first."""
        return self.filter(reached_at=None).order_by("asked_at", "pk")


class CallRequest(ToCall):
    """Somebody wants to be called ("Rufen Sie mich an"): a number, a language, and nothing else."""

    telephone = models.CharField(_("telephone"), max_length=16)
    language = models.CharField(_("spoken language"), max_length=8)
    run = models.ForeignKey(
        Run,
        models.PROTECT,
        verbose_name=_("date of a seminar"),
        related_name="call_requests",
        null=True,
        blank=True,
    )
    suspicion = models.CharField(
        _("why it is to be checked"),
        max_length=5,
        choices=Suspicion.choices,
        blank=True,
    )
    asked_at = models.DateTimeField(_("asked"))

    objects = CallRequestQuerySet.as_manager()

    class Meta:
        verbose_name = _("wish to be called")
        verbose_name_plural = _("wishes to be called")
        ordering = ["reached_at", "asked_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["telephone"],
                condition=Q(reached_at=None),
                name="call_request_once_while_open",
                violation_error_message=_("This number is on the list already."),
            ),
            models.CheckConstraint(
                condition=Q(telephone__regex=TELEPHONE),
                name="call_request_telephone_normalised",
                violation_error_message=_(
                    "Please write the telephone number in digits, with the zero: 0151 23456789"
                ),
            ),
        ]

    def __str__(self):
        return f"{self.telephone} ({self.language_name})"

    @property
    def language_name(self) -> str:
        return name_of(self.language)
