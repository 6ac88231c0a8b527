from django import forms
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from cooperation.models import Signatory
from miko_portal.base.forms import DateField, ModelForm, NameField


class AllSignedForm(forms.Form):
    """The paper is back with every signature: one day and one place for all that are missing."""

    signed_on = DateField(label=_("Signed on"))
    place = NameField(
        label=_("Place"), max_length=Signatory._meta.get_field("place").max_length, required=False
    )

    scan = forms.FileField(
        label=_("Signed scan"),
        required=False,
        max_length=None,
        error_messages={"empty": _("The file is empty.")},
        help_text=_("PDF; it is kept with the documents of the agreement."),
    )

    def __init__(self, *args, version, on, **kwargs):
        super().__init__(*args, **kwargs)
        self.version, self.on = version, on

    def clean_signed_on(self):
        return checked_day(self.cleaned_data["signed_on"], version=self.version, on=self.on)


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
        return day and checked_day(day, version=self.instance.version, on=self.on)

    @property
    def told(self) -> dict:
        """What is recorded beside the day."""
        return {name: value for name, value in self.cleaned_data.items() if name != "signed_on"}


def checked_day(day, *, version, on):
    """A day of signature, which lies between the release and today."""
    if day > on:
        raise forms.ValidationError(_("This day is still to come."))
    if day < version.released_on:
        raise forms.ValidationError(
            _("The signature lies before the release for signature on %(day)s."),
            params={"day": date_format(version.released_on, "SHORT_DATE_FORMAT")},
        )
    return day
