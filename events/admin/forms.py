"""What coordinators fill in."""

from datetime import timedelta

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Layout, Row
from django import forms
from django.core.exceptions import ValidationError
from django.utils.timezone import localtime
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from cooperation.bookings import Wish, refuse_clashes
from cooperation.models import Organisation, Room
from cooperation.planning import PlaceField, period, store_place
from events import languages
from events.facts import Coming
from events.models import Run, Seminar, SeminarText, Session, Topic
from miko_portal.base.clock import today
from miko_portal.base.forms import DateField, NameField, TimeField

PLACE_HELP = _("Choose one from the list or type a new one: room, house, town; or house, town.")


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


def widen(form, *names):
    """Lines of text as wide as the administration's own."""
    for name in names:
        if name in form.fields:
            form.fields[name].widget.attrs["class"] = "vTextField"


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


class RunForm(forms.ModelForm):
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


def refuse_small_room(form, place, seats):
    """A room has to have a seat for everybody who may come."""
    if isinstance(place, Room) and place.pk and seats and place.seats < seats:
        form.add_error(
            "place", gettext("This room has only %(seats)s seats.") % {"seats": place.seats}
        )


class SessionForm(forms.ModelForm):
    day = DateField(label=_("Date"))
    starts = TimeField(label=_("from"))
    ends = TimeField(label=_("to"))
    place = PlaceField(
        houses=True,
        label=_("Place"),
        help_text=_(
            "Choose one from the list or type a new one: room, house, town; or house, town."
        ),
    )
    called_off = NameField(
        label=_("Called off because"),
        required=False,
        max_length=200,
        help_text=_("Only when this date does not take place; everybody reads it."),
    )

    class Meta:
        model = Session
        fields = []

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        widen(self, "place", "called_off")
        session = self.instance
        if session.pk:
            starts, ends = localtime(session.starts_at), localtime(session.ends_at)
            self.initial |= {
                "day": starts.date(),
                "starts": starts.time(),
                "ends": ends.time(),
                "place": session.room or session.venue,
                "called_off": session.cancellation_reason,
            }

    def clean(self):
        data = super().clean()
        self.period = period(self, day="day", starts="starts", ends="ends")
        if self.period and data.get("place"):
            self.instance.starts_at, self.instance.ends_at = self.period
            self.instance.set_place(data["place"])
        return data

    def save(self, commit=True):
        session, data = self.instance, self.cleaned_data
        session.set_place(store_place(data["place"], seats=session.run.capacity))
        if data["called_off"] == session.cancellation_reason:
            return super().save(commit)
        if data["called_off"]:
            session.cancel(on=today(), reason=data["called_off"])
        else:
            session.reinstate()
        return session

    def wish(self):
        """The room that the date takes, known or new, if it takes place in one."""
        room = self.cleaned_data.get("place")
        if isinstance(room, Room) and not self.cleaned_data.get("called_off"):
            return Wish(self, "place", room, *self.period)
        return None


class SessionFormSet(forms.BaseInlineFormSet):
    """All dates of a run; refuses rooms that are taken, and names by what."""

    def clean(self):
        super().clean()
        forms = [
            form
            for form in self.forms
            if getattr(form, "period", None) and form not in self.deleted_forms
        ]
        for form in forms:
            refuse_small_room(form, form.cleaned_data.get("place"), self.instance.capacity)
        if self.instance.cancelled_on:
            return
        keys = [form.instance.pk for form in self.initial_forms]
        refuse_clashes(
            [wish for form in forms if (wish := form.wish())],
            replacing=[(Session._meta.db_table, keys)],
        )


FOR_A_NEW_ONE = ("title", "summary", "topic")


