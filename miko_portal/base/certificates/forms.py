"""The code that stands on a paper."""

from django import forms
from django.utils.translation import gettext_lazy as _

WIDEST = 60  # of a code: what is typed beyond that is none


class CodeForm(forms.Form):
    """To ask whether a certificate is ours."""

    code = forms.CharField(
        label=_("Code on the certificate"),
        help_text=_("28 letters and digits in groups of four. They stand beside the square code."),
        widget=forms.TextInput({"autocomplete": "off", "dir": "ltr", "spellcheck": "false"}),
        error_messages={"required": _("Please write the code.")},
    )

    def clean_code(self):
        """Letters and digits alone, since the code becomes part of an address."""
        typed = "".join(filter(str.isalnum, self.cleaned_data["code"]))[:WIDEST]
        if not typed:
            raise forms.ValidationError(_("Please write the code."), code="required")
        return typed
