"""Up to ten people in one table, typed by somebody who helps them."""

from uuid import UUID, uuid5

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from events.forms.registrations import MailField, RegistrationForm, TelephoneField
from events.models import Registration, RegistrationContact
from miko_portal.base.traps import Traps

MOST = 10  # people at once


class SharedContactForm(Traps, forms.Form):
    """How those are reached who have no telephone or mail address of their own."""

    telephone = TelephoneField(
        label=_("One telephone number for all"),
        help_text=_("It counts where a person has no number of their own."),
        required=False,
    )
    messages = forms.ChoiceField(
        label=_("Who gets the messages of those without a mail address?"),
        widget=forms.RadioSelect,
        initial="me",
    )
    mail = MailField(label=_("This mail address"), required=False)

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        self.user = user
        del self.fields["website"]  # who is signed in is no program
        self.fields["messages"].choices = [
            ("me", _("I do, at %(mail)s") % {"mail": user.email}),
            ("other", _("Another mail address, such as that of the house")),
            ("nobody", _("Nobody: the office calls")),
        ]

    def clean(self):
        data = super().clean()
        if data.get("messages") == "other" and not data.get("mail") and "mail" not in self.errors:
            self.add_error("mail", _("Please write the mail address."))
        return data

    @property
    def contact(self) -> dict[str, str]:
        """What holds for whoever has none of their own."""
        if not self.is_valid():
            return {"mail": self.user.email}  # what is wrong is said once, not in each row
        data = self.cleaned_data
        mails = {"me": self.user.email, "other": data["mail"], "nobody": ""}
        return {"telephone": data["telephone"], "mail": mails[data["messages"]]}


class PersonForm(RegistrationForm):
    """One of several people; a row that is left empty is nobody."""

    def __init__(self, *args, shared, number, **kwargs):
        self.shared = shared
        self.called = _("Person %(number)s") % {"number": number}
        super().__init__(*args, **kwargs)
        for name in ("website", "made", "needs"):
            self.fields.pop(name, None)
        self.order_fields(["name", "language", "telephone", "mail", "persons"])
        self.fields["language"].label = _("Language to write in")
        self.fields["persons"].label = _("Persons")
        self.fields["persons"].help_text = ""
        for field in self.fields.values():
            field.widget.attrs["autocomplete"] = "off"  # it isn't who types that is registered

    def clean(self):
        for name, value in self.shared.items():
            if name not in self.errors:
                self.cleaned_data[name] = self.cleaned_data.get(name) or value
        self.cleaned_data["needs"] = ""
        return super().clean()

    def rows(self, key: UUID | None) -> tuple[Registration, RegistrationContact]:
        """What an action stores; sent twice with the same form, it is the same."""
        registration, contact = Registration(), RegistrationContact()
        self.store_in(registration, contact)
        if key:
            told = [self.prefix, contact.name, contact.telephone, contact.mail]
            registration.submission = uuid5(key, "\n".join(told))
        return registration, contact


class BasePersonFormSet(forms.BaseFormSet):
    default_error_messages = {
        **forms.BaseFormSet.default_error_messages,
        "missing_management_form": _("Please open this page anew, and fill it in once more."),
    }

    def get_form_kwargs(self, index):
        return {**super().get_form_kwargs(index), "number": (index or 0) + 1}

    @property
    def filled(self) -> list[PersonForm]:
        """The rows in which something is written."""
        return [form for form in self.forms if form.has_changed()]

    def clean(self):
        if self.management_form.is_valid() and not self.filled:
            raise ValidationError(_("Please write at least one name."), code="empty")


PersonFormSet = forms.formset_factory(
    PersonForm,
    formset=BasePersonFormSet,
    extra=MOST,
    max_num=MOST,
    absolute_max=MOST,
    validate_max=True,
)
