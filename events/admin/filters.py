"""Filters in the words in which coordinators ask."""

from datetime import timedelta

import django_filters
from django import forms
from django.contrib import admin
from django.db.models import Exists, OuterRef
from django.utils.translation import gettext_lazy as _

from events.interpreting import NOTICE
from events.models import Run, Seminar, SeminarText, TextState
from events.models.seminars import LANGUAGE_CHOICES, TRANSLATED
from events.translating import called
from miko_portal.base.clock import start_of, today
from miko_portal.base.forms import NameField


class StateFilter(admin.SimpleListFilter):
    title = _("state")
    parameter_name = "state"

    def lookups(self, request, model_admin):
        return Run.State.choices

    def queryset(self, request, queryset):
        return queryset.filter(state=self.value()) if self.value() in Run.State else queryset


class PeriodFilter(admin.SimpleListFilter):
    title = _("period")
    parameter_name = "period"

    def lookups(self, request, model_admin):
        return [
            ("coming", _("To come and under way")),
            ("weeks", _("In the next four weeks")),
            ("past", _("Past")),
        ]

    def queryset(self, request, queryset):
        on = today()
        periods = {
            "coming": {"ends_at__gte": start_of(on)},
            "weeks": {
                "ends_at__gte": start_of(on),
                "starts_at__lt": start_of(on + timedelta(days=29)),
            },
            "past": {"ends_at__lt": start_of(on)},
        }
        return queryset.filter(**periods.get(self.value(), {}))


class InterpretingFilter(admin.SimpleListFilter):
    title = _("interpreting")
    parameter_name = "interpreting"

    def lookups(self, request, model_admin):
        return [
            ("missing", _("Interpreter missing")),
            ("soon", _("Interpreter missing within five days")),
        ]

    def queryset(self, request, queryset):
        on = today()
        if self.value() == "soon":
            return queryset.without_interpreter(on=on, until=on + NOTICE)
        return queryset.without_interpreter(on=on) if self.value() == "missing" else queryset


class MissingFilter(admin.SimpleListFilter):
    title = _("without a text in")
    parameter_name = "missing"

    def lookups(self, request, model_admin):
        return LANGUAGE_CHOICES

    def queryset(self, request, queryset):
        if self.value() not in dict(LANGUAGE_CHOICES):
            return queryset
        texts = SeminarText.objects.filter(seminar=OuterRef("pk"), language=self.value())
        return queryset.exclude(Exists(texts))


class OutdatedFilter(admin.SimpleListFilter):
    title = _("translations")
    parameter_name = "translations"

    def lookups(self, request, model_admin):
        return [("outdated", _("with an outdated one"))]

    def queryset(self, request, queryset):
        if self.value() != "outdated":
            return queryset
        texts = SeminarText.objects.with_state().filter(seminar=OuterRef("pk"))
        return queryset.filter(Exists(texts.filter(state="outdated")))


class TextFilter(django_filters.CharFilter):
    field_class = NameField


class BoardFilter(django_filters.FilterSet):
    """Which seminars stand on the board of translations, and in which languages."""

    q = TextFilter(label=_("Title"), max_length=100)
    language = django_filters.ChoiceFilter(label=_("Language"), empty_label=_("All languages"))
    state = django_filters.ChoiceFilter(
        label=_("State"), choices=TextState.choices, empty_label=_("All")
    )
    coming = django_filters.BooleanFilter(
        label=_("Only what is to come"), widget=forms.CheckboxInput
    )

    class Meta:
        model = Seminar
        fields = []

    def __init__(self, *args, on, **kwargs):
        super().__init__(*args, **kwargs)
        self.on = on
        self.form.fields["language"].choices = [(code, called(code)) for code in TRANSLATED]

    @property
    def languages(self):
        """Those shown: the one asked for, or all."""
        asked = self.form.cleaned_data.get("language") if self.is_valid() else ""
        return [asked] if asked else TRANSLATED

    @property
    def in_use(self):
        return any(self.form.cleaned_data.values())

    def filter_queryset(self, seminars):
        asked = self.form.cleaned_data
        seminars = seminars.called(asked.get("q", "").split())
        if asked.get("coming"):
            seminars = seminars.filter(next_at__isnull=False)
        if asked.get("state"):
            seminars = seminars.standing(asked["state"], languages=self.languages)
        return seminars


class StandingFilter(admin.SimpleListFilter):
    title = _("standing")
    parameter_name = "standing"

    def lookups(self, request, model_admin):
        return [
            ("check", _("To be checked")),
            ("seated", _("With a seat")),
            ("offered", _("Offered a seat")),
            ("waiting", _("Waiting")),
            ("cancelled", _("Cancelled")),
        ]

    def queryset(self, request, queryset):
        match self.value():
            case "check":
                return queryset.to_check()
            case "seated":
                return queryset.confirmed()
            case "offered":
                return queryset.offered()
            case "waiting":
                return queryset.waiting()
            case "cancelled":
                return queryset.exclude(cancelled_at=None)
        return queryset


class ReachedFilter(admin.SimpleListFilter):
    title = _("reached by")
    parameter_name = "reached"

    def lookups(self, request, model_admin):
        return [("telephone", _("Telephone only"))]

    def queryset(self, request, queryset):
        return queryset.telephone_only() if self.value() == "telephone" else queryset


class OpenFilter(admin.SimpleListFilter):
    title = _("call")
    parameter_name = "call"

    def lookups(self, request, model_admin):
        return [("open", _("To be called")), ("reached", _("Reached"))]

    def queryset(self, request, queryset):
        match self.value():
            case "open":
                return queryset.open()
            case "reached":
                return queryset.exclude(reached_at=None)
        return queryset
