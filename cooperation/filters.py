"""Searching and narrowing the lists; what an address says wrongly is left out, with a notice."""

import django_filters as filters
from django.contrib.auth import get_user_model
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from cooperation.models import (
    Agreement,
    Measure,
    Meeting,
    Organisation,
    Party,
    Person,
    Project,
    State,
)
from cooperation.stand import stand_of
from miko_portal.base.forms import DateField, NameField


class TextFilter(filters.CharFilter):
    field_class = NameField


class DayFilter(filters.DateFilter):
    field_class = DateField


def parties_seen(request):
    """Organisations that are party to an agreement which the user may see."""
    seen = Agreement.objects.visible_to(request.user).values("pk")
    parties = Party.objects.known(on=stand_of(request).on).filter(agreement__in=seen)
    return Organisation.objects.filter(pk__in=parties.values("organisation"))


def projects_seen(request):
    """All projects for the office; for partners those of agreements which they may see."""
    if request.user.has_perm("cooperation.view_agreement"):
        return Project.objects.all()
    seen = Agreement.objects.visible_to(request.user).exclude(project=None).values("project")
    return Project.objects.filter(pk__in=seen)


def clerks_at_work(request):
    """Those who answer for an agreement."""
    people = Agreement.objects.exclude(clerk=None).values("clerk")
    return get_user_model().objects.filter(pk__in=people).order_by("last_name", "first_name", "pk")


def towns():
    """The towns that organisations are in, in German order."""
    rows = Organisation.objects.exclude(town="").order_by("town").values_list("town", flat=True)
    return [(town, town) for town in rows.distinct()]


class AgreementFilter(filters.FilterSet):
    q = TextFilter(label=_("Number, title or partner"), method="matching", max_length=100)
    state = filters.ChoiceFilter(label=_("State"), choices=State.choices)
    partner = filters.ModelChoiceFilter(
        label=_("Partner"), queryset=parties_seen, method="with_partner"
    )
    together = filters.ModelChoiceFilter(
        label=_("Together with"), queryset=parties_seen, method="with_partner"
    )
    project = filters.ModelChoiceFilter(label=_("Project"), queryset=projects_seen)
    clerk = filters.ModelChoiceFilter(label=_("Clerk"), queryset=clerks_at_work)
    since = DayFilter(label=_("In force from"), method="in_force_since")
    until = DayFilter(label=_("In force until"), method="in_force_until")
    stand = DayFilter(label=_("As it stood on"), method="as_it_is")

    class Meta:
        model = Agreement
        fields = []

    def __init__(self, *args, on, **kwargs):
        super().__init__(*args, **kwargs)
        self.on = on
        if not self.request.user.has_perm("cooperation.view_agreement"):
            del self.filters["clerk"]

    @property
    def in_use(self):
        return any(self.form.cleaned_data.values())

    @property
    def seldom_in_use(self):
        """One of those that are folded away narrows the list, or was not understood."""
        names = ("together", "clerk", "since", "until", "stand")
        return any(self.form.cleaned_data.get(name) or name in self.form.errors for name in names)

    def matching(self, queryset, name, words):
        return queryset.matching(
            words,
            references=self.request.user.has_perm("cooperation.view_agreement"),
            on=self.on,
        )

    def with_partner(self, queryset, name, organisation):
        return queryset.for_organisation(organisation, on=self.on)

    def in_force_since(self, queryset, name, day):
        """In force on the day or on a later one."""
        return queryset.filter(
            Q(terminated_on=None) | Q(terminated_on__gte=day),
            Q(term_ends_on=None) | Q(term_ends_on__gte=day),
            withdrawn_on=None,
            in_force_from__isnull=False,
        )

    def in_force_until(self, queryset, name, day):
        """In force on the day or on an earlier one."""
        return queryset.filter(in_force_from__lte=day, withdrawn_on=None)

    def as_it_is(self, queryset, name, day):
        """The day of the states is asked before, by `stand_of`; it narrows nothing."""
        return queryset


class OrganisationFilter(filters.FilterSet):
    q = TextFilter(label=_("Name or town"), method="matching", max_length=100)
    kind = filters.ChoiceFilter(label=_("Kind"), choices=Organisation.Kind.choices)
    town = filters.ChoiceFilter(label=_("Town"), choices=towns)

    class Meta:
        model = Organisation
        fields = []

    def matching(self, queryset, name, words):
        return queryset.matching(words)


def years_of_meetings():
    """The years that meetings were or will be in, the last first."""
    moments = Meeting.objects.datetimes("starts_at", "year", order="DESC")
    return [(moment.year, moment.year) for moment in moments]


def bodies_asked(request):
    """Organisations of which somebody was asked to a meeting."""
    asked = Meeting.objects.values("attendances__organisation")
    return Organisation.objects.filter(pk__in=asked)


class MeetingFilter(filters.FilterSet):
    q = TextFilter(label=_("Title, place or decision"), method="matching", max_length=100)
    kind = filters.ChoiceFilter(label=_("Kind"), choices=Meeting.Kind.choices)
    project = filters.ModelChoiceFilter(label=_("Project"), queryset=projects_seen)
    organisation = filters.ModelChoiceFilter(
        label=_("Organisation"), queryset=bodies_asked, method="with_organisation"
    )
    year = filters.ChoiceFilter(label=_("Year"), choices=years_of_meetings, method="in_year")

    class Meta:
        model = Meeting
        fields = []

    @property
    def in_use(self):
        return any(self.form.cleaned_data.values())

    def matching(self, queryset, name, words):
        return queryset.matching(words)

    def with_organisation(self, queryset, name, organisation):
        return queryset.for_organisation(organisation)

    def in_year(self, queryset, name, year):
        return queryset.filter(starts_at__year=year)


def measures_seen(request):
    return Measure.objects.visible_to(request.user)


def agreements_with_measures(request):
    return Agreement.objects.filter(pk__in=measures_seen(request).values("agreement"))


def bodies_with_measures(request):
    return Organisation.objects.filter(pk__in=measures_seen(request).values("party__organisation"))


def people_with_measures(request):
    return Person.objects.filter(pk__in=measures_seen(request).values("person"))


class MeasureFilter(filters.FilterSet):
    q = TextFilter(label=_("Measure or agreement"), method="matching", max_length=100)
    state = filters.ChoiceFilter(label=_("State"), choices=Measure.State.choices, method="in_state")
    agreement = filters.ModelChoiceFilter(label=_("Agreement"), queryset=agreements_with_measures)
    organisation = filters.ModelChoiceFilter(
        label=_("Organisation"), queryset=bodies_with_measures, field_name="party__organisation"
    )
    person = filters.ModelChoiceFilter(label=_("Person"), queryset=people_with_measures)
    until = DayFilter(label=_("Due until"), field_name="due_on", lookup_expr="lte")

    class Meta:
        model = Measure
        fields = []

    @property
    def in_use(self):
        return any(self.form.cleaned_data.values())

    def in_state(self, queryset, name, state):
        """What is late is open too."""
        if state == Measure.State.OPEN:
            return queryset.open()
        return queryset.filter(state=state)

    def matching(self, queryset, name, words):
        return queryset.matching(words)
