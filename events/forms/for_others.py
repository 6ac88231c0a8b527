"""A registration that somebody else types or changes: the office, or who helps people."""

from django.utils.translation import gettext_lazy as _

from events.forms.registrations import RegistrationForm


class RegistrationOfOthersForm(RegistrationForm):
    """The same questions, asked about them and not of them."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, traps=False, **kwargs)
        said = {
            "persons": _("Number of persons"),
            "language": _("Language in which they are written to"),
            "needs": _("What they need there"),
        }
        for name, label in said.items():
            self.fields[name].label = label
        for field in self.fields.values():
            field.widget.attrs["autocomplete"] = "off"
