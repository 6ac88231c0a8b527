"""What somebody types who enrols themselves."""

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext_lazy as _

from miko_portal.base.forms import NameField, clean_text
from trainings import actions


class SelfEnrolmentForm(forms.Form):
    """Name and mail address; the address says which organisation somebody works for."""

    given_name = NameField(
        label=_("Given name"),
        max_length=80,
        widget=forms.TextInput({"autocomplete": "given-name", "dir": "auto"}),
        error_messages={"required": _("Please write a name.")},
    )
    family_name = NameField(
        label=_("Family name"),
        max_length=80,
        widget=forms.TextInput({"autocomplete": "family-name", "dir": "auto"}),
        error_messages={"required": _("Please write a name.")},
    )
    comes_as = forms.ChoiceField(
        label=_("I come as"),
        widget=forms.RadioSelect,
        choices=[("staff", _("Staff of an authority or partner")), ("volunteer", _("Volunteer"))],
        error_messages={"required": _("Please choose one.")},
    )
    mail = forms.CharField(
        label=_("E-mail"),
        max_length=254,
        widget=forms.EmailInput({"autocomplete": "email", "dir": "ltr"}),
        error_messages={
            "required": _("Please write the e-mail address like this: name@example.org")
        },
    )

    def __init__(self, *args, run, **kwargs):
        super().__init__(*args, **kwargs)
        self.run = run
        if not (run.course.for_staff() and run.course.for_volunteers()):
            del self.fields["comes_as"]
        if run.course.for_staff():
            self.fields["mail"].help_text = _(
                "If you come for your work, write the address that you have there."
            )

    def clean_mail(self):
        mail = clean_text(self.cleaned_data["mail"]).strip()
        try:
            validate_email(mail)
        except ValidationError:
            raise ValidationError(
                _("Please write the e-mail address like this: name@example.org"), code="mail"
            ) from None
        return mail

    def clean(self):
        data = super().clean()
        data["organisation"] = None
        as_staff = data.pop("comes_as", None) == "staff" or not self.run.course.for_volunteers()
        if not as_staff or "mail" not in data:
            return data
        found = actions.organisation_of(data["mail"], run=self.run)
        if found is None:
            message = _(
                "We do not know this address as that of a partner. Write your address at work, or"
                " ask in your organisation who enrols people. You can also call us."
            )
            self.add_error("mail", ValidationError(message, code="unknown"))
        elif not actions.may_come(found, run=self.run):
            self.add_error(
                "mail",
                ValidationError(
                    _("Your organisation has no agreement in force on the first day."),
                    code="not_entitled",
                ),
            )
        data["organisation"] = found
        return data

    @property
    def is_not_entitled(self) -> bool:
        return self.has_error("mail", "not_entitled")
