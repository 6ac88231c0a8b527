"""A recurring offer: the rule its days follow, and each of them in the preview."""

from datetime import date, timedelta
from hashlib import sha256

from crispy_forms.layout import Fieldset, Layout, Row
from django import forms
from django.core.exceptions import ValidationError
from django.utils.dates import WEEKDAYS
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from cooperation.bookings import Wish, refuse_clashes
from cooperation.hints import hints_for, in_a_row
from cooperation.houses import others_in_the_house
from cooperation.models import PlanningPeriod, Room
from cooperation.planning import PlaceField, instants
from events.admin.dates import PLACE_HELP, refuse_small_room
from events.admin.planning import FACTS, FOR_A_NEW_ONE, OfferForm
from events.models import Run, Session
from miko_portal.base.forms import DateField, TimeField
from miko_portal.base.holidays import holiday_on
from miko_portal.base.recurrence import LAST, MOST_DAYS, Rule

LONGEST = timedelta(days=3 * 366)
WHICH = [
    (1, _("the first")),
    (2, _("the second")),
    (3, _("the third")),
    (4, _("the fourth")),
    (LAST, _("the last")),
]


class Choices(forms.TypedMultipleChoiceField):
    """Numbers, chosen by their words."""

    widget = forms.CheckboxSelectMultiple

    def __init__(self, **kwargs):
        super().__init__(coerce=int, **kwargs)


class SeriesForm(OfferForm):
    """What is offered again and again, and on which days ("Regelmäßiges Angebot")."""

    class Rhythm:
        WEEKS, MONTH = "weeks", "month"
        choices = [
            (WEEKS, _("every week or every few weeks")),
            (MONTH, _("on certain weekdays of a month")),
        ]

    weekdays = Choices(label=_("On these weekdays"), choices=list(WEEKDAYS.items()))
    rhythm = forms.ChoiceField(
        label=_("How often"),
        choices=Rhythm.choices,
        widget=forms.RadioSelect,
        initial=Rhythm.WEEKS,
    )
    weeks = forms.IntegerField(
        label=_("Every … weeks"),
        required=False,
        min_value=1,
        max_value=12,
        initial=1,
        help_text=_("1: every week, 2: every second week."),
    )
    of_month = Choices(
        label=_("Which of the month"),
        required=False,
        choices=WHICH,
        help_text=_("Such as the last Wednesday of each month."),
    )
    since = DateField(label=_("From"))
    until = DateField(label=_("Until"))
    without_holidays = forms.BooleanField(
        label=_("Leave public holidays out"), required=False, initial=True
    )
    without_school_holidays = forms.BooleanField(
        label=_("Leave school holidays out"), required=False
    )
    starts = TimeField(label=_("from"))
    ends = TimeField(label=_("to"))
    place = PlaceField(houses=True, label=_("Place"), help_text=PLACE_HELP)
    each = forms.TypedChoiceField(
        label=_("How one takes part"),
        coerce=lambda value: value == "each",
        choices=[
            ("each", _("On each day by itself, with seats of its own")),
            ("all", _("On all days together: a course that one books once")),
        ],
        widget=forms.RadioSelect,
        initial="each",
    )

    layout = Layout(
        "seminar",
        *FOR_A_NEW_ONE,
        Fieldset(
            _("Days"),
            "weekdays",
            "rhythm",
            "weeks",
            "of_month",
            Row("since", "until", css_class="date-and-times"),
            "without_holidays",
            "without_school_holidays",
        ),
        Fieldset(_("Time and place"), Row("starts", "ends", css_class="date-and-times"), "place"),
        Fieldset(_("Taking part"), "each", *FACTS),
    )

    @classmethod
    def like(cls, run: Run, *, on: date):
        """Filled in as that time, from the next week on."""
        initial = cls.facts_of(run) | {"since": on + timedelta(days=7)}
        if session := run.sessions.first():
            starts, ends = localtime(session.starts_at), localtime(session.ends_at)
            initial |= {
                "weekdays": [starts.weekday()],
                "starts": starts.time(),
                "ends": ends.time(),
                "place": session.room or session.venue,
            }
        return cls(initial=initial)

    def clean(self):
        data = super().clean()
        monthly = data.get("rhythm") == self.Rhythm.MONTH
        needed = "of_month" if monthly else "weeks"
        if not data.get(needed) and needed not in self.errors:
            self.add_error(needed, gettext("Fill this in for the rhythm that you have chosen."))
        refuse_small_room(self, data.get("place"), data.get("capacity"))
        if data.get("starts") and data.get("ends") and data["starts"] >= data["ends"]:
            self.add_error("ends", gettext("The end lies before the start."))
        if data.get("since") and data.get("until"):
            self._check_span(data["since"], data["until"])
        if not self.errors:
            self._find_days(data, monthly=monthly)
        return data

    def _check_span(self, since, until):
        if until < since:
            self.add_error("until", gettext("The end lies before the start."))
        elif until - since > LONGEST:
            self.add_error("until", gettext("At most three years at once, please."))

    def _find_days(self, data, *, monthly):
        rule = Rule(
            frozenset(data["weekdays"]),
            weeks=1 if monthly else data["weeks"],
            of_month=frozenset(data["of_month"]) if monthly else frozenset(),
        )
        found = rule.days(since=data["since"], until=data["until"], most=LONGEST.days)
        off = self._days_off(found)
        self.left_out = sorted(off)
        self.days = [day for day in found if day not in off]
        if not self.days:
            self.add_error("until", gettext("There is no such day in this time."))
        elif len(self.days) > MOST_DAYS:
            text = gettext("These are %(count)s days; at most %(most)s at once, please.")
            self.add_error("until", text % {"count": len(self.days), "most": MOST_DAYS})

    def _days_off(self, days):
        off = set()
        if not days:
            return off
        if self.cleaned_data["without_holidays"]:
            off |= {day for day in days if holiday_on(day)}
        if self.cleaned_data["without_school_holidays"]:
            school = PlanningPeriod.objects.filter(kind=PlanningPeriod.Kind.SCHOOL)
            for period in school.touching(days[0], days[-1]):
                off |= {day for day in days if period.starts_on <= day <= period.ends_on}
        return off

    @property
    def seal(self):
        """Stands for all that was typed: whether a preview was made from just this."""
        typed = [f"{name}={self[name].value()}" for name in self.fields]
        return sha256("\n".join(typed).encode()).hexdigest()


