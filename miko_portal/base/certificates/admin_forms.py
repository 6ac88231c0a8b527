"""What the office types about a certificate."""

from django import forms
from django.core.validators import MaxLengthValidator
from django.utils.translation import gettext_lazy as _

from miko_portal.base.forms import NameField


class RevocationForm(forms.Form):
    """Why a certificate holds no longer."""

    reason = NameField(
        label=_("Reason"),
        help_text=_("Only the office reads it."),
        validators=[MaxLengthValidator(200, _("Please write at most 200 letters."))],
        error_messages={"required": _("Say why it is revoked.")},
    )


class ReissueForm(RevocationForm):
    """The name as it is to stand on the new paper."""

    name = NameField(
        label=_("Name on the certificate"),
        validators=[MaxLengthValidator(120, _("Please write at most 120 letters."))],
        error_messages={"required": _("Please write a name.")},
    )
    field_order = ["name", "reason"]
