"""What somebody types to register: a name and one way to be reached are enough."""

import unicodedata

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import MaxLengthValidator, validate_email
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from events.models import Registration, RegistrationContact
from events.models.registrations import CHILDREN
from events.models.seminars import LANGUAGE_CHOICES
from miko_portal.base.forms import NameField, TextField, clean_text
from miko_portal.base.telephones import normalised
from miko_portal.base.traps import Traps

MOST_CHILDREN = 20
MOST_MARKS = 6  # one letter has no more accents than that in any script


class CountField(forms.IntegerField):
    """How many, in digits of any script."""

    def __init__(self, **kwargs):
        widget = forms.TextInput({"inputmode": "numeric", "autocomplete": "off", "size": 4})
        super().__init__(widget=widget, **kwargs)
        self.error_messages["invalid"] = _("Please write a number, such as 2.")

    def to_python(self, value):
        if isinstance(value, str):
            value = clean_text(value).strip()
        return super().to_python(value)


class TelephoneField(forms.CharField):
    widget = forms.TextInput({"type": "tel", "autocomplete": "tel", "dir": "ltr"})

    def to_python(self, value):
        value = super().to_python(value)
        return normalised(value) if value else value


class MailField(forms.CharField):
    """A mail address, or a sentence that shows what one looks like."""

    widget = forms.EmailInput({"autocomplete": "email", "dir": "ltr"})

    def to_python(self, value):
        value = super().to_python(value)
        if not value:
            return value
        wrong = ValidationError(
            _("Please write the e-mail address like this: name@example.org"), code="mail"
        )
        value = clean_text(value).strip()
        try:
            validate_email(value)
        except ValidationError:
            raise wrong from None
        return value


class PersonNameField(NameField):
    """A name in any script: letters, or what else people are called by."""

    def to_python(self, value):
        value = super().to_python(value)
        marks = 0
        for character in value:
            marks = marks + 1 if unicodedata.combining(character) else 0
            if marks > MOST_MARKS:
                raise ValidationError(_("This name cannot be shown. Please type it anew."))
        if value and not any(unicodedata.category(character)[0] in "LN" for character in value):
            raise ValidationError(_("Please write a name in letters."))
        return value


class RegistrationForm(Traps, forms.Form):
    """For somebody who registers, and for changing it later (`registration`)."""

    name = PersonNameField(
        label=_("Name"),
        widget=forms.TextInput({"autocomplete": "name", "dir": "auto"}),
        validators=[MaxLengthValidator(120, _("Please write at most 120 letters."))],
        error_messages={"required": _("Please write a name.")},
    )
    telephone = TelephoneField(label=_("Telephone"), required=False)
    mail = MailField(label=_("E-mail"), required=False)
    persons = CountField(label=_("How many persons come?"), initial=1, required=False)
    children_under_3 = CountField(label=_("Children under 3 years"), required=False)
    children_3_to_5 = CountField(label=_("Children from 3 to 5 years"), required=False)
    children_from_6 = CountField(label=_("Children from 6 years"), required=False)
    language = forms.ChoiceField(
        label=_("In which language do we write to you?"), choices=LANGUAGE_CHOICES
    )
    needs = TextField(
        label=_("What do you need there?"),
        help_text=_("Such as a seat in front, or a place for a pram. Write nothing about illness."),
        widget=forms.Textarea({"rows": 3, "dir": "auto"}),
        validators=[MaxLengthValidator(500, _("Please write at most 500 letters."))],
        required=False,
    )

    def __init__(self, *args, run, registration=None, traps=True, **kwargs):
        self.run, self.registration = run, registration
        initial = {"language": get_language(), **_typed_before(registration)}
        super().__init__(*args, initial=initial, **kwargs)
        if registration or not traps:
            del self.fields["website"], self.fields["made"]
        offered = self.children_offered()
        if offered:
            self.fields["persons"].help_text = _(
                "Count yourself too. Do not count the children whom we look after."
            )
        for name in CHILDREN:
            if name not in offered:
                del self.fields[name]

    def children_offered(self):
        """The groups that somebody looks after here."""
        return offered_by(self.run)

    @property
    def ways(self):
        """The fields one of which is enough."""
        return [self["telephone"], self["mail"]]

    @property
    def children(self):
        return [self[name] for name in self.children_offered()]

    def clean_persons(self):
        persons = self.cleaned_data["persons"]
        if persons is None:
            return 1
        if persons < 1:
            raise ValidationError(_("Please write at least 1."))
        if persons > self.run.capacity:
            message = _("There are only %(capacity)s seats in all.")
            raise ValidationError(message, params={"capacity": self.run.capacity})
        return persons

    def clean(self):
        data = super().clean()
        for name in self.children_offered():
            if not 0 <= (data.get(name) or 0) <= MOST_CHILDREN:
                self.add_error(name, _("Please write a number from 0 to 20."))
        reached = [name for name in ("telephone", "mail") if data.get(name) or name in self.errors]
        walked_in = self.registration and self.registration.walked_in_at
        if not reached and not walked_in:
            message = _(
                "Please write a telephone number or an e-mail address, so that we reach you."
            )
            self.add_error("telephone", message)
        return data

    def store_in(self, registration: Registration, contact: RegistrationContact) -> None:
        """Writes what was typed into rows that an action stores."""
        data = self.cleaned_data
        registration.persons, registration.language = data["persons"], data["language"]
        for name in CHILDREN:
            setattr(registration, name, data.get(name) or 0)
        for name in ("name", "telephone", "mail", "needs"):
            setattr(contact, name, data[name])


def offered_by(run) -> list[str]:
    """The groups of children that somebody looks after at a run."""
    if not run.childcare_places:
        return []
    first, last = run.childcare_from_age, run.childcare_until_age
    return [
        name
        for name, (youngest, oldest) in CHILDREN.items()
        if youngest <= last and oldest >= first
    ]


def _typed_before(registration):
    if registration is None:
        return {}
    contact = registration.contact
    return {
        **{name: getattr(registration, name) for name in ("persons", "language", *CHILDREN)},
        **{name: getattr(contact, name) for name in ("name", "telephone", "mail", "needs")},
    }
