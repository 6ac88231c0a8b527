from django.contrib import admin, messages
from django.core.exceptions import ValidationError
from django.db.models import OuterRef, Subquery
from django.http import HttpResponseRedirect
from django.urls import path, reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from cooperation.bookings import moving_dates
from cooperation.hints import say_hints
from miko_portal.base.administration import OfficeAdmin
from miko_portal.base.clock import today
from miko_portal.base.seen import SeenForm
from trainings.actions import pass_seats_on, publish_run
from trainings.admin import (
    attendance,
    booklets,
    certificates,
    circulars,
    copies,
    figures,
    lists,
    pages,
)
from trainings.admin.dates import SessionForm, SessionFormSet
from trainings.admin.enrolments import EnrolmentColumns, say_who_is_offered_a_seat
from trainings.admin.filters import PeriodFilter, StateFilter, ToDoFilter
from trainings.admin.forms import ShareForm, ShareFormSet
from trainings.models import Enrolment, ProjectShare, Run, Session


class SessionInline(admin.StackedInline):
    model = Session
    form, formset = SessionForm, SessionFormSet
    extra, another = 1, gettext_lazy("Another date")
    fields = [("day", "starts", "ends"), ("room", "link"), ("led_by", "units"), "called_off"]

    def get_queryset(self, request):
        return (
            super()
            .get_queryset(request)
            .select_related("room__venue")
            .prefetch_related("assignments")
        )

    def has_delete_permission(self, request, obj=None):
        """A date may vanish while nobody has seen it; later it is called off."""
        return bool(obj and not obj.published_on) and self.has_change_permission(request, obj)


class ShareInline(admin.TabularInline):
    model = ProjectShare
    form, formset = ShareForm, ShareFormSet
    extra = 1

    def has_delete_permission(self, request, obj=None):
        return self.has_change_permission(request, obj)


class EnrolmentInline(EnrolmentColumns, admin.TabularInline):
    model = Enrolment
    fields = ["who", "organisation", "side", "standing", "entitled", "enrolled_on", "changes"]
    readonly_fields = fields
    ordering = ["pk"]

    def get_fields(self, request, obj=None):
        """Who may only read is offered nothing to change."""
        changes = request.user.has_perm("trainings.change_enrolment")
        return [name for name in self.fields if changes or name != "changes"]

    def get_queryset(self, request):
        dates = Session.objects.held().filter(run=OuterRef("run")).order_by("starts_at")
        found = super().get_queryset(request).with_position()
        found = found.annotate(begins_at=Subquery(dates.values("starts_at")[:1]))
        return found.select_related("person", "organisation", "entitled_through__agreement")

    def has_add_permission(self, request, obj=None):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False


