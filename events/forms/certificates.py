"""The names that are to stand on certificates of attendance."""

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import MaxLengthValidator
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from events.certifying import Person
from events.forms.registrations import PersonNameField
from miko_portal.base.certificates.names import check_printable
from miko_portal.base.languages import BY_CODE


class NameOnPaperField(PersonNameField):
    """A name that can be printed; whoever it is of says how it is written."""

    widget = forms.TextInput({"dir": "auto", "autocomplete": "off"})
    default_validators = (
        MaxLengthValidator(120, _("Please write at most 120 letters.")),
        check_printable,
    )


class CertificateForm(forms.Form):
    """A line for each of those who came and have no certificate yet; one of them is enough."""

    def __init__(self, *args, people: list[Person], name: str = "", **kwargs):
        super().__init__(*args, **kwargs)
        self.people = [person for person in people if person.issued is None]
        several = len(people) > 1
        for person in self.people:
            label = _("Name of person %(number)s") if several else _("Name on the certificate")
            self.fields[f"name_{person.number}"] = NameOnPaperField(
                label=label % {"number": person.number} if several else label,
                help_text=_days(person),
                initial=name if person.number == 1 else "",
                required=len(self.people) == 1,
                error_messages={"required": _("Please write a name.")},
            )

    def clean(self):
        if not self.errors and not self.names:
            raise ValidationError(_("Please write a name."), code="required")
        return self.cleaned_data

    @property
    def names(self) -> dict[int, str]:
        """The names that were typed, by the number of the person."""
        typed = {
            person.number: self.cleaned_data.get(f"name_{person.number}") for person in self.people
        }
        return {number: name for number, name in typed.items() if name}


def _days(person):
    days = [date_format(localtime(date.starts_at), "d.m.Y") for date in person.dates]
    return BY_CODE[get_language()].comma.join(days)
