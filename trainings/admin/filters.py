"""Filters in the words in which coordinators ask."""

from datetime import date, timedelta

from django.contrib import admin
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from miko_portal.base.clock import start_of, today
from trainings.due import DUTIES
from trainings.facts import State
from trainings.lost import without_entitlement
from trainings.models import Run


class StateFilter(admin.SimpleListFilter):
    title = _("state")
    parameter_name = "state"

    def lookups(self, request, model_admin):
        return State.choices

    def queryset(self, request, queryset):
        return queryset.filter(state=self.value()) if self.value() in State else queryset


class PeriodFilter(admin.SimpleListFilter):
    title = _("period")
    parameter_name = "period"

    def lookups(self, request, model_admin):
        return [
            ("coming", _("To come and under way")),
            ("weeks", _("In the next four weeks")),
            ("this_year", _("This year")),
            ("last_year", _("Last year")),
            ("past", _("Past")),
        ]

    def queryset(self, request, queryset):
        on = today()
        year = on.year
        periods = {
            "coming": Q(ends_at__gte=start_of(on)),
            "weeks": Q(ends_at__gte=start_of(on), starts_at__lt=start_of(on + timedelta(days=29))),
            "this_year": _year(year),
            "last_year": _year(year - 1),
            "past": Q(ends_at__lt=start_of(on)),
        }
        return queryset.filter(periods.get(self.value(), Q()))


def _year(year):
    """Trainings that begin in the year."""
    first, after = start_of(date(year, 1, 1)), start_of(date(year + 1, 1, 1))
    return Q(starts_at__gte=first, starts_at__lt=after)


class ToDoFilter(admin.SimpleListFilter):
    title = _("to do")
    parameter_name = "to_do"

    def lookups(self, request, model_admin):
        return [
            *((key, duty.title) for key, duty in DUTIES.items()),
            ("minimum", _("Too few enrolments so far")),
            ("dates", _("Without dates")),
        ]

    def queryset(self, request, queryset):
        if self.value() in DUTIES:
            wanting = DUTIES[self.value()].wanting(on=today())
        elif self.value() == "minimum":
            wanting = Run.objects.under_minimum(on=today())
        elif self.value() == "dates":
            return queryset.filter(cancelled_on=None, starts_at=None)
        else:
            return queryset
        return queryset.filter(pk__in=wanting.values("pk"))


class ExceptionFilter(admin.SimpleListFilter):
    title = _("entitlement")
    parameter_name = "exception"

    def lookups(self, request, model_admin):
        return [
            ("yes", _("Enrolled by way of exception")),
            ("lost", _("Entitlement lost since the enrolment")),
        ]

    def queryset(self, request, queryset):
        if self.value() == "lost":
            return queryset.filter(pk__in=without_entitlement(on=today()).values("pk"))
        return queryset.exclude(override_reason="") if self.value() == "yes" else queryset


class StandingFilter(admin.SimpleListFilter):
    title = _("standing")
    parameter_name = "standing"

    def lookups(self, request, model_admin):
        return [
            ("confirmed", _("Has a seat")),
            ("offered", _("Is offered a seat")),
            ("waiting", _("Waits")),
            ("cancelled", _("Cancelled")),
        ]

    def queryset(self, request, queryset):
        if self.value() == "cancelled":
            return queryset.exclude(cancelled_at=None)
        if self.value() in ("confirmed", "offered", "waiting"):
            return getattr(queryset, self.value())()
        return queryset
