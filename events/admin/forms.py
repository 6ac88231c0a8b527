"""What coordinators fill in."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from events import languages
from events.admin.dates import widen
from events.models import Run
from miko_portal.base.forms import NameField
from miko_portal.base.seen import SeenForm


class LanguagesField(NameField):
    """Languages that people speak, typed by their names and separated by commas."""

    def __init__(self, **kwargs):
        kwargs.setdefault("help_text", _("Separated by commas, such as: Arabic, Farsi"))
        super().__init__(max_length=500, **kwargs)

    def prepare_value(self, value):
        if isinstance(value, (list, tuple)):
            return ", ".join(languages.name_of(code) for code in value)
        return value

    def clean(self, value):
        typed = super().clean(value)
        known, codes = languages.codes_by_name(), []
        for name in filter(None, (part.strip() for part in typed.split(","))):
            code = known.get(name.casefold())
            if code is None:
                raise ValidationError(self.unknown(name))
            codes.append(code)
        if self.required and not codes:
            raise ValidationError(self.error_messages["required"], code="required")
        return list(dict.fromkeys(codes))

    def unknown(self, name):
        meant = languages.meant_by(name)
        if meant:
            return gettext("We don't know the language “%(name)s”. Do you mean %(meant)s?") % {
                "name": name,
                "meant": meant,
            }
        return gettext("We don't know the language “%(name)s”.") % {"name": name}

    def has_changed(self, initial, data):
        return super().has_changed(self.prepare_value(initial), data)


class EuroField(forms.DecimalField):
    """A price as it is written, with a comma or a point, and kept in cents."""

    widget = forms.TextInput

    def __init__(self, **kwargs):
        super().__init__(min_value=0, max_digits=6, decimal_places=2, **kwargs)

    def widget_attrs(self, widget):
        return {"inputmode": "decimal", "size": 8}

    def prepare_value(self, value):
        return f"{value / 100:.2f}".replace(".", ",") if isinstance(value, int) else value

    def to_python(self, value):
        return super().to_python(str(value or "").replace(",", "."))

    def clean(self, value):
        euros = super().clean(value)
        return euros and int(euros * 100)


class RunForm(SeenForm):
    cost_cents = EuroField(label=_("Cost in euros"))
    spoken = LanguagesField(label=_("Held in"), initial=["de"])
    interpreted = LanguagesField(label=_("Interpreted into"), required=False)
    partner_url = forms.URLField(
        label=_("Address of the partner's registration"),
        max_length=300,
        required=False,
        assume_scheme="https",
    )
    telephone = NameField(
        label=_("Telephone"),
        max_length=40,
        required=False,
        help_text=_("For registration by telephone; empty: that of the office."),
    )

    class Meta:
        model = Run
        fields = [
            "seminar",
            "project",
            "capacity",
            "coming",
            "telephone",
            "partner_url",
            "spoken",
            "interpreted",
            "women_only",
            "cost_cents",
            "childcare_places",
            "childcare_from_age",
            "childcare_until_age",
        ]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        widen(self, "partner_url", "spoken", "interpreted")


class ReasonForm(forms.Form):
    """Why a date is cancelled; people read it."""

    reason = NameField(
        label=_("Reason"), max_length=200, help_text=_("Everybody reads it on the page.")
    )
