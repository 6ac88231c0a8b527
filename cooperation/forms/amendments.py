"""Changing what all have signed: an amendment or a correction, begun and drafted."""

from django import forms
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from cooperation.forms.agreements import VersionForm
from cooperation.models import Signatory, Version
from miko_portal.base.forms import ModelForm, NameField


class BeginCorrectionForm(ModelForm):
    """Why a text is corrected."""

    class Meta(ModelForm.Meta):
        model = Version
        fields = ["reason"]
        help_texts = {"reason": _("Stands in the list of versions, for the partners too.")}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.required = True


class BeginAmendmentForm(BeginCorrectionForm):
    """Why an agreement is amended, and from which day on."""

    class Meta(BeginCorrectionForm.Meta):
        fields = ["reason", "effective_on"]


class AmendmentForm(VersionForm):
    """The text of an amendment; it never takes effect before the text that it changes."""

    class Meta(VersionForm.Meta):
        fields = ["reason", *VersionForm.Meta.fields]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["reason"].required = True

    def clean_effective_on(self):
        day, before = self.cleaned_data["effective_on"], self.instance.before()
        if day and day < before.effective_on:
            raise forms.ValidationError(
                _("The text that it changes takes effect on %(day)s only."),
                params={"day": date_format(before.effective_on, "SHORT_DATE_FORMAT")},
            )
        return day


class CorrectionForm(AmendmentForm):
    """The corrected text; it takes effect with the text that it corrects."""

    class Meta(AmendmentForm.Meta):
        fields = [name for name in AmendmentForm.Meta.fields if name != "effective_on"]


class StartOverForm(forms.Form):
    """Why a text goes back to the draft; the signatures that are there are void for it."""

    reason = NameField(
        label=_("Reason"), max_length=Signatory._meta.get_field("void_reason").max_length
    )
