from django.core.validators import RegexValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from miko_portal.base.plain_text import plain_text


class Address(models.Model):
    """A postal address in Germany ("Anschrift")."""

    street = models.CharField(
        _("street and number"), max_length=120, blank=True, validators=[plain_text]
    )
    postcode = models.CharField(
        _("postcode"),
        max_length=5,
        blank=True,
        validators=[RegexValidator(r"^\d{5}$", _("A German postcode has five digits."))],
    )
    town = models.CharField(_("town"), max_length=80, blank=True, validators=[plain_text])

    class Meta:
        abstract = True

    @property
    def postal_line(self) -> str:
        """The address in one line; parts that are not known are left out."""
        place = f"{self.postcode} {self.town}".strip()
        return ", ".join(part for part in (self.street, place) if part)
