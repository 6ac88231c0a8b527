"""An agreement from the cupboard, taken over by itself ("Altbestand")."""

from django import forms
from django.utils.translation import gettext_lazy as _

from cooperation.actions import PartyDraft
from cooperation.forms.agreements import AgreementForm
from cooperation.forms.known_terms import KnownTermForm
from cooperation.forms.lines import PartiesField
from cooperation.models import Agreement
from miko_portal.base.documents import check_pdf


class LegacyForm(KnownTermForm, AgreementForm):
    """What stands on the paper; all but title, parties and start may be unknown."""

    parties = PartiesField(
        label=_("Parties"),
        line=_("Party"),
        required=True,
        help_text=_(
            "Whoever has the lead first. Choose from the list or type a new name; a new "
            "organisation is stored with the agreement."
        ),
    )
    scan = forms.FileField(
        label=_("Signed scan"),
        required=False,
        max_length=None,
        error_messages={"empty": _("The file is empty.")},
        help_text=_("PDF; it is kept with the documents of the agreement."),
        widget=forms.ClearableFileInput({"accept": ".pdf"}),
    )
    again = forms.BooleanField(
        label=_("Store it a second time all the same"),
        help_text=_("Please choose the file once more."),
        required=False,
    )

    class Meta(AgreementForm.Meta):
        fields = ["title", "number", "kind", "clerk", "original_kept_at"]
        help_texts = {
            "number": _("Empty: the next free one of the year in which it began."),
        }

    field_order = [
        "title",
        "number",
        "kind",
        "parties",
        "effective_on",
        "first_end_on",
        "renewal_months",
        "notice_months",
        "notice_basis",
        "clerk",
        "original_kept_at",
        "scan",
        "again",
    ]

    def __init__(self, data=None, *args, **kwargs):
        super().__init__(data, *args, **kwargs)
        self.fields["number"].required = False
        self.fields["first_end_on"].help_text = _("Empty: open-ended.")
        if not data or "again" not in data:
            self._again = self.fields.pop("again")

    def clean_scan(self):
        if scan := self.cleaned_data["scan"]:
            check_pdf(scan)
        return scan

    def clean(self):
        """Refuses what was taken over already; one of the same title and start has a number."""
        told = super().clean()
        if not told.get("number") and not self.has_error("number"):
            same = Agreement.objects.filter(
                title__iexact=told.get("title") or "",
                versions__number=0,
                versions__effective_on=told.get("effective_on"),
            ).first()
            if same:
                message = _(
                    "%(agreement)s of this title began on this day already. If this is another "
                    "one, give it a number."
                )
                error = forms.ValidationError(message, params={"agreement": same.number})
                self.add_error("number", error)
        return told

    def parties_in_order(self) -> list[PartyDraft]:
        """The first has the lead."""
        return [
            PartyDraft(organisation, lead=not place)
            for place, organisation in enumerate(self.cleaned_data["parties"])
        ]

    def ask_for_the_scan(self):
        """Where nothing was stored: no page can hold a file, and one that lies here is asked of."""
        if self.has_error("scan", "twice") and "again" not in self.fields:
            self.fields["again"] = self._again
        elif "scan" in self.files and not self.has_error("scan"):
            self["scan"].help_text = _("Please choose the file once more.")
