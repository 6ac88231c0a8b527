from django import forms
from django.utils.translation import gettext_lazy as _

from cooperation.models import Organisation
from miko_portal.base.forms import ModelForm


class OrganisationForm(ModelForm):
    """An organisation with its address and the body it belongs to."""

    class Meta(ModelForm.Meta):
        model = Organisation
        fields = [
            "name",
            "short_name",
            "kind",
            "street",
            "postcode",
            "town",
            "parent",
            "inherits_entitlement",
            "internal",
            "mail_domains",
        ]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        others = Organisation.objects.exclude(pk=self.instance.pk)
        self.fields["parent"].queryset = others

    def clean_name(self):
        name = self.cleaned_data["name"]
        if Organisation.objects.named(name).exclude(pk=self.instance.pk).exists():
            raise forms.ValidationError(_("There is an organisation of this name already."))
        return name

    def clean(self):
        super().clean()
        if self.cleaned_data.get("inherits_entitlement") and not self.cleaned_data.get("parent"):
            self.add_error("parent", _("Say first which body it belongs to."))
        return self.cleaned_data
