"""Organisations, people, places and projects in the administration; agreements have pages."""

from django.contrib import admin, messages
from django.contrib.auth import get_user_model
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from cooperation import actions
from cooperation.models import (
    Contact,
    Membership,
    Organisation,
    Person,
    PlanningPeriod,
    Project,
    Room,
    Venue,
)
from miko_portal.base.administration import OfficeAdmin


class SearchedAdmin(OfficeAdmin):
    """Search minds neither accents nor case."""

    def get_search_results(self, request, queryset, search_term):
        return queryset.matching(search_term.replace("\x00", "")), False


class ContactInline(admin.TabularInline):
    model = Contact
    formfield_overrides = OfficeAdmin.formfield_overrides
    raw_id_fields = ["person"]  # works without a script, however many people there are
    extra = 0


class RoomInline(admin.TabularInline):
    model = Room
    extra = 0


@admin.register(Organisation)
class OrganisationAdmin(SearchedAdmin):
    list_display = ["name", "short_name", "kind", "town", "parent", "internal"]
    list_filter = ["kind", "internal"]
    list_select_related = ["parent"]
    search_fields = ["name"]
    inlines = [ContactInline]


@admin.register(Person)
class PersonAdmin(SearchedAdmin):
    list_display = ["__str__", "mail", "telephone"]
    search_fields = ["family_name"]


@admin.register(Venue)
class VenueAdmin(OfficeAdmin):
    list_display = ["name", "street", "town", "step_free"]
    list_filter = ["town", "step_free"]
    search_fields = ["name", "town"]
    inlines = [RoomInline]


@admin.register(Room)
class RoomAdmin(OfficeAdmin):
    list_display = ["name", "venue", "seats"]
    list_select_related = ["venue"]
    search_fields = ["name", "venue__name", "venue__town"]


@admin.register(Project)
class ProjectAdmin(OfficeAdmin):
    list_display = ["short_name", "name", "starts_on", "ends_on", "funder"]
    search_fields = ["short_name", "name", "funder"]


@admin.register(PlanningPeriod)
class PlanningPeriodAdmin(OfficeAdmin):
    """Holidays, feasts and fasts of the next years, which planning hints at."""

    list_display = ["name", "kind", "starts_on", "ends_on", "expected", "note"]
    list_filter = ["kind"]
    search_fields = ["name"]
    date_hierarchy = "starts_on"
    fields = ["name", "kind", ("starts_on", "ends_on"), "expected", "note"]


@admin.register(Membership)
class MembershipAdmin(OfficeAdmin):
    """Who of a partner has access; given here and ended by an action, never changed."""

    list_display = ["user", "organisation"]
    list_select_related = ["user", "organisation"]
    search_fields = ["user__email", "user__last_name", "organisation__name"]
    actions = ["end_access"]

    def has_change_permission(self, request, obj=None):
        return obj is None and super().has_change_permission(request)

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        if db_field.name == "user":
            kwargs["queryset"] = get_user_model().objects.filter(is_active=True, is_staff=False)
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def save_model(self, request, obj, form, change):
        given = actions.give_access(user=obj.user, organisation=obj.organisation, by=request.user)
        obj.pk = given.pk

    @admin.action(description=_("End the access"), permissions=["change"])
    def end_access(self, request, queryset):
        ended = [actions.end_access(row, by=request.user) for row in queryset]
        text = ngettext("One access is ended.", "%(count)s accesses are ended.", len(ended))
        self.message_user(request, text % {"count": len(ended)}, messages.SUCCESS)
