"""Filters in the words in which coordinators ask."""

from datetime import timedelta

from django.contrib import admin
from django.db.models import Exists, OuterRef
from django.utils.translation import gettext_lazy as _

from events.models import Run, SeminarText
from events.models.seminars import LANGUAGE_CHOICES
from miko_portal.base.clock import start_of, today


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
