from django.db import models
from django.db.models import Q
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from events.models.runs import Run
from events.models.seminars import GERMAN
from miko_portal.base import circulars


class Circular(circulars.Circular):
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

    class Meta(circulars.Circular.Meta):
        constraints = [
            models.CheckConstraint(
                condition=Q(texts__has_key=GERMAN),
                name="circular_has_german_text",
                violation_error_message=_("Please write the message in German."),
            )
        ]

    @property
    def reached_whom(self) -> str:
        return self.get_audience_display()

    @property
    def text(self) -> str:
        """In the language that is active; Einfache Sprache makes do with German, others don't."""
        language = get_language()
        standing_in = self.texts[GERMAN] if language == "de-simple" else ""
        return self.texts.get(language) or standing_in

    @property
    def german(self) -> str:
        return self.texts[GERMAN]
