"""Somebody who comes to the door without having registered: one line, a name is not needed."""

import uuid

from django import forms
from django.core.validators import MaxLengthValidator
from django.utils.translation import gettext_lazy as _

from events.forms.registrations import MOST_CHILDREN, CountField, PersonNameField, offered_by
from events.models import Registration
from events.models.registrations import CHILDREN
from events.models.seminars import GERMAN, LANGUAGE_CHOICES


class WalkInForm(forms.Form):
    """Who it is; sent twice, it is stored once."""

    name = PersonNameField(
        label=_("Name, if they want to give it"),
        widget=forms.TextInput({"autocomplete": "off", "dir": "auto"}),
        validators=[MaxLengthValidator(120, _("Please write at most 120 letters."))],
        required=False,
    )
    persons = CountField(label=_("Persons"), initial=1, min_value=1)
    children_under_3 = CountField(label=_("Children under 3 years"), required=False)
    children_3_to_5 = CountField(label=_("Children from 3 to 5 years"), required=False)
    children_from_6 = CountField(label=_("Children from 6 years"), required=False)
    language = forms.ChoiceField(label=_("Language"), choices=LANGUAGE_CHOICES, initial=GERMAN)
    key = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, *args, run, **kwargs):
        super().__init__(*args, prefix="new", initial={"key": uuid.uuid4()}, **kwargs)
        offered = offered_by(run)
        for name in CHILDREN:
            if name in offered:
                self.fields[name].min_value, self.fields[name].max_value = 0, MOST_CHILDREN
            else:
                del self.fields[name]

    def registration(self) -> Registration:
        """What was typed, for the action that stores it."""
        told = self.cleaned_data
        children = {name: told.get(name) or 0 for name in CHILDREN}
        return Registration(
            persons=told["persons"],
            language=told["language"],
            submission=told["key"],
            **children,
        )
