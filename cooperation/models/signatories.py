from datetime import date

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from cooperation.models.agreements import Party
from cooperation.models.versions import Version
from miko_portal.base.plain_text import plain_text


class SignatoryQuerySet(models.QuerySet):
    def valid(self):
        """All but the signatures that were given before the text went back to the draft."""
        return self.filter(voided_on=None)

    def void(self):
        return self.exclude(voided_on=None)

    def signed(self):
        return self.valid().filter(signed_on__isnull=False)

    def missing(self):
        """Those who have not signed yet."""
        return self.filter(signed_on=None)

    def missing_on(self, on: date):
        """Those who had not signed on a day."""
        return self.valid().filter(Q(signed_on=None) | Q(signed_on__gt=on))


class Signatory(models.Model):
    """Who signs a version for a party, and when they did ("Unterschrift")."""

    version = models.ForeignKey(
        Version, models.CASCADE, verbose_name=_("version"), related_name="signatories"
    )
    party = models.ForeignKey(
        Party, models.CASCADE, verbose_name=_("party"), related_name="signatories"
    )
    name = models.CharField(_("name"), max_length=120, validators=[plain_text])
    function = models.CharField(_("function"), max_length=120, blank=True, validators=[plain_text])
    on_behalf_of = models.CharField(
        _("on behalf of"),
        max_length=120,
        blank=True,
        validators=[plain_text],
        help_text=_("Whom a deputy signs for."),
    )
    place = models.CharField(_("place"), max_length=80, blank=True, validators=[plain_text])
    signed_on = models.DateField(_("signed on"), null=True, blank=True)
    voided_on = models.DateField(_("void since"), null=True, editable=False)
    void_reason = models.CharField(
        _("reason"), max_length=300, blank=True, editable=False, validators=[plain_text]
    )

    objects = SignatoryQuerySet.as_manager()

    class Meta:
        verbose_name = _("signatory")
        verbose_name_plural = _("signatories")
        ordering = ["party", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(voided_on=None, void_reason="")
                | (Q(voided_on__isnull=False, signed_on__isnull=False) & ~Q(void_reason="")),
                name="signatory_void_for_a_reason",
                violation_error_message=_("Say why the signature is void."),
            )
        ]

    def __str__(self):
        return f"{self.name}, {self.function}" if self.function else self.name

    def sign(self, *, on: date, place="", name="", function="", on_behalf_of=""):
        """The signature is on the paper; a deputy is named with whom they sign for."""
        if self.signed_on:
            raise ValidationError(_("%(name)s has signed already."), params={"name": self.name})
        if not self.version.released_on:
            raise ValidationError(_("It has not been released for signature yet."))
        if on < self.version.released_on:
            raise ValidationError(
                _("The signature lies before the release for signature on %(day)s."),
                params={"day": f"{self.version.released_on:%d.%m.%Y}"},
            )
        self.signed_on, self.place, self.on_behalf_of = on, place, on_behalf_of
        self.name, self.function = name or self.name, function or self.function
        self.save()

    def void(self, *, on: date, reason: str):
        """The signature no longer counts, since the text changes; the same person is asked anew."""
        self.voided_on, self.void_reason = on, reason
        self.save(update_fields=["voided_on", "void_reason"])
        Signatory.objects.create(
            version=self.version, party=self.party, name=self.name, function=self.function
        )
