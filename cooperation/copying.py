"""An earlier programme on new days: which part of it, and each of its dates in the preview.

Seminars and trainings are taken over alike. What they are made of is theirs: each derives the
three classes below and fills in what they leave open.
"""

from collections.abc import Callable
from datetime import date, timedelta

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Layout, Row
from django import forms
from django.core.exceptions import ValidationError
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from cooperation.bookings import Wish, refuse_clashes
from cooperation.hints import show_hints, typed_day
from cooperation.models import Project
from cooperation.planning import instants
from miko_portal.base.clock import start_of
from miko_portal.base.forms import DateField
from miko_portal.base.recurrence import years_later

MOST_COPIED = 100
ONE_DAY = timedelta(days=1)
PARTS = {  # first and last month
    "year": (_("the whole year"), 1, 12),
    "first": (_("January to June"), 1, 6),
    "second": (_("July to December"), 7, 12),
    "q1": (_("January to March"), 1, 3),
    "q2": (_("April to June"), 4, 6),
    "q3": (_("July to September"), 7, 9),
    "q4": (_("October to December"), 10, 12),
}


class ProgrammeForm(forms.Form):
    """Which earlier programme is taken, and for which year.

    Apps say which model their `dates` are, what is fetched with each, and the way from there to
    its project. Once it is valid, `sessions` has the dates that took place, or will.
    """

    dates, fetched, project_path = None, ["run", "room__venue"], "run__project"

    year = forms.TypedChoiceField(label=_("Programme of"), coerce=int)
    part = forms.ChoiceField(
        label=_("Part of the year"), choices=[(key, part[0]) for key, part in PARTS.items()]
    )
    project = forms.ModelChoiceField(
        Project.objects.all(), label=_("Project"), required=False, empty_label=_("all")
    )
    into = forms.TypedChoiceField(label=_("For the year"), coerce=int)

    def __init__(self, data=None, *, on: date):
        starts = self.dates.objects.order_by("starts_at").values_list("starts_at", flat=True)
        first = starts.first()
        oldest = localtime(first).year if first else on.year
        years = [(year, year) for year in range(on.year, min(oldest, on.year) - 1, -1)]
        super().__init__(data, initial={"year": on.year, "into": on.year + 1})
        self.fields["year"].choices = years
        self.fields["into"].choices = [(year, year) for year in range(on.year, on.year + 4)]
        self.helper = FormHelper()
        self.helper.form_tag = False
        self.helper.disable_csrf = True
        self.helper.layout = Layout(
            Row("year", "part", "project", "into", css_class="date-and-times")
        )

    def clean(self):
        data = super().clean()
        if data.get("year") and data.get("into") and data["into"] <= data["year"]:
            self.add_error("into", gettext("Choose a later year than that of the programme."))
        if not self.errors:
            self.sessions = self._sessions(data)
            if len(self.sessions) > MOST_COPIED:
                text = gettext(
                    "These are more than %(most)s dates. Choose a smaller part of the year."
                )
                self.add_error("part", text % {"most": MOST_COPIED})
        return data

    def _sessions(self, data):
        """At most one more than can be."""
        _label, first, last = PARTS[data["part"]]
        until = date(data["year"] + last // 12, last % 12 + 1, 1)
        found = self.dates.objects.filter(
            starts_at__gte=start_of(date(data["year"], first, 1)),
            starts_at__lt=start_of(until),
            cancelled_on=None,
            run__cancelled_on=None,
        ).exclude(run__published_on=None)
        if data["project"]:
            found = found.filter(**{self.project_path: data["project"]})
        found = found.select_related(*self.fetched).order_by("starts_at", "pk")
        return list(found[: MOST_COPIED + 1])

    def moved(self, day: date) -> date:
        """The day that answers to one of the programme."""
        return years_later(day, self.cleaned_data["into"] - self.cleaned_data["year"])


class CopyForm(forms.Form):
    """One date of the earlier programme, and the day it is to have now."""

    keep = forms.BooleanField(label=_("Take over"), required=False)
    day = DateField(label=_("New date"), required=False)

    def __init__(self, data=None, *, session, title: str, day: date):
        super().__init__(data, prefix=f"date-{session.pk}", initial={"keep": True, "day": day})
        self.session = session
        self.earlier = localtime(session.starts_at)
        self.fields["keep"].label = f"{title}, {date_format(self.earlier, 'D d.m.Y, H:i')}"

    def date_in(self, period):
        """The date from and to new instants, with the place it had; not stored yet."""
        raise NotImplementedError

    @property
    def is_kept(self):
        return self.is_valid() and self.cleaned_data["keep"]

    def clean(self):
        data = super().clean()
        if not data.get("keep"):
            # Whatever stands there is not taken.
            self.errors.pop("day", None)
        elif "day" not in self.errors:
            self._find_period(data.get("day"))
        return data

    def _find_period(self, day):
        if day is None:
            self.add_error("day", gettext("Please enter the day."))
            return
        try:
            self.period = self._period_on(day)
        except ValidationError as error:
            self.add_error("day", error)

    @property
    def proposed(self):
        """The date on the day that stands there, whether it was checked or not; None if none."""
        try:
            period = self._period_on(typed_day(self))
        except ValidationError:
            return None
        return self.date_in(period) if period else None

    def copy(self):
        """The date on its new day, not stored yet."""
        return self.date_in(self.period)

    def wishes(self):
        """What it takes on its new day."""
        if self.session.room:
            yield Wish(self, "day", self.session.room, *self.period)

    def _period_on(self, day):
        if day is None:
            return None
        ends = localtime(self.session.ends_at)
        return instants(day, self.earlier.time(), ends.time())


class Copies:
    """Dates of earlier runs on their new days, in order, none of them stored yet.

    Apps say of what kind their rows are (`row`), and what a run holds (`held`, the name of the
    field that points to its course or seminar).
    """

    row, held = None, None

    def __init__(self, sessions: list, *, moved: Callable[[date], date], data=None):
        titles = self.titles({getattr(session.run, f"{self.held}_id") for session in sessions})
        self.rows = [
            self.row(
                data,
                session=session,
                title=str(titles[getattr(session.run, f"{self.held}_id")]),
                day=moved(localtime(session.starts_at).date()),
            )
            for session in sessions
        ]
        planned = {row: date for row in self.rows if (date := row.proposed)}
        show_hints(self.rows, planned=planned)
        self._leave_known_out() if data is None else self._refuse_clashes()

    def titles(self, keys) -> dict:
        """What runs hold, by key."""
        raise NotImplementedError

    def _leave_known_out(self):
        """What stands in the programme already, is proposed for no second time."""
        days = [row.initial["day"] for row in self.rows]
        if not days:
            return
        dates = type(self.rows[0].session).objects
        known = dates.filter(
            starts_at__gte=start_of(min(days)), starts_at__lt=start_of(max(days) + ONE_DAY)
        ).values_list(f"run__{self.held}", "starts_at")
        there = {(held, localtime(starts_at).date()) for held, starts_at in known}
        for row in self.rows:
            if (getattr(row.session.run, f"{self.held}_id"), row.initial["day"]) in there:
                row.initial["keep"] = False
                row.fields["keep"].help_text = gettext("It is planned on this day already.")

    def _refuse_clashes(self):
        refuse_clashes(wish for row in self.rows if row.is_kept for wish in row.wishes())

    @property
    def are_valid(self):
        return all(row.is_valid() for row in self.rows)

    def chosen(self):
        """For the action: each earlier run with its new dates."""
        runs, found = {}, {}
        for row in self.rows:
            if row.is_kept:
                run = runs.setdefault(row.session.run_id, row.session.run)
                found.setdefault(run.pk, []).append(row.copy())
        return [(runs[pk], sessions) for pk, sessions in found.items()]
