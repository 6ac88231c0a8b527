"""Pages of the administration that do one thing each and call the action for it."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from events.actions import cancel, plan
from events.admin.forms import NewSeminarForm, ReasonForm
from events.models import Run, Seminar
from miko_portal.base.clock import today


def new_seminar(model_admin, request):
    """Seminar, text, date and place on one page; "as last time" fills it in beforehand."""
    if not model_admin.has_add_permission(request):
        raise PermissionDenied
    if request.method == "POST":
        form = NewSeminarForm(request.POST)
        run = _store(request, form)
        if run is None and form.is_valid():
            # Somebody else was faster. Asked again, the form sees it and says it at the field.
            form = NewSeminarForm(request.POST)
            run = _store(request, form)
        if run:
            messages.success(request, _("“%(run)s” is stored.") % {"run": run})
            return redirect("admin:events_run_change", run.pk)
    else:
        form = _filled_in(request)
    return TemplateResponse(
        request,
        "events/run_form.html",
        {
            **model_admin.admin_site.each_context(request),
            "form": form,
            "held_before": Seminar.objects.exclude(runs=None).with_title().order_by("title"),
            "back": reverse("admin:events_run_changelist"),
            "crumbs": _crumbs(_("New seminar")),
        },
    )


def _store(request, form):
    if not form.is_valid():
        return None
    run, text, session = form.planned()
    try:
        return plan(
            run,
            text=text,
            session=session,
            place=form.cleaned_data["place"],
            by=request.user,
            publish_on=today() if "_publish" in request.POST else None,
        )
    except IntegrityError:
        return None
    except ValidationError as error:
        form.add_error(None, error)
        return None


def _filled_in(request):
    like = request.GET.get("like", "")
    if like.isdecimal() and len(like) < 19:
        last = Run.objects.filter(seminar=int(like)).order_by("-starts_at", "-pk").first()
        if last:
            return NewSeminarForm.like(last, on=today())
    return NewSeminarForm()


def cancel_runs(model_admin, request):
    """Why the chosen dates are cancelled; then they are."""
    if not model_admin.has_change_permission(request):
        raise PermissionDenied
    keys = [int(key) for key in request.GET.getlist("run") if key.isdecimal() and len(key) < 19]
    runs = model_admin.get_queryset(request).filter(pk__in=keys, cancelled_on=None)
    back = reverse("admin:events_run_changelist")
    if not runs:
        messages.warning(request, _("There is nothing to cancel."))
        return redirect(back)
    form = ReasonForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        with transaction.atomic():
            for run in runs:
                cancel(run, by=request.user, on=today(), reason=form.cleaned_data["reason"])
                messages.success(request, _("“%(run)s” is cancelled.") % {"run": run})
        return redirect(back)
    return TemplateResponse(
        request,
        "events/run_cancel.html",
        {
            **model_admin.admin_site.each_context(request),
            "form": form,
            "runs": runs,
            "back": back,
            "crumbs": _crumbs(_("Cancel dates")),
        },
    )


def _crumbs(page):
    """The way here through the administration."""
    return [
        (_("Administration"), reverse("admin:index")),
        (_("Dates of seminars"), reverse("admin:events_run_changelist")),
        (page, ""),
    ]
