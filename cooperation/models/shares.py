from django.db import models
from django.utils.translation import gettext_lazy as _

from cooperation.models.agreements import Party
from cooperation.models.versions import Version, long_text
from miko_portal.base.plain_text import plain_text


class Share(models.Model):
    """What a party has to do with a version: role, legal basis, tasks ("Beteiligung")."""

    version = models.ForeignKey(
        Version, models.CASCADE, verbose_name=_("version"), related_name="shares"
    )
    party = models.ForeignKey(Party, models.CASCADE, verbose_name=_("party"), related_name="shares")
    role = models.CharField(_("role"), max_length=120, blank=True, validators=[plain_text])
    legal_basis = models.CharField(
        _("legal basis"), max_length=200, blank=True, validators=[plain_text]
    )
    tasks = long_text(_("tasks"))
    contribution = long_text(_("contribution"))

    class Meta:
        verbose_name = _("share")
        verbose_name_plural = _("shares")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["version", "party"], name="share_once_per_version")
        ]

    def __str__(self):
        return f"{self.party} · {self.version}"
