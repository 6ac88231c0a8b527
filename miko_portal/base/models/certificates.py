from datetime import date, datetime

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from miko_portal.base.forms import western_digits
from miko_portal.base.units import units_said

GROUP = 4  # of how many characters each the code is written
# Without letters that look like a digit; what is read as one counts as that digit.
LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
LENGTH = 28  # of five random bits each: 140
READ_AS = str.maketrans("OIL", "011")
KEPT = Q(name__gt="", initials__gt="", stored_as__gt="")
FORGOTTEN = Q(name="", initials="", stored_as="", revocation_reason="")


class CertificateYear(models.Model):
    """The last number of a year; whoever takes the next one holds this row until it is stored."""

    year = models.PositiveSmallIntegerField(_("year"), unique=True)
    last = models.PositiveIntegerField(_("last number"), default=0)

    class Meta:
        verbose_name = _("numbers of certificates")
        verbose_name_plural = _("numbers of certificates")

    def __str__(self):
        return f"{self.year}: {self.last}"


class CertificateQuerySet(models.QuerySet):
    def with_code(self, said):
        """The one with a code, however it is typed: small letters, no dashes, Arabic digits."""
        typed = "".join(filter(str.isalnum, western_digits(said).upper()))
        return self.filter(code=typed.translate(READ_AS))

    def past_their_period(self, *, on):
        """Those of which name and file go: the day until which they are kept is over."""
        return self.filter(kept_until__lt=on).exclude(FORGOTTEN)


class Certificate(models.Model):
    """That somebody took part in something, on paper ("Teilnahmebescheinigung").

    What it says is frozen by a trigger. After `kept_until` name, initials, reason and file go; the
    rest stays, so that whoever has the paper can still ask whether it is ours. An app says by a
    row of its own what a certificate is about.
    """

    year = models.PositiveSmallIntegerField(_("year"))
    number = models.PositiveIntegerField(_("number in the year"))
    code = models.CharField(_("code"), max_length=LENGTH, unique=True)
    title = models.CharField(_("title"), max_length=200)
    days = ArrayField(models.DateField(), verbose_name=_("days"))
    units = models.DecimalField(_("teaching units of 45 minutes"), max_digits=6, decimal_places=2)
    name = models.CharField(_("name"), max_length=120, blank=True)
    initials = models.CharField(_("initials"), max_length=12, blank=True)
    stored_as = models.CharField(_("stored as"), max_length=80, blank=True)
    sha256 = models.CharField("SHA-256", max_length=64)
    kept_until = models.DateField(_("name kept until"))
    issued_at = models.DateTimeField(_("issued"))
    issued_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        verbose_name=_("issued by"),
        related_name="+",
        null=True,
    )
    replaces = models.OneToOneField(
        "self",
        models.PROTECT,
        verbose_name=_("replaces"),
        related_name="replaced_by",
        null=True,
    )
    revoked_at = models.DateTimeField(_("revoked"), null=True)
    revoked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        verbose_name=_("revoked by"),
        related_name="+",
        null=True,
    )
    revocation_reason = models.CharField(_("reason of revocation"), max_length=200, blank=True)

    objects = CertificateQuerySet.as_manager()

    class Meta:
        verbose_name = _("certificate of attendance")
        verbose_name_plural = _("certificates of attendance")
        ordering = ["-year", "-number"]
        indexes = [models.Index(fields=["kept_until"], name="certificate_kept_until")]
        constraints = [
            models.UniqueConstraint(
                fields=["year", "number"],
                name="certificate_number_once",
                violation_error_message=_("This number is taken."),
            ),
            models.CheckConstraint(
                condition=KEPT | FORGOTTEN,
                name="certificate_whole_or_forgotten",
                violation_error_message=_("Name and file are kept together, or go together."),
            ),
            models.CheckConstraint(
                condition=Q(code__regex=f"^[{LETTERS}]{{{LENGTH}}}$"),
                name="certificate_code_not_guessed",
                violation_error_message=_("This is no code of a certificate."),
            ),
            models.CheckConstraint(
                condition=Q(days__len__gte=1, units__gt=0),
                name="certificate_of_something",
                violation_error_message=_("A certificate names at least one day and its length."),
            ),
            models.CheckConstraint(
                condition=Q(revoked_at=None, revoked_by=None, revocation_reason="")
                | Q(revoked_at__isnull=False) & (~Q(revocation_reason="") | Q(name="")),
                name="certificate_revoked_with_reason",
                violation_error_message=_("Say why it is revoked."),
            ),
        ]

    def __str__(self):
        return f"{self.year}-{self.number:04d}"

    @property
    def shown_code(self) -> str:
        """As it is read from paper: 7K2M-9QXR-…, in the address too."""
        parts = range(0, LENGTH, GROUP)
        return "-".join(self.code[start : start + GROUP] for start in parts)

    @property
    def said_units(self) -> str:
        """As people write them: 8, or 2⅔."""
        return units_said(self.units)

    @property
    def is_kept(self) -> bool:
        """Name and file are still there."""
        return bool(self.stored_as)

    @property
    def replacement(self):
        """The one that was issued in its place; None where there is none."""
        return getattr(self, "replaced_by", None)

    def revoke(self, *, reason: str, by, at: datetime):
        """It holds no longer ("Widerruf"). Refuses one that is revoked, and a lack of a reason."""
        if self.revoked_at:
            raise ValidationError(_("This certificate is revoked already."))
        if not reason.strip():
            raise ValidationError(_("Say why it is revoked."))
        self.revoked_at, self.revoked_by, self.revocation_reason = at, by, reason
        self.save(update_fields=["revoked_at", "revoked_by", "revocation_reason"])

    def is_past_its_period(self, *, on: date) -> bool:
        return not self.is_kept or self.kept_until < on

    def forget(self):
        """Name, initials, reason and the name of the file go, the rest stays."""
        self.name = self.initials = self.stored_as = self.revocation_reason = ""
        self.save(update_fields=["name", "initials", "stored_as", "revocation_reason"])
