"""What is known of the term of an old agreement, as a list or a paper in the cupboard tells it."""

from django import forms
from django.utils.translation import gettext_lazy as _

from cooperation.models import Version
from miko_portal.base.forms import DateField

Basis, Renewal, Term = Version.NoticeBasis, Version.Renewal, Version.Term


class KnownTermForm(forms.Form):
    """Start, end, renewal and notice; all but the start may be unknown."""

    effective_on = DateField(label=_("Takes effect on"))
    first_end_on = DateField(label=_("End"), required=False)
    renewal_months = forms.IntegerField(
        label=_("Renewal in months"), min_value=1, max_value=240, required=False
    )
    notice_months = forms.IntegerField(
        label=_("Notice in months"), min_value=0, max_value=240, required=False
    )
    notice_basis = forms.ChoiceField(
        label=_("Notice takes effect"),
        choices=[("", "---------"), *Basis.choices],
        required=False,
    )

    def clean(self):
        cleaned = super().clean()
        start, end = cleaned.get("effective_on"), cleaned.get("first_end_on")
        if start and end and end < start:
            self.add_error("first_end_on", _("The end lies before the start."))
        if cleaned.get("renewal_months") and "first_end_on" not in self.errors and not end:
            self.add_error("renewal_months", _("Only a term until a day can be renewed."))
        if bool(cleaned.get("notice_basis")) != (cleaned.get("notice_months") is not None) and not (
            {"notice_basis", "notice_months"} & set(self.errors)
        ):
            self.add_error(
                "notice_months", _("A notice needs its months and when it takes effect.")
            )
        if (
            cleaned.get("notice_basis") == Basis.TERM
            and not end
            and "first_end_on" not in self.errors
        ):
            self.add_error("notice_basis", _("Without an end there is no end of the term."))
        return cleaned

    def version(self) -> Version:
        """Its text, of which only the term is known."""
        told = self.cleaned_data
        return Version(
            effective_on=told["effective_on"],
            term=Term.FIXED if told["first_end_on"] else Term.OPEN,
            first_end_on=told["first_end_on"],
            renewal=Renewal.TACIT if told["renewal_months"] else Renewal.NONE,
            renewal_months=told["renewal_months"],
            notice_months=told["notice_months"],
            notice_basis=told["notice_basis"],
        )
