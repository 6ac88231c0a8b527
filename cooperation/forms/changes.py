"""What happens to a signed agreement: notice, its end, a suspension, somebody joins."""

from django import forms
from django.utils.translation import gettext_lazy as _

from cooperation.forms.parties import PartyForm
from cooperation.models import Accession, Notice, Organisation, Party, Suspension
from miko_portal.base.forms import DateField, NameField


class PastDayField(DateField):
    """A day that is not still to come; `on` is set by the form."""

    on = None

    def clean(self, value):
        day = super().clean(value)
        if day and self.on and day > self.on:
            raise forms.ValidationError(_("This day is still to come."))
        return day


class ChangeForm(forms.Form):
    """A form that knows the agreement and the day."""

    def __init__(self, *args, agreement, on, **kwargs):
        super().__init__(*args, **kwargs)
        self.agreement = agreement
        for field in self.fields.values():
            if isinstance(field, PastDayField):
                field.on = on

    def refuse(self, error: forms.ValidationError):
        """Say at the field why the change can't be stored."""
        for name, messages in getattr(error, "error_dict", {None: error}).items():
            self.add_error(name if name in self.fields else None, messages)


class NoticeForm(ChangeForm):
    party = forms.ModelChoiceField(
        Party.objects.none(),
        label=_("Party that gives notice"),
        error_messages={
            "invalid_choice": _("This organisation has given notice already, or is no party.")
        },
    )
    kind = forms.ChoiceField(label=_("Kind"), choices=Notice.Kind.choices)
    received_on = PastDayField(label=_("Received on"))
    last_day = DateField(
        label=_("Last day"),
        required=False,
        help_text=_("Only for a notice for cause; the last day of an ordinary one is worked out."),
    )
    reason = NameField(
        label=_("Reason"),
        max_length=Notice._meta.get_field("reason").max_length,
        required=False,
        help_text=_("A notice for cause says why."),
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        parties = self.agreement.parties.filter(notice=None).select_related("organisation")
        self.fields["party"].queryset = parties.filter(shares__version__completed_on__isnull=False)
        joined = parties.filter(accession__isnull=False)
        self.fields["party"].queryset = (self.fields["party"].queryset | joined).distinct()

    def clean(self):
        told = super().clean()
        if told.get("kind") == Notice.Kind.ORDINARY and told.get("last_day"):
            self.add_error("last_day", _("The last day of an ordinary notice is worked out."))
        return told


class TerminationForm(ChangeForm):
    last_day = DateField(label=_("Last day"), help_text=_("The agreement still binds on this day."))


class SuspensionForm(ChangeForm):
    starts_on = DateField(label=_("First day"))
    ends_on = DateField(
        label=_("Last day"), required=False, help_text=_("Empty: until further notice.")
    )
    reason = NameField(
        label=_("Reason"), max_length=Suspension._meta.get_field("reason").max_length
    )


class ResumptionForm(ChangeForm):
    ends_on = DateField(
        label=_("Last day of the suspension"),
        help_text=_("The agreement binds again from the next day on."),
    )


class AccessionForm(ChangeForm, PartyForm):
    """An organisation with its share, and who has declared that it joins."""

    lead = legal_basis = signatories = None
    declared_on = PastDayField(label=_("Declared on"))
    effective_on = DateField(label=_("Takes effect on"))
    name = NameField(label=_("Signed by"), max_length=Accession._meta.get_field("name").max_length)
    function = NameField(
        label=_("Function"),
        max_length=Accession._meta.get_field("function").max_length,
        required=False,
    )
    field_order = ["organisation", "new_name", "new_kind", "declared_on", "effective_on"]

    def __init__(self, *args, **kwargs):
        rows = Organisation.objects.values_list("pk", "name")
        super().__init__(*args, organisations=[("", "---------"), *rows], **kwargs)

    @property
    def joining(self) -> Organisation:
        told = self.cleaned_data
        return told["organisation"] or Organisation(name=told["new_name"], kind=told["new_kind"])

    @property
    def accession(self) -> Accession:
        names = ("declared_on", "effective_on", "name", "function", "role", "tasks", "contribution")
        return Accession(**{name: self.cleaned_data[name] for name in names})
