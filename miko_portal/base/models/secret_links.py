from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class SecretLinkQuerySet(models.QuerySet):
    def in_force(self):
        """Those that lead somewhere: neither renewed, nor of an account that is closed."""
        return self.filter(revoked_at=None, user__is_active=True)


class SecretLink(models.Model):
    """An address that opens one thing of an account without signing in ("geheimer Link").

    Such as a calendar that a telephone subscribes to. Of the token in it only a hash is kept, so
    it is shown once, when it is issued (`miko_portal.base.secret_links`).
    """

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("user account"),
        on_delete=models.CASCADE,
        related_name="+",
    )
    purpose = models.CharField(_("purpose"), max_length=60)
    token_hash = models.CharField(_("hash of the token"), max_length=64, unique=True)
    created_at = models.DateTimeField(_("created"))
    revoked_at = models.DateTimeField(_("revoked"), null=True)

    objects = SecretLinkQuerySet.as_manager()

    class Meta:
        verbose_name = _("secret link")
        verbose_name_plural = _("secret links")
        constraints = [
            models.UniqueConstraint(
                fields=["user", "purpose"],
                name="secret_link_once",
                condition=models.Q(revoked_at=None),
                violation_error_message=_("This account has such a link already."),
            )
        ]

    def __str__(self):
        return f"{self.purpose} · {self.user}"
