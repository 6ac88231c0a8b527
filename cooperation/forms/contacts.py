from django import forms
from django.utils.translation import gettext_lazy as _

from cooperation.models import Contact, Person
from miko_portal.base.forms import ModelForm, TextField
from miko_portal.base.plain_text import plain_text


class PersonForm(ModelForm):
    """Name, mail and telephone of somebody."""

    class Meta(ModelForm.Meta):
        model = Person
        fields = ["given_name", "family_name", "mail", "telephone"]


class ContactForm(ModelForm):
    """What somebody does in an organisation, and when they are away."""

    class Meta(ModelForm.Meta):
        model = Contact
        fields = ["function", "deputy", "absent_from", "absent_until"]
        help_texts = {
            "deputy": _("Gets the mail while the others are absent."),
            "absent_until": _("The last day of the absence."),
        }

    def clean(self):
        super().clean()
        first, last = (self.cleaned_data.get(name) for name in ("absent_from", "absent_until"))
        if not self.errors and bool(first) != bool(last):
            missing = "absent_until" if first else "absent_from"
            self.add_error(missing, _("An absence needs a first and a last day."))
        elif first and last and last < first:
            self.add_error("absent_until", _("The last day lies before the first."))
        return self.cleaned_data


class RemarkForm(forms.Form):
    """What has changed, told by a contact."""

    remark = TextField(
        label=_("What has changed?"),
        help_text=_("Such as a new telephone number, or who has taken over from you."),
        max_length=2000,
        validators=[plain_text],
        widget=forms.Textarea({"rows": 5}),
    )
