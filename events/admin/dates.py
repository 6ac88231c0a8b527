"""The form of a date and of all dates of a run, on its page and when it is new."""

from datetime import timedelta

from django import forms
from django.utils.timezone import localtime
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from cooperation.bookings import Wish, refuse_clashes
from cooperation.hints import show_hints, typed_day
from cooperation.models import Room
from cooperation.planning import PlaceField, period, store_place
from events.models import InterpreterAssignment, Session
from miko_portal.base.clock import today
from miko_portal.base.forms import DateField, NameField, TimeField
from miko_portal.base.seen import SeenForm

PLACE_HELP = _("Choose one from the list or type a new one: room, house, town; or house, town.")
MOST_DATES = 20


def widen(form, *names):
    """Lines of text as wide as the administration's own."""
    for name in names:
        if name in form.fields:
            form.fields[name].widget.attrs["class"] = "vTextField"


def refuse_small_room(form, place, seats):
    """A room has to have a seat for everybody who may come."""
    if isinstance(place, Room) and place.pk and seats and place.seats < seats:
        form.add_error(
            "place", gettext("This room has only %(seats)s seats.") % {"seats": place.seats}
        )


class SessionForm(SeenForm):
    day = DateField(label=_("Date"))
    starts = TimeField(label=_("from"))
    ends = TimeField(label=_("to"))
    place = PlaceField(houses=True, label=_("Place"), help_text=PLACE_HELP)
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

    def wishes(self, *, seats):
        """The room for so many that the date takes, known or new, and its interpreters.

        None of them if it doesn't take place.
        """
        if self.cleaned_data.get("called_off"):
            return
        room = self.cleaned_data.get("place")
        if isinstance(room, Room):
            yield Wish(self, "place", room, *self.period, seats)
        for assignment in self.interpreting:
            yield Wish(self, "day", assignment.person, *self.period)

    @property
    def interpreting(self):
        """Who is booked to interpret so far; fetched by the page of the run."""
        return self.instance.booked_interpreters if self.instance.pk else []


class SessionFormSet(forms.BaseInlineFormSet):
    """All dates of a run; refuses rooms and interpreters that are taken, and names by what."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        stored = {form: form.instance for form in self.forms if form.instance.takes_place}
        show_hints(self.forms, planned=stored)

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
            [wish for form in forms for wish in form.wishes(seats=self.instance.capacity)],
            replacing=[
                (Session._meta.db_table, keys),
                (
                    InterpreterAssignment._meta.db_table,
                    [row.pk for form in self.initial_forms for row in form.interpreting],
                ),
            ],
        )


class DateForm(forms.Form):
    """When and where one date is."""

    day = DateField(label=_("Date"))
    starts = TimeField(label=_("from"))
    ends = TimeField(label=_("to"))
    place = PlaceField(houses=True, label=_("Place"), help_text=PLACE_HELP)

    def clean(self):
        data = super().clean()
        self.period = period(self, day="day", starts="starts", ends="ends")
        return data

    def session(self):
        """The date that was typed, not stored yet, nor is its place if that is new."""
        starts_at, ends_at = self.period
        session = Session(starts_at=starts_at, ends_at=ends_at)
        session.set_place(self.cleaned_data["place"])
        return session


class DateFormSet(forms.BaseFormSet):
    """All dates of something new; each but the first can be left out again."""

    default_error_messages = forms.BaseFormSet.default_error_messages | {
        "too_many_forms": _("At most %(num)d dates, please.")
    }

    def add_fields(self, form, index):
        super().add_fields(form, index)
        if index == 0:
            del form.fields["DELETE"]
        else:
            form.fields["DELETE"].label = gettext("Leave this date out")

    def clean(self):
        """Refuses rooms that are taken, and two dates at the same time."""
        kept = [form for form in self.kept if form.period]
        refuse_clashes(
            Wish(form, "place", place, *form.period)
            for form in kept
            if isinstance(place := form.cleaned_data.get("place"), Room)
        )
        for number, form in enumerate(kept):
            clashes = any(_at_once(form.period, other.period) for other in kept[:number])
            if clashes and not form.errors:
                form.add_error("day", gettext("Another date on this page is at the same time."))

    @property
    def kept(self):
        """The rows that are to be stored: filled in and not left out again."""
        return [
            form
            for form in self.forms
            if not self._should_delete_form(form)
            and (form.has_changed() or not form.empty_permitted)
        ]

    def refuse_small_rooms(self, seats):
        for form in self.kept:
            refuse_small_room(form, form.cleaned_data.get("place"), seats)
        return not any(form.errors for form in self.kept)

    def sessions(self):
        return [form.session() for form in self.kept]


def with_next_date(data, prefix):
    """What was posted and has one more row, filled in: a week after the last, as that one."""
    number = int(data[f"{prefix}-TOTAL_FORMS"]) - 1
    last = DateForm(data, prefix=f"{prefix}-{number - 1}")
    for name in ("starts", "ends", "place"):
        data[f"{prefix}-{number}-{name}"] = last[name].value() or ""
    if day := typed_day(last):
        following = day + timedelta(weeks=1)
        for part in ("day", "month", "year"):
            data[f"{prefix}-{number}-day_{part}"] = getattr(following, part)
    return data


def next_such_date(run, *, on):
    """The first date of a run, on the next such weekday that is at least a week ahead."""
    session = run.sessions.first()
    if session is None:
        return []
    starts, ends = localtime(session.starts_at), localtime(session.ends_at)
    days = (starts.weekday() - on.weekday()) % 7
    return [
        {
            "day": on + timedelta(days=days + 7 if days else 7),
            "starts": starts.time(),
            "ends": ends.time(),
            "place": session.room or session.venue,
        }
    ]


def _at_once(one, other):
    return one[0] < other[1] and other[0] < one[1]


Dates = forms.formset_factory(
    DateForm,
    formset=DateFormSet,
    extra=0,
    min_num=1,
    max_num=MOST_DATES,
    validate_max=True,
    can_delete=True,
)
