"""An existing list of agreements: the file, and each of its rows as a form of its own."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from cooperation.forms.known_terms import KnownTermForm
from cooperation.models import Agreement, Version
from miko_portal.base.forms import DateField, NameField, TextField
from miko_portal.base.sheets import plain_words

Basis = Version.NoticeBasis

# What the columns of such lists are called, in small letters; the first name is the one we use.
COLUMNS = {
    "number": ["Nummer", "Nr.", "Vertragsnummer"],
    "file_reference": ["Aktenzeichen", "Az.", "AZ"],
    "kind": ["Art", "Vertragsart"],
    "title": ["Titel", "Bezeichnung", "Gegenstand", "Vereinbarung"],
    "parties": ["Kooperationspartner", "Partner", "Vertragspartner", "Beteiligte"],
    "effective_on": ["Beginn", "In Kraft ab", "Laufzeit ab", "Start", "gültig ab"],
    "signed_on": ["Unterzeichnet am", "Unterschrieben am", "Unterschrift"],
    "first_end_on": ["Ende", "Bis", "Laufzeit bis", "gültig bis"],
    "renewal_months": ["Verlängerung (Monate)", "Verlängerung"],
    "notice_months": ["Kündigungsfrist (Monate)", "Kündigungsfrist"],
    "notice_basis": ["Kündigung zum", "Kündbar zum"],
    "project": ["Projekt"],
    "original_kept_at": ["Ort des Originals", "Original", "Wo das Original liegt"],
}
NEEDED = ["title", "parties", "effective_on"]
BASES = {
    "laufzeitende": Basis.TERM,
    "ende der laufzeit": Basis.TERM,
    "monatsende": Basis.MONTH,
    "quartalsende": Basis.QUARTER,
    "jahresende": Basis.YEAR,
}
MOST_PARTIES = 60


class ImportForm(forms.Form):
    file = forms.FileField(
        label=_("File"),
        help_text=_("Excel (.xlsx) or CSV, with the names of the columns in the first row."),
        widget=forms.ClearableFileInput({"accept": ".xlsx,.csv"}),
    )


class PartiesField(TextField):
    """Names of organisations, parted by semicolons or line breaks."""

    def clean(self, value):
        typed = super().clean(value)
        names = [" ".join(name.split()) for name in typed.replace("\n", ";").split(";")]
        names = list(dict.fromkeys(filter(None, names)))
        if len(names) > MOST_PARTIES or any(len(name) > 160 for name in names):
            raise ValidationError(
                _("At most 60 partners, parted by semicolons, each of at most 160 characters.")
            )
        return names


class ImportedRow(KnownTermForm):
    """What a row says, read as people write it."""

    number = NameField(label=_("Number"), max_length=30, required=False)
    file_reference = NameField(label=_("File reference"), max_length=60, required=False)
    kind = NameField(label=_("Kind"), max_length=60, required=False)
    title = NameField(label=_("Title"), max_length=200)
    parties = PartiesField(label=_("Parties"), max_length=10_000)
    signed_on = DateField(label=_("Signed by all on"), required=False)
    notice_basis = NameField(label=_("Notice takes effect"), max_length=40, required=False)
    project = NameField(label=_("Project"), max_length=40, required=False)
    original_kept_at = NameField(label=_("Where the original lies"), max_length=120, required=False)
    field_order = list(COLUMNS)

    def __init__(self, cells: dict[str, str]):
        super().__init__(cells)

    def clean_kind(self):
        typed = self.cleaned_data["kind"]
        for kind, label in Agreement.Kind.choices:
            if typed.casefold() in (kind, str(label).casefold()):
                return kind
        if typed:
            raise ValidationError(_("There is no such kind of agreement."))
        return Agreement.Kind.COOPERATION

    def clean_notice_basis(self):
        typed = self.cleaned_data["notice_basis"]
        if typed and plain_words(typed) not in BASES:
            raise ValidationError(
                _("Write one of: %(bases)s."),
                params={"bases": "Laufzeitende, Monatsende, Quartalsende, Jahresende"},
            )
        return BASES.get(plain_words(typed), "")

    def complaints(self) -> list[str]:
        """What is wrong with the row, each with the column that it stands in."""
        return [
            f"{self.fields[name].label}: {message}" if name in self.fields else message
            for name, messages in self.errors.items()
            for message in messages
        ]
