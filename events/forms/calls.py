from django import forms
from django.utils.translation import gettext_lazy as _

from events import languages
from events.forms.registrations import TelephoneField
from miko_portal.base.traps import Traps


class CallRequestForm(Traps, forms.Form):
    """A number and a language, for those who cannot read the long form."""

    telephone = TelephoneField(
        label=_("Your telephone number"),
        error_messages={"required": _("Please write your telephone number.")},
    )
    language = forms.ChoiceField(label=_("Your language"))

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["language"].choices = languages.choices()
