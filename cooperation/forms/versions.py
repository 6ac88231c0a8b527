from django import forms
from django.utils.translation import gettext_lazy as _

from cooperation.models import Version


class CompareForm(forms.Form):
    """Which two texts of an agreement are held side by side."""

    von = forms.ModelChoiceField(Version.objects.none(), label=_("Earlier version"))
    bis = forms.ModelChoiceField(Version.objects.none(), label=_("Later version"))

    def __init__(self, *args, versions, **kwargs):
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.queryset = versions.filter(dropped_on=None)
            field.empty_label = None
