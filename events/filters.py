import re
from datetime import date

import django_filters
from django.core.validators import MaxValueValidator, MinValueValidator
from django.utils.functional import cached_property
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from cooperation.models import Venue
from events.counting import DISTANCES, Counts, end_of_week
from events.languages import CODES, name_of
from events.models import Run, Topic
from events.search import Search
from events.towns import towns
from miko_portal.base.forms import DateField
from miko_portal.base.lists import COUNTED, ListFilter, Only

NEAR_BY = 10  # km, where no other distance is chosen


def in_km(number):
    """A distance, from left to right in pages of either direction."""
    return f"\u2066{number} km\u2069"


class Day(django_filters.Filter):
    """A day as people type it; `SeminarFilter` itself says what it leaves out."""

    field_class = DateField

    def __init__(self, **kwargs):
        reasonable = [MinValueValidator(date(2000, 1, 1)), MaxValueValidator(date(2100, 1, 1))]
        super().__init__(validators=reasonable, **kwargs)


class SeminarFilter(ListFilter):
    """What one can look for among the seminars to come, among what is on offer.

    Each choice tells how many runs it would leave; `Counts` counts them.
    """

    q = django_filters.CharFilter(label=_("Search for a word"), max_length=100)
    week = Only(label=_("This week"), method="in_this_week")
    free = Only(label=_("Not full yet"), field_name="not_full")
    language = django_filters.ChoiceFilter(
        label=_("Language"), empty_label=_("All languages"), method="in_language"
    )
    topic = django_filters.ChoiceFilter(
        label=_("Topic"), empty_label=_("All topics"), field_name="seminar__topic"
    )
    town = django_filters.ChoiceFilter(
        label=_("Place"), empty_label=_("All places"), method="in_town"
    )
    near = django_filters.ChoiceFilter(label=_("Near this place"), empty_label=_("Everywhere"))
    within = django_filters.ChoiceFilter(
        label=_("Not further away than"), empty_label=in_km(NEAR_BY)
    )
    since = Day(label=_("From this day"))
    until = Day(label=_("Until this day"))
    childcare = Only(label=_("With childcare"), field_name="with_childcare")
    step_free = Only(label=_("Without steps"), field_name="step_free")
    women_only = Only(label=_("For women only"), field_name="for_women")

    search = None  # by `filter_queryset`, where a word is looked for

    LISTS = ("language", "topic", "town")
    BOXES = ("week", "free", "childcare", "step_free", "women_only")
    FOLDED = (*LISTS, "near", "within", "since", "until", *BOXES)
    TOLD = ("q", *LISTS, "near", "since", "until", *BOXES)

    class Meta:
        model = Run
        fields = []

    def __init__(self, *args, on, **kwargs):
        super().__init__(*args, **kwargs)
        self.on = on
        fields = self.form.fields
        # Any that there might be; `filter_queryset` shows what is on offer.
        fields["language"].choices = [(code, code) for code in CODES]
        fields["town"].choices = self._asked("town", lambda town: town.isprintable())
        fields["topic"].choices = self._asked("topic", re.compile(r"[0-9]{1,18}").fullmatch)
        fields["near"].choices = [(name, name) for name in towns()]
        fields["within"].choices = [(km, in_km(km)) for km in DISTANCES if km != NEAR_BY]
        fields["q"].widget.input_type = "search"

    def _asked(self, name, possible):
        asked = self.data.get(name) or ""
        return [(asked, asked)] if asked and possible(asked) else []

    def filter_queryset(self, queryset):
        chosen = dict(self.form.cleaned_data)
        since, until, text = (chosen.pop(name, None) for name in ("since", "until", "q"))
        runs = coming = queryset.upcoming(on=max(self.on, since or self.on))
        if until:
            runs = runs.before(until=until)
        if text:
            self.search = Search(text, language=get_language(), among=coming)
            runs = self.search.filter(runs)
        self.counts = self._counts(runs)
        # Nothing on those days or by that word: what there is besides.
        self.others = self.counts or self._counts(queryset.upcoming(on=self.on))
        self._refuse_unknown()
        self._tell_choices()
        chosen = self.chosen
        if near := chosen.pop("near", None):
            runs = runs.around(near, km=chosen.pop("within"))
        for name, value in chosen.items():
            runs = self.filters[name].filter(runs, value)
        return runs

    def _counts(self, runs):
        return Counts(runs, on=self.on, language=get_language())

    @property
    def chosen(self):
        """What is chosen besides days and a word, as an `Counted` has it."""
        cleaned = self.form.cleaned_data
        found = {name: cleaned[name] for name in (*self.LISTS, *self.BOXES) if cleaned.get(name)}
        if near := cleaned.get("near"):
            found |= {"near": near, "within": int(cleaned.get("within") or NEAR_BY)}
        return found

    def _refuse_unknown(self):
        """A town or a topic that isn't on offer may still be asked for, if there is one."""
        chosen = self.chosen
        for name, known in (
            ("town", lambda town: Venue.objects.filter(town=town).exists()),
            ("topic", lambda key: Topic.objects.filter(pk=key).exists()),
        ):
            value = chosen.get(name)
            if value and value not in self.others.choices(name) and not known(value):
                field = self.form.fields[name]
                message = field.error_messages["invalid_choice"]
                self.form.add_error(name, message % {"value": value})

    def _tell_choices(self):
        fields, chosen, counts = self.form.fields, self.chosen, self.others
        for name in self.LISTS:
            numbers = counts.numbers(name, chosen)
            if (value := chosen.get(name)) and value not in numbers:
                numbers[value] = 0
            named = sorted((self._name_of(name, value), value) for value in numbers if value)
            fields[name].choices = [
                (value, f"{said} ({counts.shown(numbers[value])})") for said, value in named
            ]
        for name in self.BOXES:
            number = counts.number({**chosen, name: True})
            self.form[name].label = f"{fields[name].label} ({counts.shown(number)})"

    def _name_of(self, name, value):
        if name == "language":
            return name_of(value)
        if name == "town":
            return value
        names = self.others.topics()
        if int(value) not in names:
            names |= Topic.objects.with_name_in(get_language()).values_list("pk", "name_read")
        return names[int(value)]

    @cached_property
    def dates(self):
        """Keys of the dates that what is found is listed by, in the order of the page.

        One more than the list counts (`COUNTED`) at most.
        """
        runs, chosen = self.qs, self.chosen
        if self.search:
            return self.search.nearest_first(runs, most=COUNTED + 1) if self.counts else []
        if not chosen:
            return self.counts.dates
        if self.counts.complete:
            return [run.date for run in self.counts.listed(chosen)]
        return list(self._nearest_first(runs).values_list("next_session", flat=True)[: COUNTED + 1])

    def runs_of(self, dates):
        """The runs that are listed by some of these dates; near a place with how far `away`."""
        return self._nearest_first(self.queryset.by_dates(dates))

    def _nearest_first(self, runs):
        chosen = self.chosen
        if "near" not in chosen:
            return runs
        return runs.nearest_first(chosen["near"], km=chosen["within"])

    @property
    def by_distance(self):
        """Whether the nearest stand first; what is found by a word comes by how well it fits."""
        return "near" in self.chosen and not self.search

    def next_of_topic(self):
        """What comes next and takes place of the topic that is chosen, or of any."""
        runs = self.queryset.upcoming(on=self.on).filter(cancelled_on=None, next_called_off_on=None)
        topic = self.chosen.get("topic")
        return runs.filter(seminar__topic=topic) if topic else runs

    def said(self, name, value):
        if name in self.BOXES:
            return self.filters[name].label
        if name in ("since", "until"):
            return f"{self.filters[name].label}: {value:%d.%m.%Y}"
        if name == "near":
            return f"{value} + {self.chosen['within']} km"
        return value if name == "q" else self._name_of(name, value)

    @property
    def ways_on(self):
        """What to leave out where nothing is found, with what that brings, the most first."""
        if self.counts:
            chosen = self.chosen
            numbers = [
                (self.counts.number({k: v for k, v in chosen.items() if k != one["name"]}), one)
                for one in self.active
                if one["name"] in chosen
            ]
        else:
            by = [one for one in self.active if one["name"] in ("q", "since", "until")]
            together = {
                "said": " + ".join(str(one["said"]) for one in by),
                "without": self.address_without(*(one["name"] for one in by)),
            }
            numbers = [(self.others.number(self.chosen), together)]
        helping = sorted((pair for pair in numbers if pair[0]), key=lambda pair: -pair[0])
        return [{**one, "number": self.others.shown(number)} for number, one in helping]

    def belongs_to(self, key):
        return "near" if key == "within" else super().belongs_to(key)

    def in_language(self, runs, name, code):
        return runs.in_language(code)

    def in_town(self, runs, name, town):
        return runs.in_town(town)

    def in_this_week(self, runs, name, ticked):
        return runs.before(until=end_of_week(self.on)) if ticked else runs
