import re
from datetime import date

import django_filters
from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from cooperation.models import Venue
from events.languages import CODES, name_of
from events.models import Run, Session, Topic
from events.search import Search
from miko_portal.base.forms import DateField


class Only(django_filters.Filter):
    """A box to tick: nothing is left out while it is empty."""

    field_class = forms.BooleanField

    def filter(self, queryset, value):
        return getattr(queryset, self.field_name)() if value else queryset


class Day(django_filters.Filter):
    """A day as people type it; `SeminarFilter` itself says what it leaves out."""

    field_class = DateField

    def __init__(self, **kwargs):
        reasonable = [MinValueValidator(date(2000, 1, 1)), MaxValueValidator(date(2100, 1, 1))]
        super().__init__(validators=reasonable, **kwargs)


class SeminarFilter(django_filters.FilterSet):
    """What one can look for among the seminars to come, among what is on offer."""

    language = django_filters.ChoiceFilter(
        label=_("Language"), empty_label=_("All languages"), method="in_language"
    )
    town = django_filters.ChoiceFilter(
        label=_("Place"), empty_label=_("All places"), method="in_town"
    )
    topic = django_filters.ChoiceFilter(
        label=_("Topic"), empty_label=_("All topics"), field_name="seminar__topic"
    )
    since = Day(label=_("From this day"))
    until = Day(label=_("Until this day"))
    q = django_filters.CharFilter(label=_("Search for a word"), max_length=100)
    childcare = Only(label=_("With childcare"), field_name="with_childcare")
    step_free = Only(label=_("Without steps"), field_name="step_free")
    women_only = Only(label=_("For women only"), field_name="for_women")

    search = None  # by its `filter_queryset`, where a word is looked for

    MORE = ("q", "since", "until", "childcare", "step_free", "women_only")

    class Meta:
        model = Run
        fields = []

    def __init__(self, *args, on, **kwargs):
        super().__init__(*args, **kwargs)
        self.on = on
        offered = Session.objects.offered(on=on)
        fields = self.form.fields
        fields["language"].choices = self._languages(offered["languages"])
        fields["town"].choices = [(town, town) for town in self._towns(offered["towns"])]
        topics = Topic.objects.filter(pk__in=self._topics(offered["topics"]))
        topics = topics.with_name_in(get_language())
        fields["topic"].choices = [(topic.pk, topic.name_read) for topic in topics]
        fields["q"].widget.input_type = "search"

    def _languages(self, offered):
        asked = self.data.get("language")
        codes = {*offered, asked} & set(CODES)
        return sorted(((code, name_of(code)) for code in codes), key=lambda pair: pair[1])

    def _towns(self, offered):
        """Those on offer; the one asked for stays, as long as there is a house in it."""
        towns, asked = [town for town in offered if town], self.data.get("town") or ""
        kept = asked.isprintable() and asked not in ("", *towns)
        return [*towns, asked] if kept and Venue.objects.filter(town=asked).exists() else towns

    def _topics(self, offered):
        """Those on offer; the one asked for stays."""
        asked = self.data.get("topic") or ""
        return [*offered, int(asked)] if re.fullmatch(r"[0-9]{1,18}", asked) else offered

    @property
    def in_use(self):
        """Whether anything is set; what was not understood doesn't count."""
        return any(self.form.cleaned_data.values())

    @property
    def more_in_use(self):
        """Whether one of those is set, or wrong, that are folded away at first."""
        return any(self.form.cleaned_data.get(name) or name in self.errors for name in self.MORE)

    def filter_queryset(self, queryset):
        chosen = dict(self.form.cleaned_data)
        since, until = chosen.pop("since", None), chosen.pop("until", None)
        runs = offered = queryset.upcoming(on=max(self.on, since or self.on))
        if until:
            runs = runs.before(until=until)
        if text := chosen.pop("q", ""):
            self.search = Search(text, language=get_language(), among=offered)
            runs = self.search.filter(runs)
        for name, value in chosen.items():
            runs = self.filters[name].filter(runs, value)
        return runs

    def nearest_first(self, *, most):
        """The keys of what is found, the best first: so many at most."""
        return self.search.nearest_first(self.qs, most=most)

    def in_language(self, runs, name, code):
        return runs.in_language(code)

    def in_town(self, runs, name, town):
        return runs.in_town(town)
