"""The form of a session and of all sessions of a training."""

from datetime import date

from django import forms
from django.db.models import Exists, OuterRef, Q
from django.forms.models import BaseInlineFormSet
from django.utils.functional import cached_property
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from cooperation.bookings import Wish, refuse_clashes
from cooperation.hints import show_hints
from cooperation.models import Person, Room
from cooperation.planning import period
from miko_portal.base.clock import today
from miko_portal.base.forms import DateField, NameField, TimeField
from miko_portal.base.seen import SeenForm
from trainings.admin import choices
from trainings.models import Session, TrainerAssignment

MINUTES_PER_UNIT = 45


def units_of(starts_at, ends_at) -> int:
    """Teaching units of 45 minutes that fit into the time; at least one."""
    return max(1, int((ends_at - starts_at).total_seconds() // 60 // MINUTES_PER_UNIT))


class SessionForm(SeenForm):
    day = DateField(label=_("Date"))
    starts = TimeField(label=_("from"))
    ends = TimeField(label=_("to"))
    room = forms.ModelChoiceField(Room.objects.all(), required=False, label=_("Room"))
    led_by = forms.ModelMultipleChoiceField(
        Person.objects.filter(
            Q(trainer__isnull=False)
            | Exists(TrainerAssignment.objects.filter(person=OuterRef("pk")))
        ),
        required=False,
        label=_("Trainers"),
        help_text=_("Several: hold down the control key while clicking."),
        widget=forms.SelectMultiple({"size": 4}),
    )
    called_off = NameField(
        required=False,
        max_length=200,
        label=_("Called off because"),
        help_text=_("Only when this date does not take place."),
    )
    link = forms.URLField(
        required=False, assume_scheme="https", label=_("Link for taking part online")
    )
    units = forms.IntegerField(
        required=False,
        min_value=1,
        max_value=20,
        label=_("Teaching units"),
        help_text=_("Empty: as many times 45 minutes as fit."),
    )

    class Meta:
        model = Session
        fields = ["room", "link", "units"]

    def __init__(self, *args, rooms=(), trainers=(), **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["room"].choices = rooms
        self.fields["led_by"].choices = trainers
        session = self.instance
        if session.pk:
            starts, ends = session.local_start, session.local_end
            self.initial |= {
                "day": starts.date(),
                "starts": starts.time(),
                "ends": ends.time(),
                "led_by": [assignment.person_id for assignment in session.assignments.all()],
                "called_off": session.cancellation_reason,
            }

    def clean(self):
        data = super().clean()
        self.period = period(self, day="day", starts="starts", ends="ends")
        if self.period:
            self.instance.starts_at, self.instance.ends_at = self.period
            data["units"] = data.get("units") or units_of(*self.period)
        self._keep_what_was_attended(data)
        return data

    def _keep_what_was_attended(self, data):
        """What somebody came to is neither called off nor moved to a later day."""
        if data.get("called_off") and not self.instance.cancelled_on:
            field = "called_off"
        elif self.period and data.get("day") and data["day"] > self.initial.get("day", date.max):
            field = "day"
        else:
            return
        if self.instance.pk and self.instance.attendances.exists():
            self.add_error(field, gettext("People were there, see the attendance."))

    def wishes(self, *, seats):
        """What the date takes, if it takes place; the room for so many people."""
        if self.cleaned_data.get("called_off"):
            return
        starts_at, ends_at = self.period
        if self.cleaned_data.get("room"):
            yield Wish(self, "room", self.cleaned_data["room"], starts_at, ends_at, seats)
        for person in self.cleaned_data.get("led_by") or ():
            yield Wish(self, "led_by", person, starts_at, ends_at)

    def _save_m2m(self):
        super()._save_m2m()
        self.instance.trainers.set(self.cleaned_data["led_by"])

    def save(self, commit=True):
        session, reason = super().save(commit), self.cleaned_data["called_off"]
        if reason != session.cancellation_reason:
            session.cancel(on=today(), reason=reason) if reason else session.reinstate()
        return session


class SessionFormSet(BaseInlineFormSet):
    """All dates of a training; refuses rooms and trainers that are taken, and names by what."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        planned = {} if self.instance.cancelled_on else self._stored()
        show_hints(self.forms, planned=planned)

    def _stored(self):
        dates = {form: form.instance for form in self.initial_forms}
        return {form: date for form, date in dates.items() if not date.cancelled_on}

    @cached_property
    def offered(self):
        return {"rooms": choices.rooms(), "trainers": choices.trainers(self.instance)}

    def get_form_kwargs(self, index):
        return super().get_form_kwargs(index) | self.offered

    def clean(self):
        super().clean()
        forms = [
            form
            for form in self.forms
            if getattr(form, "period", None) and form not in self.deleted_forms
        ]
        for form in forms:
            room = form.cleaned_data.get("room")
            if room and room.seats < (self.instance.capacity or 0):
                message = gettext("This room has only %(seats)s seats.") % {"seats": room.seats}
                form.add_error("room", message)
        if self.instance.cancelled_on:
            return
        keys = [form.instance.pk for form in self.initial_forms]
        assignments = TrainerAssignment.objects.filter(session__in=keys)
        refuse_clashes(
            [wish for form in forms for wish in form.wishes(seats=self.instance.capacity)],
            replacing=[
                (Session._meta.db_table, keys),
                (TrainerAssignment._meta.db_table, assignments.values_list("pk", flat=True)),
            ],
        )
