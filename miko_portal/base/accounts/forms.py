from django import forms
from django.utils.translation import gettext_lazy as _

from miko_portal.base.forms import ModelForm, NameField
from miko_portal.base.languages import BY_CODE, STAFF_LANGUAGES
from miko_portal.base.models import Absence, User


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


class AbsenceForm(ModelForm):
    """When one is away, and which colleague stands in."""

    class Meta(ModelForm.Meta):
        model = Absence
        fields = ["starts_on", "ends_on", "deputy"]

    def __init__(self, *args, user, on, **kwargs):
        super().__init__(*args, instance=Absence(user=user), **kwargs)
        colleagues = self.fields["deputy"].queryset.exclude(pk=user.pk)
        self.fields["deputy"].queryset = colleagues.order_by("last_name", "first_name", "pk")
        self.on = on

    def clean(self):
        cleaned = super().clean()
        starts_on, ends_on = cleaned.get("starts_on"), cleaned.get("ends_on")
        if starts_on and ends_on and ends_on < starts_on:
            self.add_error("ends_on", _("The last day lies before the first."))
        elif ends_on and ends_on < self.on:
            self.add_error("ends_on", _("This day is over already."))
        return cleaned

    def _get_validation_exclusions(self):
        """The constraints ask whose absence it is, though that is no field of the form."""
        return super()._get_validation_exclusions() - {"user"}
