"""Pages of the administration that do one thing each and call the action for it."""

from datetime import timedelta

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cooperation.hints import kept_between, say_hints, show_hints
from events.actions import cancel, plan
from events.admin.dates import Dates, next_such_date, with_next_date
from events.admin.forms import ReasonForm
from events.admin.planning import OfferForm
from events.models import Call, Run, Seminar
from miko_portal.base.clock import today
from miko_portal.base.forms import leave_unchecked, with_added_row

DATES = "dates"
AHEAD = 366  # days of the calendar that are shown beside a new date


def new_seminar(model_admin, request):
    """Seminar, text, dates and places on one page; "as last time" fills it in beforehand."""
    if not model_admin.has_add_permission(request):
        raise PermissionDenied
    if request.method == "POST":
        form, dates = _typed(request)
        run = _store(request, form, dates)
        if run is None and form.is_valid() and dates.is_valid() and "add_row" not in request.POST:
            # Somebody else was faster. Asked again, the form sees it and says it at the field.
            form, dates = _typed(request)
            run = _store(request, form, dates)
        if run:
            text = _("“%(run)s” is stored.")
            if run.published_on:
                text = _("“%(run)s” is stored and published.")
            messages.success(request, text % {"run": run})
            say_hints(request, run.sessions.all())
            return redirect("admin:events_run_change", run.pk)
    else:
        form, dates = _filled_in(request)
    show_hints(dates)
    on = today()
    return TemplateResponse(
        request,
        "events/run_form.html",
        {
            **model_admin.admin_site.each_context(request),
            "form": form,
            "formset": dates,
            "calendar": kept_between(on, on + timedelta(days=AHEAD)),
            "held_before": Seminar.objects.exclude(runs=None).with_title().order_by("title"),
            "back": reverse("admin:events_run_changelist"),
            "crumbs": crumbs(_("New seminar")),
        },
    )


def _typed(request):
    """What was posted, with one more date if that was the button."""
    data, added = with_added_row(request)
    if added:
        data = with_next_date(data, DATES)
    form, dates = OfferForm(data), Dates(data, prefix=DATES)
    if added:
        leave_unchecked(form, dates)
    return form, dates


def _store(request, form, dates):
    """The run that was typed, stored; nothing if it was refused."""
    if "add_row" in request.POST or not all([form.is_valid(), dates.is_valid()]):
        return None
    if not dates.refuse_small_rooms(form.cleaned_data["capacity"]):
        return None
    run, text = form.planned()
    try:
        return plan(
            run,
            text=text,
            sessions=dates.sessions(),
            by=request.user,
            publish_on=today() if "_publish" in request.POST else None,
        )
    except IntegrityError:
        return None
    except ValidationError as error:
        form.add_error(None, error)
        return None


def _filled_in(request):
    last = last_run(request)
    if last is None:
        return OfferForm(), Dates(prefix=DATES)
    initial = next_such_date(last, on=today())
    return OfferForm(initial=OfferForm.facts_of(last)), Dates(prefix=DATES, initial=initial)


def last_run(request):
    """The latest of the seminar that is to be filled in "as last time", if there is one."""
    like = request.GET.get("like", "")
    if like.isdecimal() and len(like) < 19:
        return Run.objects.filter(seminar=int(like)).order_by("-starts_at", "-pk").first()
    return None


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
        reason, now = form.cleaned_data["reason"], timezone.now()
        with transaction.atomic():
            for run in runs:
                told = cancel(run, by=request.user, on=today(), at=now, reason=reason)
                messages.success(request, _("“%(run)s” is cancelled.") % {"run": run})
                if told:
                    say_told(request, told)
                say_who_is_called(request, run)
        return redirect(back)
    return TemplateResponse(
        request,
        "events/run_cancel.html",
        {
            **model_admin.admin_site.each_context(request),
            "form": form,
            "runs": runs,
            "back": back,
            "crumbs": crumbs(_("Cancel dates")),
        },
    )


def say_told(request, number):
    """How many hear of what was just stored."""
    text = ngettext(
        "%(number)s registration is told by mail.",
        "%(number)s registrations are told by mail.",
        number,
    )
    messages.info(request, text % {"number": number})


def say_who_is_called(request, run):
    """After something was changed: how many have to be called about it."""
    due = Call.objects.due(at=timezone.now()).filter(run=run)
    number = due.with_number().count()
    if number:
        text = ngettext(
            "%(number)s call is to be made.", "%(number)s calls are to be made.", number
        )
        address = reverse("admin:events_run_calls", args=[run.pk])
        told = text % {"number": number}
        messages.warning(request, format_html('<a href="{}">{}</a>', address, told))


def crumbs(page):
    """The way here through the administration."""
    return [
        (_("Administration"), reverse("admin:index")),
        (_("Dates of seminars"), reverse("admin:events_run_changelist")),
        (page, ""),
    ]
