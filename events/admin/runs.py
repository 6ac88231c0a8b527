from django.contrib import admin, messages
from django.core.exceptions import ValidationError
from django.db.models import OuterRef, Prefetch, Subquery
from django.http import HttpResponseRedirect
from django.urls import path, reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from cooperation.hints import hints_for, say_hints
from events.actions import change_dates, pass_seats_on, publish
from events.admin import (
    call_pages,
    circulars,
    door,
    feedback,
    interpreting,
    pages,
    programmes,
    series,
)
from events.admin.dates import SessionForm, SessionFormSet
from events.admin.figures import attendance_said
from events.admin.filters import InterpretingFilter, PeriodFilter, StateFilter
from events.admin.forms import RunForm
from events.models import InterpreterAssignment, Run, SeminarText, Session
from events.models.seminars import GERMAN
from miko_portal.base.administration import OfficeAdmin
from miko_portal.base.clock import today


class SessionInline(admin.StackedInline):
    model = Session
    form, formset = SessionForm, SessionFormSet
    extra, another = 1, gettext_lazy("Another date")
    fields = [("day", "starts", "ends"), "place", "called_off"]

    def get_queryset(self, request):
        live = InterpreterAssignment.objects.live().named().select_related("person")
        sessions = super().get_queryset(request).select_related("room__venue", "venue", "run")
        return sessions.prefetch_related(
            Prefetch("interpreting", live, to_attr="booked_interpreters")
        )

    def has_delete_permission(self, request, obj=None):
        """A date may vanish while nobody has seen it; later it is called off."""
        return bool(obj and not obj.published_on) and self.has_change_permission(request, obj)


@admin.register(Run)
class RunAdmin(OfficeAdmin):
    """The dates of seminars: found, planned, published, cancelled."""

    form = RunForm
    list_display = ["name", "when", "hints", "where", "standing", "coming", "capacity"]
    list_filter = [
        StateFilter,
        PeriodFilter,
        InterpretingFilter,
        "coming",
        "seminar__topic",
        "project",
    ]
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
        return runs.with_attendance().annotate(title=Subquery(german.values("title")))

    def get_changelist_instance(self, request):
        """The hints for all dates of a page are found at once; who came to all that are found."""
        page = super().get_changelist_instance(request)
        found = Run.objects.filter(pk__in=page.queryset.order_by().values("pk"))
        page.attendance = attendance_said(found.attendance())
        days = {run: run.days_from(today()) for run in page.result_list}
        found = hints_for(day for each in days.values() for day in each)
        for run, each in days.items():
            run.hints = [hint for day in each for hint in found[day]]
        return page

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

    @admin.display(description=gettext_lazy("hints"))
    def hints(self, run):
        """What its coming dates fall into, each once."""
        return "; ".join(dict.fromkeys(str(hint) for hint in run.hints))

    @admin.display(description=gettext_lazy("where"))
    def where(self, run):
        return "; ".join(str(venue) for venue in run.venues)

    @admin.display(description=gettext_lazy("state"), ordering="state")
    def standing(self, run):
        if run.pk is None:
            return ""
        parts = [Run.State(run.state).label, run.cancellation_reason, attendance_said(vars(run))]
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
            path("<int:pk>/calls/", wrap(self.calls_view), name="events_run_calls"),
            path("<int:pk>/message/", wrap(self.message_view), name="events_run_message"),
            path("feedback/", wrap(self.feedback_list_view), name="events_run_feedback_list"),
            path("<int:pk>/feedback/", wrap(self.feedback_view), name="events_run_feedback"),
            path("series/", wrap(self.series_view), name="events_run_series"),
            path("programme/", wrap(self.programme_view), name="events_run_programme"),
            path(
                "<int:pk>/interpreters/",
                wrap(self.interpreters_view),
                name="events_run_interpreters",
            ),
            path(
                "interpreters/<int:pk>/",
                wrap(self.interpreter_came_view),
                name="events_run_interpreter_came",
            ),
            path("<int:pk>/door/", wrap(door.door_of_run), name="events_run_door"),
            path("door/<int:pk>/", wrap(self.door_view), name="events_session_door"),
            path("door/<int:pk>/list.pdf", wrap(door.door_list), name="events_session_door_list"),
            path(
                "door/<int:pk>/signatures.pdf",
                wrap(door.signature_sheet),
                name="events_session_signatures",
            ),
            *super().get_urls(),
        ]

    def cancel_view(self, request):
        return pages.cancel_runs(self, request)

    def calls_view(self, request, pk):
        return call_pages.calls(self, request, run=pk)

    def message_view(self, request, pk):
        return circulars.write(self, request, pk)

    def feedback_list_view(self, request):
        return feedback.feedback_list(self, request)

    def feedback_view(self, request, pk):
        return feedback.feedback(self, request, pk)

    def series_view(self, request):
        return series.new_series(self, request)

    def programme_view(self, request):
        return programmes.new_programme(self, request)

    def interpreters_view(self, request, pk):
        return interpreting.interpreters(self, request, pk)

    def interpreter_came_view(self, request, pk):
        return interpreting.interpreter_came(self, request, pk)

    def door_view(self, request, pk):
        return door.door(self, request, pk)

    def save_related(self, request, form, formsets, change):
        def save():
            super(RunAdmin, self).save_related(request, form, formsets, change)

        told = change_dates(form.instance, save=save, by=request.user, at=timezone.now())
        if told:
            pages.say_told(request, told)
        self._pass_on(request, form)
        pages.say_who_is_called(request, form.instance)
        for formset in formsets:
            say_hints(request, self._dates_planned_anew(formset))
        if form.instance.published_on:
            for formset in formsets:
                self._say_moved(request, formset.changed_objects)

    def _dates_planned_anew(self, formset):
        """New ones, and those with another time or place."""
        planned = {"day", "starts", "ends", "place"}
        changed = [row for row, fields in formset.changed_objects if planned & set(fields)]
        return [row for row in [*formset.new_objects, *changed] if row.takes_place]

    def _pass_on(self, request, form):
        """A larger room: what is free now is offered to those who wait."""
        run = form.instance
        if {"capacity", "childcare_places"} & set(form.changed_data) and not run.cancelled_on:
            offered = pass_seats_on(run, by=request.user, at=timezone.now())
            if offered:
                text = ngettext(
                    "%(number)s registration that waits is offered seats.",
                    "%(number)s registrations that wait are offered seats.",
                    len(offered),
                )
                messages.info(request, text % {"number": len(offered)})

    def _say_moved(self, request, changed):
        """What follows from putting off a date that people have seen."""
        for session, fields in changed:
            if {"day", "starts"} & set(fields):
                session.refresh_from_db(fields=["moved_from"])
                if session.moved_from:
                    text = _("Moved from %(earlier)s to %(now)s; everybody sees it.")
                    moments = {"earlier": session.moved_from, "now": session.starts_at}
                    said = {
                        name: date_format(localtime(moment), "D d.m.Y, H:i")
                        for name, moment in moments.items()
                    }
                    messages.info(request, text % said)

    def response_change(self, request, obj):
        if "_publish" in request.POST:
            self._publish(request, obj)
            return HttpResponseRedirect(request.path)
        return super().response_change(request, obj)
