"""A text that several people may have open at once."""

import re

from django import forms

from miko_portal.base.forms import ModelForm


class SeenForm(ModelForm):
    """`seen` carries how often the row had been stored when it was read (its `revision`).

    So whoever stores it knows of what somebody else has stored since.
    """

    seen = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.initial["seen"] = self.instance.revision

    def see(self, revision: int):
        """What is stored now has been shown: the same text may be stored over it."""
        self.data = self.data.copy()
        self.data[self.add_prefix("seen")] = revision

    def clean_seen(self):
        seen = self.cleaned_data["seen"]
        self.instance.revision = int(seen) if re.fullmatch("[0-9]{1,9}", seen) else 0
        return seen
