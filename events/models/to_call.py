from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class ToCall(models.Model):
    """What stands on the list of calls until somebody has been reached ("anzurufen")."""

    tried_at = models.DateTimeField(_("last tried"), null=True, blank=True)
    reached_at = models.DateTimeField(_("reached"), null=True, blank=True)
    noted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        verbose_name=_("called by"),
        related_name="+",
        null=True,
        editable=False,
    )

    class Meta:
        abstract = True

    def try_again(self, *, at, by):
        """Nobody answered the call."""
        self.tried_at, self.noted_by = at, by
        self.save(update_fields=["tried_at", "noted_by"])

    def reach(self, *, at, by):
        """The call was answered: done. Who was first stays."""
        if self.reached_at is None:
            self.reached_at, self.noted_by = at, by
            self.save(update_fields=["reached_at", "noted_by"])
