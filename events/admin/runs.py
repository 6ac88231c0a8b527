from django.contrib import admin, messages
from django.core.exceptions import ValidationError
from django.db.models import OuterRef, Subquery
from django.http import HttpResponseRedirect
from django.urls import path, reverse
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cooperation.bookings import moving_dates
from events.actions import publish
from events.admin import pages
from events.admin.filters import PeriodFilter, StateFilter
from events.admin.forms import RunForm, SessionForm, SessionFormSet
from events.models import Run, SeminarText, Session
from events.models.seminars import GERMAN
from miko_portal.base.administration import OfficeAdmin
from miko_portal.base.clock import today


class SessionInline(admin.StackedInline):
    model = Session
    form, formset = SessionForm, SessionFormSet
    extra = 1
    fields = [("day", "starts", "ends"), "place", "called_off"]

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("room__venue", "venue", "run")

    def has_delete_permission(self, request, obj=None):
        """A date may vanish while nobody has seen it; later it is called off."""
        return bool(obj and not obj.published_on) and self.has_change_permission(request, obj)


@admin.register(Run)
class RunAdmin(OfficeAdmin):
    """The dates of seminars: found, planned, published, cancelled."""

    form = RunForm
    list_display = ["name", "when", "where", "standing", "coming", "capacity"]
    list_filter = [StateFilter, PeriodFilter, "coming", "seminar__topic", "project"]
    search_fields = [
        "seminar__texts__title",
        "sessions__room__venue__name",
        "sessions__room__venue__town",
        "sessions__venue__name",
        "sessions__venue__town",
    ]
    search_help_text = gettext_lazy("Title or place")
    date_hierarchy = "starts_at"
    actions = ["publish", "cancel"]
    fieldsets = [
        (None, {"fields": ["seminar", "standing", "capacity", "project"]}),
        (gettext_lazy("How one comes"), {"fields": ["coming", "telephone", "partner_url"]}),
        (gettext_lazy("Languages"), {"fields": ["spoken", "interpreted"]}),
        (
            gettext_lazy("Facts"),
            {
                "fields": [
                    "women_only",
                    "cost_cents",
                    ("childcare_places", "childcare_from_age", "childcare_until_age"),
                ]
            },
        ),
    ]
    readonly_fields = ["seminar", "standing"]  # what it is a run of doesn't change
    inlines = [SessionInline]
    change_form_template = "admin/events/run/change_form.html"

    def get_queryset(self, request):
        german = SeminarText.objects.filter(seminar=OuterRef("seminar"), language=GERMAN)
        runs = super().get_queryset(request).with_state(on=today()).with_facts_for(GERMAN)
        return runs.annotate(title=Subquery(german.values("title")))

    @admin.display(description=gettext_lazy("title"), ordering="title")
    def name(self, run):
        return str(run.seminar)

    @admin.display(description=gettext_lazy("when"), ordering="starts_at")
    def when(self, run):
        if run.starts_at is None:
            return _("no date yet")
        first, last = localtime(run.starts_at), localtime(run.ends_at)
        text = date_format(first, "D d.m.Y, H:i")
        return text if first.date() == last.date() else f"{text} – {date_format(last, 'D d.m.Y')}"

    @admin.display(description=gettext_lazy("where"))
    def where(self, run):
        return "; ".join(str(venue) for venue in run.venues)

    @admin.display(description=gettext_lazy("state"), ordering="state")
    def standing(self, run):
        if run.pk is None:
            return ""
        parts = [Run.State(run.state).label, run.cancellation_reason]
        return " · ".join(str(part) for part in parts if part)

    @admin.action(description=gettext_lazy("Publish the chosen dates"), permissions=["change"])
    def publish(self, request, queryset):
        for run in queryset:
            self._publish(request, run)

    @admin.action(description=gettext_lazy("Cancel the chosen dates"), permissions=["change"])
    def cancel(self, request, queryset):
        chosen = "&".join(f"run={pk}" for pk in queryset.values_list("pk", flat=True))
        return HttpResponseRedirect(f"{reverse('admin:events_run_cancel')}?{chosen}")

    def _publish(self, request, run):
        try:
            publish(run, by=request.user, on=today())
        except ValidationError as error:
            text = _("“%(run)s” was not published: %(reason)s")
            messages.error(request, text % {"run": run, "reason": " ".join(error.messages)})
        else:
            messages.success(request, _("“%(run)s” is published.") % {"run": run})

    def add_view(self, request, form_url="", extra_context=None):
        return pages.new_seminar(self, request)

    def get_urls(self):
        wrap = self.admin_site.admin_view
        return [
            path("cancel/", wrap(self.cancel_view), name="events_run_cancel"),
            *super().get_urls(),
        ]

    def cancel_view(self, request):
        return pages.cancel_runs(self, request)

    def save_related(self, request, form, formsets, change):
        with moving_dates():
            super().save_related(request, form, formsets, change)

    def response_change(self, request, obj):
        if "_publish" in request.POST:
            self._publish(request, obj)
            return HttpResponseRedirect(request.path)
        return super().response_change(request, obj)
