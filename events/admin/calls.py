from django.contrib import admin, messages
from django.db.models import Prefetch
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from events.actions import note_call
from events.admin import call_pages
from events.admin.filters import OpenFilter
from events.languages import name_of
from events.models import Call, CallRequest, Seminar
from miko_portal.base.administration import ReadingAdmin


@admin.register(CallRequest)
class CallRequestAdmin(ReadingAdmin):
    """Whom to call, the longest waiting first; ticked as reached, or to be called again."""

    list_display = ["number", "spoken", "run", "asked_at", "tried_at", "reached_at", "suspicion"]
    list_display_links = ["spoken"]  # the number is a link of its own
    list_filter = [OpenFilter]
    actions = ["reached", "again"]
    fields = [*list_display, "noted_by"]
    readonly_fields = fields

    def get_queryset(self, request):
        titles = Prefetch("run__seminar", Seminar.objects.with_title())
        return super().get_queryset(request).select_related("run").prefetch_related(titles)

    @admin.display(description=gettext_lazy("telephone"), ordering="telephone")
    def number(self, call):
        return format_html('<a href="tel:{}">{}</a>', call.telephone, call.telephone)

    @admin.display(description=gettext_lazy("spoken language"), ordering="language")
    def spoken(self, call):
        return name_of(call.language)

    def has_note_permission(self, request):
        return request.user.has_perm("events.change_callrequest")

    @admin.action(description=gettext_lazy("Reached: done"), permissions=["note"])
    def reached(self, request, queryset):
        self._note(request, queryset, reached=True)

    @admin.action(description=gettext_lazy("Not reached: call again"), permissions=["note"])
    def again(self, request, queryset):
        self._note(request, queryset, reached=False)

    def _note(self, request, queryset, *, reached):
        for call in queryset:
            note_call(call, reached=reached, by=request.user, at=timezone.now())
        messages.success(request, _("Noted."))


@admin.register(Call)
class CallAdmin(ReadingAdmin):
    """Whom no message reaches: the list is a page of its own."""

    fields = ["run", "because", "due_from", "tried_at", "reached_at", "noted_by"]
    readonly_fields = fields

    def changelist_view(self, request, extra_context=None):
        return call_pages.calls(self, request)
