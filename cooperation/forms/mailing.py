from django import forms
from django.utils.translation import gettext_lazy as _

from cooperation.models import Agreement, Organisation, Project


class MailingForm(forms.Form):
    """To whom: by project, kind of organisation, or one agreement."""

    project = forms.ModelChoiceField(
        Project.objects.all(), label=_("Project"), required=False, empty_label=_("All")
    )
    kind = forms.ChoiceField(
        label=_("Kind of organisation"),
        choices=[("", _("All")), *Organisation.Kind.choices],
        required=False,
    )
    agreement = forms.ModelChoiceField(
        Agreement.objects.all(),
        to_field_name="number",
        label=_("Number of the agreement"),
        required=False,
        widget=forms.TextInput({"size": 12}),
    )

    def told(self) -> dict:
        """What is narrowed by; what isn't understood is left out."""
        self.full_clean()
        return {name: value for name, value in self.cleaned_data.items() if value}
