"""Colleagues as their contact names them: one, or a list."""

import re
from typing import NamedTuple

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from cooperation.models import Organisation
from miko_portal.base.forms import NameField, TextField
from miko_portal.base.sheets import plain_words
from trainings.actions import Colleague

MOST_TYPED = 20_000  # characters
NO_NAME = re.compile(r"[@=<>]|[(\[]at[)\]]|\.(de|com|eu|info|net|org)\b", re.IGNORECASE)


class PersonForm(forms.Form):
    """Somebody by name, with a mail address or without."""

    given_name = NameField(label=_("Given name"), max_length=80)
    family_name = NameField(label=_("Family name"), max_length=80)
    mail = forms.EmailField(
        label=_("Mail address"),
        required=False,
        help_text=_("Without one, messages go to you, to be passed on."),
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.widget.attrs["autocomplete"] = "off"  # it isn't who types that is enrolled


class Bodies(NamedTuple):
    """The organisations that rows may name, and the one of rows that name none."""

    known: list[Organisation]
    chosen: Organisation | None
    are_all: bool = False  # for the office; a contact has their own alone


class ColleagueRow(PersonForm):
    """What a row says, with the organisation it names, or the one that was chosen for all."""

    organisation = NameField(label=_("Organisation"), max_length=160, required=False)

    def __init__(self, cells: dict[str, str], *, bodies: Bodies):
        super().__init__(cells)
        self.bodies = bodies

    def clean_given_name(self):
        return self._name("given_name")

    def clean_family_name(self):
        return self._name("family_name")

    def _name(self, field):
        """A name, without a mistyped address or a formula, which stand there otherwise."""
        typed = self.cleaned_data[field]
        if NO_NAME.search(typed):
            raise ValidationError(
                _("“%(typed)s” is no name. Please check the mail address too."),
                params={"typed": typed},
            )
        return typed

    def clean_organisation(self):
        """None: it names none, or none that is known."""
        typed = plain_words(self.cleaned_data["organisation"])
        if not typed:
            return self.bodies.chosen
        for body in self.bodies.known:
            if typed in (plain_words(body.name), plain_words(body.short_name)):
                return body
        return None

    def why_nowhere(self, *, volunteers: bool) -> str:
        """Why nobody knows where somebody comes from, in a sentence; empty: it is known, or no
        matter."""
        if self.cleaned_data["organisation"]:
            return ""
        if not self.bodies.are_all:
            return gettext("You can enrol colleagues of your own organisation only.")
        if self.data.get("organisation"):
            return gettext("This organisation is not known.")
        return "" if volunteers else gettext("Say which organisation the person comes from.")

    @property
    def colleague(self) -> Colleague:
        return Colleague(**self.cleaned_data)

    def complaints(self) -> list[str]:
        """What is wrong with the row, each with the field that it is about."""
        return [
            f"{self.fields[name].label}: {message}"
            for name, messages in self.errors.items()
            for message in messages
        ]


class ColleaguesForm(forms.Form):
    """A list, typed or as a file."""

    organisation = forms.ModelChoiceField(
        Organisation.objects.none(), label=_("Organisation"), empty_label=None
    )
    people = TextField(
        label=_("Colleagues, one in each line"),
        help_text=_(
            "Such as: Anna; Beispiel; anna.beispiel@example.org. The mail may be left out."
        ),
        max_length=MOST_TYPED,
        required=False,
        widget=forms.Textarea({"rows": 6, "autocomplete": "off"}),
    )
    file = forms.FileField(
        label=_("Or a list as a file"),
        help_text=_("Excel (.xlsx) or CSV with the columns Vorname, Nachname, Mail, in any order."),
        required=False,
        allow_empty_file=True,  # said by whoever reads it
        widget=forms.ClearableFileInput({"accept": ".xlsx,.csv"}),
    )

    def __init__(self, *args, organisations, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["organisation"].queryset = organisations
        own = list(organisations[:2])
        if len(own) == 1:
            self.fields["organisation"].widget = forms.HiddenInput()
            self.fields["organisation"].initial = own[0].pk

    @property
    def options(self) -> dict:
        """What is said of all of them besides."""
        return {}

    def clean(self):
        data = super().clean()
        if not self.errors and not data.get("people") and not data.get("file"):
            raise ValidationError(_("Please name at least one person."), code="empty")
        return data