class DayForm(forms.Form):
    """One day of the preview: it is taken or left out."""

    keep = forms.BooleanField(required=False)

    def __init__(self, data, *, day: date, hints):
        super().__init__(data, prefix=f"day-{day}")
        self.day = day
        self.fields["keep"].label = date_format(day, "l, d.m.Y")
        self.fields["keep"].help_text = in_a_row(hints)

    @property
    def is_kept(self):
        return self.is_valid() and self.cleaned_data["keep"]


class Preview:
    """The days of a rule, each with its hints and with what stands against it."""

    def __init__(self, form: SeriesForm, data=None):
        self.form, self.ticked = form, data is not None
        found = hints_for(form.days)
        proposed = {f"day-{day}-keep": "on" for day in form.days}
        self.rows = [
            DayForm(proposed if data is None else data, day=day, hints=found[day])
            for day in form.days
        ]
        self.refuse_taken()
        if data is None:
            for row in self.refused:  # proposed is what can be
                del proposed[row.add_prefix("keep")]
        self._show_others(found)
        hints = hints_for(form.left_out)
        self.left_out = [(day, hints[day]) for day in form.left_out]

    def refuse_taken(self):
        """Names at its row what can't be: a room that is taken, a time that there isn't."""
        data, wishes = self.form.cleaned_data, []
        for row in self.rows:
            if not row.is_kept:
                continue
            try:
                row.period = instants(row.day, data["starts"], data["ends"])
            except ValidationError as error:
                row.add_error("keep", error)
            else:
                if isinstance(data["place"], Room):
                    wishes.append(Wish(row, "keep", data["place"], *row.period))
        refuse_clashes(wishes)

    def _show_others(self, hints):
        """At each day besides: what else is in the house at that time."""
        dates = {row: self._date(row) for row in self.rows if hasattr(row, "period")}
        for row, others in zip(dates, others_in_the_house(dates.values()), strict=True):
            row.fields["keep"].help_text = in_a_row([*hints[row.day], *others])

    @property
    def kept(self):
        return [row for row in self.rows if row.is_kept]

    @property
    def refused(self):
        return [row for row in self.rows if row.errors]

    def sessions(self):
        """The dates that were taken, not stored yet."""
        return [self._date(row) for row in self.kept]

    def _date(self, row):
        session = Session(starts_at=row.period[0], ends_at=row.period[1])
        session.set_place(self.form.cleaned_data["place"])
        return session