@admin.register(Run)
class RunAdmin(OfficeAdmin):
    """The trainings: found, planned, filled, published, cancelled."""

    form = SeenForm
    list_display = ["course", "when", "where", "state", "taken", "free", "queue"]
    list_filter = [
        StateFilter,
        PeriodFilter,
        ToDoFilter,
        ("projects", admin.RelatedOnlyFieldListFilter),
        ("sessions__room__venue", admin.RelatedOnlyFieldListFilter),
        ("course", admin.RelatedOnlyFieldListFilter),
    ]
    search_fields = [
        "course__title",
        "sessions__room__name",
        "sessions__room__venue__name",
        "sessions__room__venue__town",
        "sessions__trainers__family_name",
    ]
    search_help_text = gettext_lazy("Title, place or trainer")
    date_hierarchy = "sessions__starts_at"
    actions = ["publish", "cancel"]
    fieldsets = [
        (None, {"fields": ["course", ("capacity", "seats_min"), "organisers", "standing"]}),
        (
            gettext_lazy("Enrolment"),
            {"fields": [("enrolment_opens_on", "enrolment_closes_on")]},
        ),
    ]
    readonly_fields = ["standing"]
    inlines = [SessionInline, ShareInline, EnrolmentInline]
    change_form_template = "admin/trainings/run/change_form.html"

    def get_queryset(self, request):
        return Run.objects.with_state(on=today()).with_queue().with_sessions()

    def get_ordering(self, request):
        return ["-starts_at", "-pk"]

    @admin.display(description=gettext_lazy("when"), ordering="starts_at")
    def when(self, run):
        if run.starts_at is None:
            return _("no date yet")
        first, last = localtime(run.starts_at), localtime(run.ends_at)
        text = date_format(first, "D d.m.Y, H:i")
        return text if first.date() == last.date() else f"{text} – {date_format(last, 'D d.m.Y')}"

    @admin.display(description=gettext_lazy("where"))
    def where(self, run):
        return ", ".join(map(str, run.venues))

    @admin.display(description=gettext_lazy("state"), ordering="state")
    def state(self, run):
        return run.state_label

    @admin.display(description=gettext_lazy("taken"), ordering="seats_taken")
    def taken(self, run):
        return _("%(taken)s of %(capacity)s") % {"taken": run.seats_taken, "capacity": run.capacity}

    @admin.display(description=gettext_lazy("free"))
    def free(self, run):
        return run.seats_free

    @admin.display(description=gettext_lazy("waiting"), ordering="waiting")
    def queue(self, run):
        return run.waiting or ""

    @admin.display(description=gettext_lazy("state"))
    def standing(self, run):
        if run.pk is None:
            return ""
        seats = {"taken": run.seats_taken, "capacity": run.capacity, "free": run.seats_free}
        text = _("%(taken)s of %(capacity)s seats taken, %(free)s free")
        parts = [run.state_label, text % seats]
        if run.waiting:
            parts.append(_("%(count)s waiting") % {"count": run.waiting})
        if run.cancelled_on:
            parts.append(run.cancellation_reason)
        return " · ".join(str(part) for part in parts)

    @admin.action(description=gettext_lazy("Publish the chosen trainings"), permissions=["change"])
    def publish(self, request, queryset):
        for run in queryset:
            self._publish(request, run)

    @admin.action(description=gettext_lazy("Cancel the chosen trainings"), permissions=["change"])
    def cancel(self, request, queryset):
        chosen = "&".join(f"run={pk}" for pk in queryset.values_list("pk", flat=True))
        return HttpResponseRedirect(f"{reverse('admin:trainings_run_cancel')}?{chosen}")

    def _publish(self, request, run):
        try:
            publish_run(run, on=today(), by=request.user)
        except ValidationError as error:
            text = _("“%(run)s” was not published: %(reason)s")
            messages.error(request, text % {"run": run, "reason": " ".join(error.messages)})
        else:
            messages.success(request, _("“%(run)s” is published.") % {"run": run})

    def add_view(self, request, form_url="", extra_context=None):
        return pages.new_training(self, request)

    def get_urls(self):
        wrap = self.admin_site.admin_view
        return [
            path("cancel/", wrap(self.cancel_view), name="trainings_run_cancel"),
            path("programme/", wrap(self.programme_view), name="trainings_run_programme"),
            path("booklet/", wrap(self.booklet_view), name="trainings_run_booklet"),
            path("figures/", wrap(self.figures_view), name="trainings_run_figures"),
            path("<int:pk>/message/", wrap(self.message_view), name="trainings_run_message"),
            path("<int:pk>/copy/", wrap(self.copy_view), name="trainings_run_copy"),
            path("<int:pk>/enrol/", wrap(self.enrol_view), name="trainings_run_enrol"),
            path("<int:pk>/enrol/list/", wrap(self.list_view), name="trainings_run_enrol_list"),
            path(
                "<int:pk>/attendance/", wrap(self.attendance_view), name="trainings_run_attendance"
            ),
            path(
                "<int:pk>/attendance/<int:session>.pdf",
                wrap(self.signatures_view),
                name="trainings_run_signatures",
            ),
            path(
                "<int:pk>/certificates/",
                wrap(self.certificates_view),
                name="trainings_run_certificates",
            ),
            path(
                "<int:pk>/certificates.zip",
                wrap(self.archive_view),
                name="trainings_run_certificates_zip",
            ),
            *super().get_urls(),
        ]

    def cancel_view(self, request):
        return pages.cancel_runs(self, request)

    def programme_view(self, request):
        return copies.new_programme(self, request)

    def booklet_view(self, request):
        return booklets.booklet(self, request)

    def figures_view(self, request):
        return figures.show(self, request)

    def message_view(self, request, pk):
        return circulars.write(self, request, pk)

    def copy_view(self, request, pk):
        return copies.copy_run(self, request, pk)

    def enrol_view(self, request, pk):
        return pages.enrol_person(self, request, pk)

    def list_view(self, request, pk):
        return lists.enrol_list(self, request, pk)

    def attendance_view(self, request, pk):
        return attendance.attendance(self, request, pk)

    def certificates_view(self, request, pk):
        return certificates.run_certificates(self, request, pk)

    def archive_view(self, request, pk):
        return certificates.archive(self, request, pk)

    def signatures_view(self, request, pk, session):
        return attendance.signature_sheet(self, request, pk, session)

    def save_related(self, request, form, formsets, change):
        with moving_dates():
            super().save_related(request, form, formsets, change)
        for formset in formsets:
            if formset.model is Session and not form.instance.cancelled_on:
                say_hints(request, _planned_anew(formset))
                _say_who_was_not_told(request, form.instance, formset)
        if "capacity" in form.changed_data:
            offered = pass_seats_on(form.instance, by=request.user, at=timezone.now())
            say_who_is_offered_a_seat(request, offered)

    def response_change(self, request, obj):
        if "_publish" in request.POST:
            self._publish(request, obj)
            return HttpResponseRedirect(request.path)
        return super().response_change(request, obj)


def _say_who_was_not_told(request, run, formset):
    """Whoever is enrolled hears of another day, time or place only if the office writes."""
    told = {"day", "starts", "ends", "room", "link", "called_off"}
    changed = [date for date, fields in formset.changed_objects if told & set(fields)]
    to_come = [date for date in [*formset.new_objects, *changed] if date.ends_at > timezone.now()]
    count = run.places.live().count() if run.published_on and to_come else 0
    if count:
        text = ngettext(
            "%(count)s person on the list was not told that dates have changed.",
            "%(count)s people on the list were not told that dates have changed.",
            count,
        )
        url = reverse("admin:trainings_run_message", args=[run.pk])
        link = format_html('<a href="{}">{}</a>', url, _("Message to many"))
        messages.warning(request, format_html("{} {}", text % {"count": count}, link))


def _planned_anew(formset):
    """Dates that are new, and those with another time or room, unless they are called off."""
    planned = {"day", "starts", "ends", "room"}
    changed = [date for date, fields in formset.changed_objects if planned & set(fields)]
    return [date for date in [*formset.new_objects, *changed] if not date.cancelled_on]
