"""What coordinators fill in about interpreters of a run."""

from decimal import Decimal

from django import forms
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext_lazy as _

from cooperation.bookings import Wish, refuse_clashes
from events.actions.interpreters import reason_against
from events.admin.forms import EuroField
from events.languages import name_of
from events.models import Interpreter
from miko_portal.base.clock import start_of


class InterpreterField(forms.ModelChoiceField):
    """Those who may interpret, with their languages beside the name."""

    def label_from_instance(self, interpreter):
        return f"{interpreter.person} ({interpreter.language_names})"


class AskForm(forms.Form):
    """Who is asked, into which language, for which dates, and for which fee."""

    interpreter = InterpreterField(Interpreter.objects.none(), label=_("Who"))
    language = forms.ChoiceField(label=_("Language"))
    sessions = forms.MultipleChoiceField(label=_("Dates"), widget=forms.CheckboxSelectMultiple)
    fee_cents = EuroField(label=_("Fee in euros"), required=False, help_text=_("For each date."))
    confirmed = forms.BooleanField(
        label=_("Has confirmed already, no mail is needed"), required=False
    )

    def __init__(self, *args, run, on, **kwargs):
        super().__init__(*args, **kwargs)
        self.run = run
        self.dates = {
            str(one.pk): one
            for one in run.dates
            if not one.cancelled_on and one.starts_at >= start_of(on)
        }
        fitting = Interpreter.objects.fitting(run).select_related("person")
        self.fields["interpreter"].queryset = fitting
        self.fields["language"].choices = [(code, name_of(code)) for code in run.interpreted]
        self.fields["sessions"].choices = [
            (key, date_format(localtime(one.starts_at), "D d.m.Y, H:i"))
            for key, one in self.dates.items()
        ]
        self.fields["sessions"].initial = list(self.dates)

    @property
    def can_ask(self) -> bool:
        """There is a date to come and a language to interpret into."""
        return bool(self.dates and self.run.interpreted and not self.run.cancelled_on)

    def clean(self):
        data = super().clean()
        interpreter, language = data.get("interpreter"), data.get("language")
        if interpreter and language:
            if reason := reason_against(interpreter, run=self.run, language=language):
                self.add_error("interpreter", reason)
            else:
                refuse_clashes(
                    Wish(self, "interpreter", interpreter.person, one.starts_at, one.ends_at)
                    for one in self.chosen
                )
        return data

    @property
    def chosen(self):
        return [self.dates[key] for key in self.cleaned_data.get("sessions", [])]

    @property
    def asked(self):
        """What was typed, as the action takes it."""
        told = {name: self.cleaned_data[name] for name in ("language", "fee_cents", "confirmed")}
        return {**told, "interpreter": self.cleaned_data["interpreter"], "sessions": self.chosen}


class HoursField(forms.DecimalField):
    """Hours as they are written, with a comma or a point."""

    widget = forms.TextInput

    def widget_attrs(self, widget):
        return {"inputmode": "decimal", "size": 6}

    def prepare_value(self, value):
        return f"{value.normalize():f}".replace(".", ",") if isinstance(value, Decimal) else value

    def to_python(self, value):
        return super().to_python(str(value or "").replace(",", "."))


class CameForm(forms.Form):
    """How long somebody interpreted, and for which fee."""

    hours = HoursField(label=_("Hours"), min_value=Decimal("0.25"), max_value=24, decimal_places=2)
    fee_cents = EuroField(label=_("Fee in euros"), required=False)

    def __init__(self, *args, assignment, **kwargs):
        session = assignment.session
        hours = (session.ends_at - session.starts_at).total_seconds() / 3600
        lasts = Decimal(hours).quantize(Decimal("0.01"))
        initial = {"hours": assignment.hours or lasts, "fee_cents": assignment.fee_cents}
        super().__init__(*args, initial=initial, **kwargs)
