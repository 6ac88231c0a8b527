"""The page for a recurring offer: a rule, a preview of its days, and only then rows."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cooperation.hints import say_past
from events.actions import plan, plan_each
from events.admin.pages import crumbs, last_run
from events.admin.rules import Preview, SeriesForm
from events.models import Seminar
from miko_portal.base.clock import today


def new_series(model_admin, request):
    """Shows the days of a rule with what they fall into; stores those that were left in."""
    if not model_admin.has_add_permission(request):
        raise PermissionDenied
    form, preview = _filled_in(request), None
    if request.method == "POST":
        form = SeriesForm(request.POST)
        if form.is_valid():
            ticked = _ticked(request, form)
            preview = Preview(form, ticked)
            if ticked and (answer := _store(request, form, preview)):
                return answer
    return TemplateResponse(
        request,
        "events/run_series.html",
        {
            **model_admin.admin_site.each_context(request),
            "form": form,
            "forms": preview.rows if preview and preview.ticked else [],
            "preview": preview,
            "held_before": Seminar.objects.exclude(runs=None).with_title().order_by("title"),
            "back": reverse("admin:events_run_changelist"),
            "crumbs": crumbs(_("Recurring offer")),
        },
    )


def _filled_in(request):
    last = last_run(request)
    return SeriesForm.like(last, on=today()) if last else SeriesForm()


def _ticked(request, form):
    """The days as they were ticked in a preview of just this; nothing if there was none."""
    if "seen" not in request.POST or "_preview" in request.POST:
        return None
    if request.POST["seen"] != form.seal:
        messages.warning(request, _("You have changed something. Please look at the days again."))
        return None
    return request.POST


def _store(request, form, preview):
    """Where to go on, once the days are stored; nothing if they can't be."""
    if preview.refused:
        return None
    sessions = preview.sessions()
    if not sessions:
        messages.warning(request, _("Choose at least one day."))
        return None
    run, text = form.planned()
    told = {
        "text": text,
        "sessions": sessions,
        "by": request.user,
        "publish_on": today() if "_publish" in request.POST else None,
    }
    try:
        if form.cleaned_data["each"]:
            plan_each(run, **told)
        else:
            plan(run, **told)
    except IntegrityError:
        # Somebody else was faster. Asked again, the preview sees it and says it at the day.
        preview.refuse_taken()
        form.add_error(None, _("Somebody else was faster. Please look at the days again."))
        return None
    except ValidationError as error:
        form.add_error(None, error)
        return None
    count = len(sessions)
    text = ngettext("%(count)s date is stored.", "%(count)s dates are stored.", count)
    messages.success(request, text % {"count": count})
    say_past(request, sessions)
    if form.cleaned_data["each"]:
        return redirect("admin:events_run_changelist")
    return redirect("admin:events_run_change", run.pk)
