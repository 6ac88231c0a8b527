from datetime import datetime, timedelta

from django.db import models
from django.utils.translation import gettext_lazy as _

from miko_portal.base.languages import LANGUAGES


class MessageQuerySet(models.QuerySet):
    def due(self, *, at):
        """Messages to send now, oldest first."""
        return self.waiting().filter(next_attempt_at__lte=at).order_by("next_attempt_at", "pk")

    def waiting(self):
        """Neither sent nor given up."""
        return self.filter(sent_at=None, failed_at=None)

    def failed(self):
        """Given up: somebody has to look why, and may have them sent again."""
        return self.exclude(failed_at=None)

    def sent(self):
        return self.exclude(sent_at=None)


class Message(models.Model):
    """A message to send or sent ("Nachricht"): its kind, for whom and on what occasion, no text.

    Recipient and occasion are references such as `base.user:12`, the occasion of a reminder with
    its day, such as `cooperation.followup:12@2026-11-24`. The text is made when it is sent and not
    kept. Stored exactly once, sent at least once, always under the same Message-ID.
    """

    kind = models.CharField(_("kind"), max_length=60)
    recipient = models.CharField(_("recipient"), max_length=80)
    occasion = models.CharField(_("occasion"), max_length=80)
    language = models.CharField(
        _("language"),
        max_length=12,
        choices=[(language.code, language.name) for language in LANGUAGES],
    )
    created_at = models.DateTimeField(_("created"))
    next_attempt_at = models.DateTimeField(_("next attempt"))
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    sent_at = models.DateTimeField(_("sent"), null=True)
    failed_at = models.DateTimeField(_("failed"), null=True)

    objects = MessageQuerySet.as_manager()

    class Meta:
        verbose_name = _("message")
        verbose_name_plural = _("messages")
        ordering = ["-pk"]
        indexes = [
            models.Index(
                fields=["next_attempt_at"],
                name="message_due",
                condition=models.Q(sent_at=None, failed_at=None),
            )
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["recipient", "kind", "occasion"],
                name="message_once",
                violation_error_message=_("This message is in the outbox already."),
            ),
            models.CheckConstraint(
                condition=models.Q(sent_at=None) | models.Q(failed_at=None),
                name="message_sent_or_failed",
                violation_error_message=_("A message is either sent or has failed."),
            ),
        ]

    def __str__(self):
        return f"{self.kind} → {self.recipient}"

    def fail(self, *, at: datetime, pauses: list[timedelta]) -> None:
        """An attempt failed: another one follows after its pause, if there is one left."""
        if self.attempts < len(pauses):
            self.next_attempt_at = at + pauses[self.attempts]
        else:
            self.failed_at = at
