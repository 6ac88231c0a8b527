"""The same page in two windows: whoever saves second is told, and then saves knowingly."""

from hashlib import sha256

from django import forms
from django.utils.translation import gettext_lazy as _


class SeenField(forms.CharField):
    """What stood in a form when the page was opened, as a hash; it is nothing that one changes."""

    widget = forms.HiddenInput

    def __init__(self):
        super().__init__(required=False)

    def has_changed(self, initial, data):
        return False


class SeenForm(forms.ModelForm):
    """Refuses once to store over what was stored since the page was opened.

    The page then has what was typed; stored again, it holds.
    """

    seen = SeenField()

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["seen"].initial = self.stored

    def stored(self) -> str:
        """The hash of what is stored now."""
        facts = {
            name: self.get_initial_for_field(field, name)
            for name, field in self.fields.items()
            if name != "seen"
        }
        return sha256(repr(facts).encode()).hexdigest()[:16]

    def clean(self):
        data = super().clean()
        seen, stored = data.pop("seen", ""), self.stored()
        if self.instance.pk and seen and seen != stored:
            self.data = self.data.copy()
            self.data[self.add_prefix("seen")] = stored
            self.add_error(
                None,
                _(
                    "This was changed meanwhile, maybe by you in another window. Here stands what"
                    " you entered; if you save once more, it replaces the other."
                ),
            )
        return data
