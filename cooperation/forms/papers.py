"""Documents, notes and follow-ups of an agreement."""

from django import forms
from django.utils.translation import gettext_lazy as _

from cooperation.forms.agreements import clerks
from cooperation.models import Document, FollowUp, Note
from miko_portal.base.forms import ModelForm


class DocumentForm(ModelForm):
    """A file for the file of an agreement; one that lies there already is stored knowingly only."""

    file = forms.FileField(
        label=_("file"),
        max_length=None,
        error_messages={"empty": _("The file is empty.")},
        help_text=_("PDF; what is not signed may be a Word file (DOCX) too."),
    )
    again = forms.BooleanField(
        label=_("Store it a second time all the same"),
        help_text=_("Please choose the file once more."),
        required=False,
    )

    class Meta(ModelForm.Meta):
        model = Document
        fields = ["kind", "version"]
        help_texts = {"version": _("Empty: it concerns the whole agreement.")}

    def __init__(self, data=None, *args, agreement, **kwargs):
        super().__init__(data, *args, **kwargs)
        self.fields["version"].queryset = agreement.versions.texts()
        if not data or "again" not in data:
            self._again = self.fields.pop("again")

    def refuse(self, error: forms.ValidationError):
        """Says at the file why it was not stored, and asks about one that lies here already."""
        self.add_error("file", error.messages)
        if getattr(error, "code", None) == "twice" and "again" not in self.fields:
            self.fields["again"] = self._again


class NoteForm(ModelForm):
    """What was said or found out, on which day."""

    prefix = "note"

    class Meta(ModelForm.Meta):
        model = Note
        fields = ["noted_on", "text"]
        widgets = {"text": forms.Textarea({"rows": 4})}

    def __init__(self, *args, on, **kwargs):
        super().__init__(*args, initial={"noted_on": on}, **kwargs)
        self.on = on
        self.fields["text"].required = True
        self.fields["text"].error_messages["required"] = _("Write what is to be noted.")

    def clean_noted_on(self):
        day = self.cleaned_data["noted_on"]
        if day > self.on:
            raise forms.ValidationError(_("This day is still to come."))
        return day


class FollowUpForm(ModelForm):
    """When somebody takes the agreement up again, what for, and who: oneself, if nobody else."""

    prefix = "follow_up"

    class Meta(ModelForm.Meta):
        model = FollowUp
        fields = ["due_on", "text", "person"]

    def __init__(self, *args, on, by, **kwargs):
        super().__init__(*args, initial={"person": by}, **kwargs)
        self.on = on
        self.fields["person"].queryset = clerks().order_by("last_name", "first_name", "pk")

    def clean_due_on(self):
        day = self.cleaned_data["due_on"]
        if day < self.on:
            raise forms.ValidationError(_("This day has passed already."))
        return day
