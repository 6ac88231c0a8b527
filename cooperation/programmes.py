"""The page on which earlier dates are taken over: proposals first, drafts once confirmed."""

from collections.abc import Callable

from django.contrib import messages
from django.db import IntegrityError
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cooperation.copying import Copies, ProgrammeForm
from cooperation.hints import say_past


def copy_page(
    model_admin,
    request,
    *,
    form: ProgrammeForm | None,
    copies: Copies | None,
    store: Callable,
    title: str,
    explanation: str,
    crumbs: list,
):
    """Proposes new days for each date; stores those that are ticked, by the action.

    Without a form it is about the dates of one run.
    """
    options = model_admin.opts
    back = reverse(f"admin:{options.app_label}_{options.model_name}_changelist")
    if copies and request.method == "POST" and copies.are_valid and _store(request, copies, store):
        return redirect(back)
    return TemplateResponse(
        request,
        "cooperation/programme_copy.html",
        {
            **model_admin.admin_site.each_context(request),
            "title": title,
            "explanation": explanation,
            "form": form,
            "forms": copies.rows if copies else [],
            "copies": copies,
            "back": back,
            "crumbs": crumbs,
        },
    )


def _store(request, copies, store):
    """Whether the chosen dates are stored now."""
    chosen = copies.chosen()
    if not chosen:
        messages.warning(request, _("Choose at least one date."))
        return False
    try:
        store(chosen, by=request.user)
    except IntegrityError:
        # Somebody else was faster. Sent again, the page sees it and says it at the day.
        messages.warning(request, _("Somebody else was faster. Please send it once more."))
        return False
    text = ngettext("%(count)s draft is stored.", "%(count)s drafts are stored.", len(chosen))
    messages.success(request, text % {"count": len(chosen)})
    say_past(request, [date for _run, dates in chosen for date in dates])
    return True
