from django import forms
from django.utils.translation import gettext_lazy as _

from miko_portal.base.forms import NameField
from miko_portal.base.languages import BY_CODE, STAFF_LANGUAGES
from miko_portal.base.models import User


class AccountForm(forms.ModelForm):
    """What people say about themselves."""

    language = forms.ChoiceField(
        label=_("Language of the pages"),
        required=False,
        choices=[("", _("As the browser asks"))]
        + [(code, BY_CODE[code].name) for code in STAFF_LANGUAGES],
    )

    class Meta:
        model = User
        fields = ["first_name", "last_name", "language"]
        field_classes = {"first_name": NameField, "last_name": NameField}
