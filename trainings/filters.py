from datetime import date

import django_filters
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext_lazy as _

from cooperation.models import Venue
from miko_portal.base.clock import start_of
from miko_portal.base.lists import ListFilter, Only
from trainings.facts import Audience, Level
from trainings.models import Run, Session

HORIZON = 500  # dates to come, whose towns and months one can choose from


class TrainingFilter(ListFilter):
    """What one can look for among the trainings to come."""

    q = django_filters.CharFilter(label=_("Search for a word"), max_length=100, method="by_words")
    audience = django_filters.ChoiceFilter(
        label=_("For whom"),
        empty_label=_("For all"),
        choices=[(Audience.STAFF, Audience.STAFF.label), (Audience.VOLUNTEERS, _("Volunteers"))],
        method="for_audience",
    )
    level = django_filters.ChoiceFilter(
        label=_("Previous knowledge"),
        empty_label=_("With or without"),
        choices=Level.choices,
        field_name="course__level",
    )
    town = django_filters.ChoiceFilter(
        label=_("Place"), empty_label=_("All places"), method="in_town"
    )
    month = django_filters.ChoiceFilter(
        label=_("Month"), empty_label=_("All months"), method="in_month"
    )
    free = Only(label=_("Not full yet"), field_name="not_full")

    FOLDED = ("audience", "level", "town", "month", "free")
    TOLD = ("q", *FOLDED)

    class Meta:
        model = Run
        fields = []

    def __init__(self, *args, on, **kwargs):
        super().__init__(*args, **kwargs)
        fields = self.form.fields
        fields["q"].widget.input_type = "search"
        towns, months = self._on_offer(on)
        fields["town"].choices = [(town, town) for town in self._with_asked(towns)]
        fields["month"].choices = [(f"{day:%Y-%m}", named(day)) for day in months]

    def _on_offer(self, on):
        """Where and in which months something is to come."""
        sessions = Session.objects.filter(
            run__in=self.queryset.upcoming(on=on), cancelled_on=None, ends_at__gte=start_of(on)
        )
        rows = sessions.order_by("starts_at").values_list("starts_at", "room__venue__town")
        rows = list(rows[:HORIZON])
        months = {localtime(starts_at).date().replace(day=1) for starts_at, _town in rows}
        return sorted({town for _at, town in rows if town}), sorted(months)

    def _with_asked(self, towns):
        """A town in which nothing is on offer may still be asked for, if there is one."""
        asked = self.data.get("town") or ""
        if not asked or asked in towns or not asked.isprintable():
            return towns
        return [*towns, asked] if Venue.objects.filter(town=asked).exists() else towns

    def said(self, name, value):
        if name == "free":
            return self.filters[name].label
        return value if name == "q" else dict(self.form.fields[name].choices)[value]

    def by_words(self, runs, name, text):
        return runs.with_words(text)

    def for_audience(self, runs, name, audience):
        return runs.for_audience(audience)

    def in_town(self, runs, name, town):
        return runs.in_town(town)

    def in_month(self, runs, name, month):
        return runs.in_month(date.fromisoformat(f"{month}-01"))


def named(month: date) -> str:
    """March 2027, in the language of the page."""
    return date_format(month, "F Y")
