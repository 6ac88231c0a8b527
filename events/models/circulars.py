from datetime import datetime, timedelta

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from events.models.runs import Run
from events.models.seminars import GERMAN

WAITS_FOR = timedelta(minutes=10)  # until it is sent, so that it can be taken back


class Circular(models.Model):
    """A message to many who are registered for a run ("Nachricht an viele"), with who sent it."""

    class Audience(models.TextChoices):
        ALL = "all", _("all who have a seat or wait")
        CONFIRMED = "confirmed", _("those who have a seat")
        WAITING = "waiting", _("those who wait")

    run = models.ForeignKey(
        Run, models.PROTECT, verbose_name=_("date of a seminar"), related_name="circulars"
    )
    audience = models.CharField(_("to whom"), max_length=9, choices=Audience.choices)
    texts = models.JSONField(_("text per language"))
    number = models.PositiveIntegerField(_("number of registrations"))
    written_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        verbose_name=_("written by"),
        related_name="+",
        null=True,
    )
    written_at = models.DateTimeField(_("written"))
    recalled_at = models.DateTimeField(_("taken back"), null=True)

    class Meta:
        verbose_name = _("message to many")
        verbose_name_plural = _("messages to many")
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(texts__has_key=GERMAN),
                name="circular_has_german_text",
                violation_error_message=_("Please write the message in German."),
            )
        ]

    def __str__(self):
        return f"{self.run} ({self.get_audience_display()})"

    @property
    def sent_from(self) -> datetime:
        return self.written_at + WAITS_FOR

    def can_be_recalled(self, *, at) -> bool:
        return self.recalled_at is None and at < self.sent_from

    @property
    def text(self) -> str:
        """In the language that is active; Einfache Sprache makes do with German, others don't."""
        language = get_language()
        standing_in = self.texts[GERMAN] if language == "de-simple" else ""
        return self.texts.get(language) or standing_in
