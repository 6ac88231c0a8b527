from django import forms
from django.utils.translation import gettext_lazy as _

from cooperation.models import Project
from miko_portal.base.forms import DateField


class NetworkForm(forms.Form):
    """The day and the project of which one asks who works with whom."""

    stand = DateField(label=_("As of"), required=False)
    projekt = forms.ModelChoiceField(
        Project.objects.all(), label=_("Project"), required=False, empty_label=_("All")
    )
