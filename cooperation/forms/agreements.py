"""Drafting an agreement: what the office keeps about it, and its text with the term."""

from django import forms
from django.contrib.auth import get_user_model
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from cooperation.forms.seen import SeenForm
from cooperation.models import Agreement, Organisation, Version
from cooperation.models.versions import PARTS
from miko_portal.base.forms import ModelForm


def clerks():
    """Those who may answer for an agreement."""
    return get_user_model().objects.filter(
        pk__in=get_user_model()
        .objects.filter(is_active=True, groups__permissions__codename="change_agreement")
        .values("pk")
    )


class AgreementForm(ModelForm):
    """Number, title and what only the office needs to know."""

    class Meta(ModelForm.Meta):
        model = Agreement
        fields = [
            "number",
            "kind",
            "title",
            "project",
            "clerk",
            "file_reference",
            "decided_by",
            "decided_on",
            "decision_paper",
            "original_kept_at",
        ]

    def __init__(self, *args, locked=False, **kwargs):
        super().__init__(*args, **kwargs)
        if locked:
            self._offer_the_lead()
        people = clerks()
        if self.instance.clerk_id:
            people = get_user_model().objects.filter(
                Q(pk__in=people) | Q(pk=self.instance.clerk_id)
            )
        self.fields["clerk"].queryset = people.order_by("last_name", "first_name", "pk")
        if locked:
            bound = self.instance.original.term == Version.Term.PROJECT
            for name in ("kind", "title", "project") if bound else ("kind", "title"):
                self.fields[name].disabled = True
                self.fields[name].help_text = _("Locked since the first signature.")

    def _offer_the_lead(self):
        """A draft names it with its parties; once these are signed it is one of them."""
        parties = Organisation.objects.filter(parties__agreement=self.instance).distinct()
        self.fields["lead"] = forms.ModelChoiceField(
            parties, label=_("Lead"), required=False, initial=self.instance.lead_id
        )

    def save(self, commit=True):
        if "lead" in self.fields:
            self.instance.lead = self.cleaned_data["lead"]
        return super().save(commit)

    def clean_number(self):
        number = self.cleaned_data["number"]
        if Agreement.objects.filter(number__iexact=number).exclude(pk=self.instance.pk).exists():
            raise forms.ValidationError(_("There is an agreement of this number already."))
        return number


class VersionForm(SeenForm):
    """The text, from which day on it binds, how long, and how one gets out of it."""

    class Meta(SeenForm.Meta):
        model = Version
        fields = [
            *PARTS,
            "effective_on",
            "term",
            "first_end_on",
            "renewal",
            "renewal_months",
            "notice_months",
            "notice_basis",
        ]
        help_texts = {
            "first_end_on": _("The last day of the term; only for a term until a day."),
            "renewal_months": _("Only if it is renewed unless somebody gives notice."),
        }

    def texts(self):
        """The bound fields of the text, in the order of the paper."""
        return [self[name] for name in PARTS]

    def clean(self):
        super().clean()
        Term, Renewal = Version.Term, Version.Renewal
        start = self.cleaned_data.get("effective_on", self.instance.effective_on)
        end = self.cleaned_data.get("first_end_on")
        term, renewal = self.cleaned_data.get("term"), self.cleaned_data.get("renewal")
        months, basis = (
            self.cleaned_data.get("notice_months"),
            self.cleaned_data.get("notice_basis"),
        )
        if start and end and end < start:
            self.add_error("first_end_on", _("The end lies before the start."))
        settled = self.instance.released_on is not None or self.instance.number > 0
        self._need("effective_on", settled, _("Say from which day on it takes effect."))
        self._need("first_end_on", term == Term.FIXED, _("Say until which day."))
        self._forbid("first_end_on", term != Term.FIXED, _("Only a term until a day has an end."))
        if term != Term.FIXED and renewal not in (None, Renewal.NONE):
            self.add_error("renewal", _("Only a term until a day can be renewed."))
        tacit = renewal == Renewal.TACIT
        self._need("renewal_months", tacit, _("Say by how many months it is renewed."))
        self._forbid(
            "renewal_months",
            not tacit,
            _("It is renewed by months only unless somebody gives notice."),
        )
        self._need("notice_basis", months is not None, _("Say when the notice takes effect."))
        self._need("notice_months", bool(basis), _("Say how many months before."))
        if term != Term.FIXED and basis == Version.NoticeBasis.TERM:
            self.add_error(
                "notice_basis",
                _("Without a fixed end: to the end of a month, a quarter or a year."),
            )
        return self.cleaned_data

    def _need(self, name, needed, message):
        empty = name in self.fields and self.cleaned_data.get(name) in (None, "")
        if needed and empty and name not in self.errors:
            self.add_error(name, message)

    def _forbid(self, name, forbidden, message):
        if forbidden and self.cleaned_data.get(name) not in (None, ""):
            self.add_error(name, message)
