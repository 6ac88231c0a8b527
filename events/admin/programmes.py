"""The page for taking over an earlier programme: proposals first, drafts once confirmed."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from events.actions import copy_programme
from events.admin.copies import MOST_COPIED, Copies, ProgrammeForm
from events.admin.pages import crumbs
from miko_portal.base.clock import today


def new_programme(model_admin, request):
    """Proposes new days for each date of an earlier programme; stores those that are ticked."""
    if not model_admin.has_add_permission(request):
        raise PermissionDenied
    programme, copies = ProgrammeForm(request.GET or None, on=today()), None
    if programme.is_valid():
        data = request.POST if request.method == "POST" else None
        copies = Copies(programme, data)
        if copies.too_many:
            text = _("These are more than %(most)s dates. Choose a smaller part of the year.")
            programme.add_error("part", text % {"most": MOST_COPIED})
        elif data and copies.are_valid and _store(request, copies):
            return redirect("admin:events_run_changelist")
    return TemplateResponse(
        request,
        "events/run_programme.html",
        {
            **model_admin.admin_site.each_context(request),
            "form": programme,
            "forms": copies.rows if copies else [],
            "copies": copies,
            "back": reverse("admin:events_run_changelist"),
            "crumbs": crumbs(_("Take over a programme")),
        },
    )


def _store(request, copies):
    """Whether the chosen dates are stored now."""
    chosen = copies.chosen()
    if not chosen:
        messages.warning(request, _("Choose at least one date."))
        return False
    try:
        copy_programme(chosen, by=request.user)
    except IntegrityError:
        # Somebody else was faster. Sent again, the page sees it and says it at the day.
        messages.warning(request, _("Somebody else was faster. Please send it once more."))
        return False
    text = ngettext("%(count)s draft is stored.", "%(count)s drafts are stored.", len(chosen))
    messages.success(request, text % {"count": len(chosen)})
    return True