class NewSeminarForm(forms.Form):
    """Seminar, German text, date and place in one go ("Neue Veranstaltung")."""

    seminar = forms.ModelChoiceField(
        Seminar.objects.none(),
        label=_("Seminar"),
        required=False,
        empty_label=_("A new one:"),
        help_text=_("For a new one fill in title, sentence and topic."),
    )
    title = NameField(label=_("Title"), required=False, max_length=120)
    summary = NameField(label=_("In one sentence"), required=False, max_length=300)
    topic = forms.ModelChoiceField(Topic.objects.all(), label=_("Topic"), required=False)
    day = DateField(label=_("Date"))
    starts = TimeField(label=_("from"))
    ends = TimeField(label=_("to"))
    place = PlaceField(
        houses=True,
        label=_("Place"),
        help_text=_(
            "Choose one from the list or type a new one: room, house, town; or house, town."
        ),
    )
    capacity = forms.IntegerField(label=_("Seats"), min_value=1, max_value=1000)
    coming = forms.ChoiceField(
        label=_("How one comes"),
        choices=[choice for choice in Coming.choices if choice[0] != Coming.PARTNER],
        initial=Coming.OPEN,
    )
    spoken = LanguagesField(label=_("Held in"), initial=["de"])
    interpreted = LanguagesField(label=_("Interpreted into"), required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["seminar"].queryset = Seminar.objects.with_title().order_by("title", "pk")
        for name in FOR_A_NEW_ONE:
            self.fields[name].mark_optional = False
        self.helper = FormHelper()
        self.helper.form_tag = False
        self.helper.layout = Layout(
            "seminar",
            *FOR_A_NEW_ONE,
            Row("day", "starts", "ends", css_class="date-and-times"),
            "place",
            "capacity",
            "coming",
            "spoken",
            "interpreted",
        )

    @classmethod
    def like(cls, run: Run, *, on):
        """Filled in as that time, on the next such weekday that is at least a week ahead."""
        initial = {
            "seminar": run.seminar_id,
            "capacity": run.capacity,
            "coming": run.coming if run.coming != Coming.PARTNER else Coming.OPEN,
            "spoken": run.spoken,
            "interpreted": run.interpreted,
        }
        session = run.sessions.first()
        if session:
            starts, ends = localtime(session.starts_at), localtime(session.ends_at)
            days = (starts.weekday() - on.weekday()) % 7
            initial |= {
                "day": on + timedelta(days=days + 7 if days else 7),
                "starts": starts.time(),
                "ends": ends.time(),
                "place": session.room or session.venue,
            }
        return cls(initial=initial)

    def clean(self):
        data = super().clean()
        if not data.get("seminar") and "seminar" not in self.errors:
            for field in FOR_A_NEW_ONE:
                if not data.get(field) and field not in self.errors:
                    self.add_error(field, gettext("A new seminar needs this."))
            self.organiser = Organisation.objects.filter(kind=Organisation.Kind.COUNTY).first()
            if self.organiser is None:
                self.add_error(
                    "seminar", gettext("Store the county as an organisation first: it organises.")
                )
        self.period = period(self, day="day", starts="starts", ends="ends")
        place = data.get("place")
        refuse_small_room(self, place, data.get("capacity"))
        if self.period and isinstance(place, Room) and place.pk:
            refuse_clashes([Wish(self, "place", place, *self.period)])
        return data

    def planned(self):
        """What was typed, for the action to store: run, text of a new seminar, session."""
        data = self.cleaned_data
        seminar, text = data["seminar"], None
        if seminar is None:
            seminar = Seminar(topic=data["topic"], organiser=self.organiser)
            text = SeminarText(language="de", title=data["title"], summary=data["summary"])
        run = Run(
            seminar=seminar,
            **{name: data[name] for name in ("capacity", "coming", "spoken", "interpreted")},
        )
        starts_at, ends_at = self.period
        return run, text, Session(starts_at=starts_at, ends_at=ends_at)


class ReasonForm(forms.Form):
    """Why a date is cancelled; people read it."""

    reason = NameField(
        label=_("Reason"), max_length=200, help_text=_("Everybody reads it on the page.")
    )
