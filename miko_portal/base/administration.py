"""What the administration's pages of all apps have in common."""

from django.contrib import admin, messages
from django.contrib.admin.utils import unquote
from django.contrib.postgres.fields import ArrayField
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db import IntegrityError, models
from django.http import Http404
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from miko_portal.base.chronicle import tell
from miko_portal.base.forms import DateField, DateWidget
from miko_portal.base.models import HistoryEntry

# What Django's buttons say, here in the portal's words.
BUTTONS = [gettext_noop("Save and add another"), gettext_noop("Save and continue editing")]


class OfficeAdmin(admin.ModelAdmin):
    """Nothing is deleted, dates are typed as people do, and the history is the database's own."""

    formfield_overrides = {
        models.DateField: {"form_class": DateField, "widget": DateWidget},
        # A hidden copy of what stood there would carry the hint of the field, which isn't valid.
        ArrayField: {"show_hidden_initial": False},
    }
    list_per_page = 25
    show_facets = admin.ShowFacets.NEVER

    def has_delete_permission(self, request, obj=None):
        return False

    def changelist_view(self, request, extra_context=None):
        title = {"title": capfirst(self.opts.verbose_name_plural)}
        try:
            return super().changelist_view(request, title | (extra_context or {}))
        except (ValueError, OverflowError):
            # Such as a year without a next one, or a character that no text can hold.
            if request.method != "GET" or not request.GET:
                raise
            messages.warning(request, _("Some filters were not understood and are left out."))
            return redirect(request.path)

    def get_search_results(self, request, queryset, search_term):
        return super().get_search_results(request, queryset, search_term.replace("\0", ""))

    def changeform_view(self, request, *args, **kwargs):
        try:
            return super().changeform_view(request, *args, **kwargs)
        except IntegrityError:
            # Somebody else was faster. Asked again, the form sees it and says it at the field.
            return super().changeform_view(request, *args, **kwargs)

    def history_view(self, request, object_id, extra_context=None):
        """What happened to the row, and to what belongs to it, in words; the latest first."""
        if not request.user.has_perm("base.view_historyentry"):
            raise PermissionDenied
        row = self.get_object(request, unquote(object_id))
        if row is None:
            raise Http404
        entries = HistoryEntry.objects.about(row).select_related("by")
        page = Paginator(entries, self.list_per_page).get_page(request.GET.get("page"))
        return TemplateResponse(
            request,
            "admin/object_history.html",
            {
                **self.admin_site.each_context(request),
                "title": _("History: %(row)s") % {"row": row},
                "opts": self.opts,
                "object": row,
                "page_obj": page,
                "told": tell(page.object_list, about=row),
            },
        )


class ReadingAdmin(OfficeAdmin):
    """What the portal itself writes: people read it."""

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False
