from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from cooperation.models import Organisation
from miko_portal.base import roles
from miko_portal.base.forms import NameField
from miko_portal.base.models import User

TAKEN = _("There is an account for this address already.")


def has_account(email: str) -> bool:
    return User.objects.filter(email=email).exists()


class InvitationForm(forms.Form):
    """Whom to invite. Only who may change accounts gives somebody access to the administration."""

    email = forms.EmailField(label=_("Mail address"))
    first_name = NameField(label=_("First name"), max_length=150)
    last_name = NameField(label=_("Last name"), max_length=150)
    role = forms.ChoiceField(label=_("Role"))
    organisation = forms.ModelChoiceField(
        Organisation.objects.all(),
        label=_("Organisation"),
        required=False,
        help_text=_("For partners: they see what concerns it."),
    )

    def __init__(self, *args, by, **kwargs):
        super().__init__(*args, **kwargs)
        every = by.has_perm("base.add_user")
        names = [name for name in roles.names() if every or not roles.enters_admin(name)]
        self.fields["role"].choices = [("", "–"), *((name, name) for name in names)]

    def clean_email(self):
        email = self.cleaned_data["email"].lower()
        if has_account(email):
            raise ValidationError(TAKEN)
        return email

    def is_taken(self) -> bool:
        """Somebody has invited the address since the form was checked."""
        return has_account(self.cleaned_data["email"])

    def refuse_taken(self):
        self.add_error("email", TAKEN)

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("role") == "Partner" and not cleaned.get("organisation"):
            self.add_error("organisation", _("Choose the organisation of the partner."))
        return cleaned
