from contextlib import suppress

from django.contrib import admin
from django.core.exceptions import ValidationError
from django.db.models import Prefetch, Q
from django.urls import path, reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html, format_html_join
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from events.admin import registration_pages as pages
from events.admin.certificates import registration_certificates
from events.admin.filters import ReachedFilter, StandingFilter
from events.models import Registration, Seminar
from miko_portal.base.administration import OfficeAdmin
from miko_portal.base.telephones import normalised


@admin.register(Registration)
class RegistrationAdmin(OfficeAdmin):
    """Registrations, found by the number or the telephone that somebody says in a call."""

    list_display = ["code", "name", "seminar", "persons", "standing", "reached", "language", "todo"]
    list_filter = [StandingFilter, ReachedFilter, "language"]
    search_fields = ["contact__name", "contact__mail"]
    search_help_text = gettext_lazy("Number, telephone, name or mail address")
    ordering = ["-pk"]
    fields = [
        "code",
        "name",
        "seminar",
        "standing",
        "persons",
        "children",
        "childcare_at",
        "reached",
        "language",
        "needs",
        "created_at",
        "registered_by",
        "suspicion",
        "todo",
    ]
    readonly_fields = fields

    def get_queryset(self, request):
        found = super().get_queryset(request).with_position()
        titles = Prefetch("run__seminar", Seminar.objects.with_title())
        return found.select_related("contact", "run", "registered_by").prefetch_related(titles)

    def get_search_results(self, request, queryset, search_term):
        """By the number read out, by the telephone however it is written, else by name or mail."""
        reached = Q(pk__in=Registration.objects.called(search_term).values("pk"))
        with suppress(ValidationError):
            reached |= Q(contact__telephone=normalised(search_term))
        if (found := queryset.filter(reached)).exists():
            return found, False
        return super().get_search_results(request, queryset, search_term)

    @admin.display(description=gettext_lazy("number"))
    def code(self, registration):
        return registration.code

    @admin.display(description=gettext_lazy("name"), ordering="contact__name")
    def name(self, registration):
        return registration.name or _("deleted")

    @admin.display(description=gettext_lazy("date of a seminar"), ordering="run")
    def seminar(self, registration):
        url = reverse("admin:events_run_change", args=[registration.run_id])
        return format_html('<a href="{}">{}</a>', url, registration.run)

    @admin.display(description=gettext_lazy("standing"))
    def standing(self, registration):
        if registration.cancelled_at:
            return _("Cancelled on %(day)s") % {"day": _moment(registration.cancelled_at)}
        if registration.confirmed_at:
            lacking = registration.lacks_childcare
            return _("Has a seat, no childcare") if lacking else _("Has a seat")
        if registration.offered_until:
            until = _moment(registration.offered_until)
            return _("Is offered a seat until %(until)s") % {"until": until}
        return _("Waits, number %(position)s") % {"position": registration.position}

    @admin.display(description=gettext_lazy("reached by"))
    def reached(self, registration):
        contact = registration.known_as
        if contact is None:
            return ""
        call = ("tel", contact.telephone, contact.telephone)
        write = ("mailto", contact.mail, contact.mail)
        ways = [way for way in (call, write) if way[1]]
        return format_html_join(" · ", '<a href="{}:{}">{}</a>', ways)

    @admin.display(description=gettext_lazy("needs"))
    def needs(self, registration):
        return registration.known_as.needs if registration.known_as else ""

    @admin.display(description=gettext_lazy("children"))
    def children(self, registration):
        return registration.children

    @admin.display(description=gettext_lazy("change"))
    def todo(self, registration):
        if registration.cancelled_at or not registration.pk:
            return ""
        steps = [("edit", _("Edit")), ("cancel", _("Cancel it"))]
        if registration.is_offered:
            steps = [("accept", _("Accepts")), ("decline", _("Declines")), *steps]
        if registration.is_held:
            steps = [("approve", _("Checked")), *steps]
        if registration.known_as is None:
            steps = [step for step in steps if step[0] != "edit"]
        ends_at = registration.run.ends_at
        if registration.confirmed_at and ends_at and ends_at <= timezone.now():
            steps = [("certificates", _("Certificates of attendance")), *steps]
        return format_html_join(
            " · ",
            '<a href="{}">{}</a>',
            (
                (reverse(f"admin:events_registration_{name}", args=[registration.pk]), label)
                for name, label in steps
            ),
        )

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def get_urls(self):
        wrap = self.admin_site.admin_view
        steps = [
            path(
                f"<int:pk>/{name}/",
                wrap(pages.answer),
                {"step": name},
                name=f"events_registration_{name}",
            )
            for name in pages.STEPS
        ]
        return [
            *steps,
            path(
                "<int:pk>/certificates/",
                wrap(registration_certificates),
                name="events_registration_certificates",
            ),
            path("<int:pk>/edit/", wrap(pages.edit), name="events_registration_edit"),
            path("new/<int:run>/", wrap(pages.new), name="events_registration_new"),
            *super().get_urls(),
        ]


def _moment(instant):
    return date_format(localtime(instant), "D d.m.Y, H:i")
