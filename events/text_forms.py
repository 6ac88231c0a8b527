"""What translators fill in."""

from django import forms
from django.utils.translation import gettext_lazy as _

from events.models import SeminarText
from events.models.seminars import PARTS
from miko_portal.base.forms import ModelForm
from miko_portal.base.languages import BY_CODE
from miko_portal.base.sounds import check_sound


class TranslationForm(ModelForm):
    """A text in one language, and which texts were read when it was written."""

    source = forms.CharField(max_length=32, widget=forms.HiddenInput, required=False)
    loaded = forms.CharField(max_length=32, widget=forms.HiddenInput, required=False)

    class Meta(ModelForm.Meta):
        model = SeminarText
        fields = [*PARTS, "origin"]

    def __init__(self, data=None, *, instance, german):
        known = {"source": german.digest, "loaded": instance.digest if instance.pk else ""}
        super().__init__(data, instance=instance, initial=known)
        language = BY_CODE[instance.language]
        for name in PARTS:
            self.fields[name].widget.attrs |= {"lang": language.code, "dir": language.direction}
            self.fields[name].required = self.fields[name].required or bool(getattr(german, name))
        self.fields["text"].widget.attrs["rows"] = 12

    def see(self, there: SeminarText, *, german: SeminarText):
        """What somebody else stored has been shown: storing again means it."""
        self.data = self.data.copy()
        self.data["loaded"], self.data["source"] = there.digest, german.digest


class TextImportForm(forms.Form):
    """A table that comes back from translators."""

    file = forms.FileField(
        label=_("File"),
        help_text=_("The Excel file (.xlsx) as you sent it, with the translations filled in."),
        widget=forms.ClearableFileInput({"accept": ".xlsx,.csv"}),
    )
    origin = forms.ChoiceField(
        label=_("These texts are"),
        choices=SeminarText.Origin.choices,
        initial=SeminarText.Origin.HUMAN,
    )


class VoiceForm(forms.Form):
    """A recording of what a seminar is about."""

    file = forms.FileField(
        label=_("Recording"),
        help_text=_("MP3, M4A or OGG, at most 3 MB and three minutes."),
        widget=forms.ClearableFileInput({"accept": ".mp3,.m4a,.ogg,audio/*"}),
    )

    def clean_file(self):
        file = self.cleaned_data["file"]
        check_sound(file)
        return file
