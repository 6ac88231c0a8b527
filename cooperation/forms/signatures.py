from django import forms
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from cooperation.models import Signatory
from miko_portal.base.forms import ModelForm


class SignatureForm(ModelForm):
    """One signature that is still missing; without a day nothing is recorded."""

    class Meta(ModelForm.Meta):
        model = Signatory
        fields = ["name", "function", "on_behalf_of", "place", "signed_on"]

    def __init__(self, *args, on, **kwargs):
        super().__init__(*args, **kwargs)
        self.on = on

    def clean_signed_on(self):
        day = self.cleaned_data["signed_on"]
        if day and day > self.on:
            raise forms.ValidationError(_("This day is still to come."))
        released_on = self.instance.version.released_on
        if day and day < released_on:
            raise forms.ValidationError(
                _("The signature lies before the release for signature on %(day)s."),
                params={"day": date_format(released_on, "SHORT_DATE_FORMAT")},
            )
        return day

    @property
    def told(self) -> dict:
        """What is recorded beside the day."""
        return {name: value for name, value in self.cleaned_data.items() if name != "signed_on"}
