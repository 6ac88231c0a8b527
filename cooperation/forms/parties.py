"""The parties of a draft: a row each, with an organisation that is known or a new one."""

from django import forms
from django.utils.translation import gettext_lazy as _

from cooperation.actions import PartyDraft
from cooperation.models import Organisation, Share, Signatory
from cooperation.models.versions import LONGEST_TEXT
from miko_portal.base.forms import NameField, TextField
from miko_portal.base.sorting import sort_keys


def _longest(model, name):
    return model._meta.get_field(name).max_length


def _lines(rows):
    return forms.Textarea({"rows": rows})


class PartyForm(forms.Form):
    """A party with its share in the agreement and those who sign for it.

    A row that is left empty is no party.
    """

    organisation = forms.ModelChoiceField(
        Organisation.objects.all(), label=_("Organisation"), required=False
    )
    new_name = NameField(
        label=_("Or a new organisation: name"),
        max_length=_longest(Organisation, "name"),
        required=False,
    )
    new_kind = forms.ChoiceField(
        label=_("Kind of the new organisation"),
        choices=[("", "---------"), *Organisation.Kind.choices],
        required=False,
    )
    lead = forms.BooleanField(label=_("Has the lead"), required=False)
    role = NameField(label=_("Role"), max_length=_longest(Share, "role"), required=False)
    legal_basis = NameField(
        label=_("Legal basis"), max_length=_longest(Share, "legal_basis"), required=False
    )
    tasks = TextField(label=_("Tasks"), max_length=LONGEST_TEXT, required=False, widget=_lines(3))
    contribution = TextField(
        label=_("Contribution: money, staff, rooms"),
        max_length=LONGEST_TEXT,
        required=False,
        widget=_lines(3),
    )
    signatories = TextField(
        label=_("Represented by"),
        help_text=_("A line for each who signs: name, function."),
        max_length=2000,
        required=False,
        widget=_lines(2),
    )

    def __init__(self, *args, organisations, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["organisation"].choices = organisations

    @property
    def is_party(self) -> bool:
        """Something is filled in, and it is not to be removed."""
        told = getattr(self, "cleaned_data", {})
        return any(value for name, value in told.items() if name != "DELETE") and not told.get(
            "DELETE"
        )

    def clean(self):
        known = self.cleaned_data.get("organisation")
        name, kind = self.cleaned_data.get("new_name"), self.cleaned_data.get("new_kind")
        if known and name:
            self.add_error("new_name", _("Choose an organisation or name a new one, not both."))
        elif name and Organisation.objects.named(name).exists():
            self.add_error(
                "new_name",
                _("There is an organisation of this name already. Choose it from the list."),
            )
        elif name and not kind and "new_kind" not in self.errors:
            self.add_error("new_kind", _("Say what kind of organisation it is."))
        elif self.is_party and not known and not name and not self.errors:
            self.add_error("organisation", _("Choose the organisation or name a new one."))

    def clean_signatories(self):
        """The lines as pairs of name and function; the first comma divides them."""
        people = []
        for line in self.cleaned_data["signatories"].splitlines():
            name, _comma, function = (part.strip() for part in line.partition(","))
            for text, of in ((name, "name"), (function, "function")):
                if len(text) > _longest(Signatory, of):
                    raise forms.ValidationError(
                        _("Names and functions have at most %(most)s characters."),
                        params={"most": _longest(Signatory, of)},
                    )
            if function and not name:
                raise forms.ValidationError(_("A line begins with the name."))
            if name and (name, function) not in people:
                people.append((name, function))
        return people

    def draft(self) -> PartyDraft:
        told = self.cleaned_data
        return PartyDraft(
            organisation=told["organisation"]
            or Organisation(name=told["new_name"], kind=told["new_kind"]),
            lead=told.get("lead", False),
            role=told["role"],
            legal_basis=told["legal_basis"],
            tasks=told["tasks"],
            contribution=told["contribution"],
            signatories=told["signatories"],
            leaves=told.get("DELETE", False),
        )


class AmendedPartyForm(PartyForm):
    """A party of an amendment; who has the lead stays with the agreement."""

    lead = None

    @property
    def leaves(self) -> bool:
        told = self.cleaned_data
        return bool(told.get("DELETE") and told["organisation"])


class BasePartyFormSet(forms.BaseFormSet):
    def get_form_kwargs(self, index):
        """All rows offer the same organisations, asked for once."""
        if not hasattr(self, "_organisations"):
            rows = Organisation.objects.values_list("pk", "name")
            self._organisations = [("", "---------"), *rows]
        return {**super().get_form_kwargs(index), "organisations": self._organisations}

    def add_fields(self, form, index):
        super().add_fields(form, index)
        form.fields["DELETE"].label = _("Remove this party")

    def clean(self):
        """Refuses an organisation that stands in two rows, and two that have the lead."""
        rows = [form for form in self.forms if form.is_party and not form.errors]
        new = [form.cleaned_data["new_name"] for form in rows if form.cleaned_data["new_name"]]
        keys = sort_keys(new) if new else {}
        seen, leads = set(), 0
        for form in rows:
            told = form.cleaned_data
            field = "organisation" if told["organisation"] else "new_name"
            who = told["organisation"] or keys[told["new_name"]]
            if who in seen:
                form.add_error(field, _("This organisation is a party already, further up."))
            seen.add(who)
            leads += told.get("lead", False)
            if told.get("lead") and leads > 1:
                form.add_error("lead", _("Only one party has the lead."))

    def drafts(self) -> list[PartyDraft]:
        """The parties that are to be stored."""
        return [form.draft() for form in self.forms if form.is_party]


class BaseAmendedPartyFormSet(BasePartyFormSet):
    """The parties of an amendment; who was one before leaves by it, and signs it all the same.

    `bound`: the organisations of those.
    """

    def __init__(self, *args, bound, **kwargs):
        self.bound = {str(pk) for pk in bound}
        super().__init__(*args, **kwargs)

    def add_fields(self, form, index):
        super().add_fields(form, index)
        if str(form["organisation"].value()) in self.bound:
            form.fields["DELETE"].label = _("Leaves by this amendment")
            form.fields["DELETE"].help_text = _("It signs the amendment all the same.")

    def _should_delete_form(self, form):
        """All rows are checked: for who leaves somebody signs too."""
        return False

    def drafts(self) -> list[PartyDraft]:
        return [form.draft() for form in self.forms if form.is_party or form.leaves]


PARTIES = {"extra": 0, "can_delete": True, "max_num": 60, "absolute_max": 60, "validate_max": True}
PartyFormSet = forms.formset_factory(PartyForm, formset=BasePartyFormSet, **PARTIES)
AmendedPartyFormSet = forms.formset_factory(
    AmendedPartyForm, formset=BaseAmendedPartyFormSet, **PARTIES
)


def rows_of(version) -> list[dict]:
    """What the rows of a stored version say, to begin with; those that leave by it come last."""
    lead = version.agreement.lead_id
    people = {}
    for signatory in version.signatories.valid():
        people.setdefault(signatory.party_id, []).append(str(signatory))

    def row(party, told):
        return {
            "organisation": party.organisation_id,
            "lead": party.organisation_id == lead,
            "role": told.role,
            "legal_basis": getattr(told, "legal_basis", ""),
            "tasks": told.tasks,
            "contribution": told.contribution,
            "signatories": "\n".join(people.get(party.pk, [])),
        }

    listed = [row(share.party, share) for share in version.shares.select_related("party")]
    leaving = version.leaving_parties().select_related("accession")
    before = {share.party_id: share for share in version.before().shares.all()} if leaving else {}
    return listed + [
        row(party, before.get(party.pk) or party.accession) | {"DELETE": True} for party in leaving
    ]
