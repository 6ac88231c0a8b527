"""Pages of the administration that do one thing each and call the action for it."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext as _

from cooperation.hints import say_hints
from miko_portal.base.clock import today
from trainings.actions import cancel_run, create_training, enrol, known_person
from trainings.admin.crumbs import crumbs
from trainings.admin.enrolments import say_who_has_no_mail
from trainings.admin.forms import EnrolForm, NewTrainingForm, ReasonForm
from trainings.models import Course, Run


def new_training(model_admin, request):
    """Course, training, dates and place on one page; "as last time" fills it in beforehand."""
    if not model_admin.has_add_permission(request):
        raise PermissionDenied
    if request.method == "POST":
        form = NewTrainingForm(request.POST)
        run = _store_training(request, form) if form.is_valid() else None
        if run is None and not form.errors:
            # Somebody else was faster. Asked again, the form sees it and says it at the field.
            form = NewTrainingForm(request.POST)
            run = _store_training(request, form) if form.is_valid() else None
            if run is None and not form.errors:
                form.add_error(None, _("Somebody else was faster. Please save it once more."))
        if run:
            text = _("“%(run)s” is stored.")
            if run.published_on:
                text = _("“%(run)s” is stored and published.")
            messages.success(request, text % {"run": run})
            say_hints(request, run.sessions.select_related("room__venue"))
            _say_twin(request, run)
            return redirect("admin:trainings_run_change", run.pk)
    else:
        form = _filled_in(request)
    return TemplateResponse(
        request,
        "trainings/run_form.html",
        {
            "crumbs": crumbs(_("New training")),
            "form": form,
            "held_before": Course.objects.exclude(runs=None),
            "back": reverse("admin:trainings_run_changelist"),
        },
    )


def _say_twin(request, run):
    """The same at the same time is most often stored twice by mistake."""
    starts = run.sessions.values("starts_at")
    same = Run.objects.filter(course=run.course, cancelled_on=None, sessions__starts_at__in=starts)
    if twin := same.exclude(pk=run.pk).first():
        text = _("This training is planned at this time already, maybe by a double click.")
        url = reverse("admin:trainings_run_change", args=[twin.pk])
        link = format_html('<a href="{}">{}</a>', url, _("See the other"))
        messages.warning(request, format_html("{} {}", text, link))


def _store_training(request, form):
    """The form's training; None if the database refuses it."""
    run, sessions = form.training()
    data = form.cleaned_data
    try:
        return create_training(
            run,
            sessions=sessions,
            trainers=[data["trainer"]] if data["trainer"] else [],
            project=data["project"],
            by=request.user,
            publish_on=today() if data["publish"] else None,
        )
    except IntegrityError:
        return None


def _filled_in(request):
    like = request.GET.get("like", "")
    if like.isdecimal():
        runs = Run.objects.filter(course=int(like)).with_dates()
        last = runs.order_by("-starts_at", "-pk").first()
        if last:
            return NewTrainingForm.like(last, on=today())
    return NewTrainingForm()


def cancel_runs(model_admin, request):
    """Why the chosen trainings are cancelled, and whom it concerns; then they are."""
    if not model_admin.has_change_permission(request):
        raise PermissionDenied
    keys = [int(key) for key in request.GET.getlist("run") if key.isdecimal()]
    runs = model_admin.get_queryset(request).filter(pk__in=keys, cancelled_on=None)
    back = reverse("admin:trainings_run_changelist")
    if not runs:
        messages.warning(request, _("There is nothing to cancel."))
        return redirect(back)
    form = ReasonForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        for run in runs:
            _cancel(request, run, reason=form.cleaned_data["reason"])
        return redirect(back)
    return TemplateResponse(
        request,
        "trainings/run_cancel.html",
        {
            "crumbs": crumbs(_("Cancel trainings")),
            "form": form,
            "runs": runs,
            "back": back,
        },
    )


def _cancel(request, run, *, reason):
    try:
        concerned = cancel_run(run, on=today(), reason=reason, by=request.user, at=timezone.now())
    except ValidationError as error:
        text = _("“%(run)s” was not cancelled: %(reason)s")
        messages.error(request, text % {"run": run, "reason": " ".join(error.messages)})
        return
    messages.success(request, _("“%(run)s” is cancelled.") % {"run": run})
    for enrolment in concerned:
        say_who_has_no_mail(request, enrolment)


def enrol_person(model_admin, request, pk):
    """One person by name and organisation; what the action refuses is said at its field."""
    if not request.user.has_perm("trainings.add_enrolment"):
        raise PermissionDenied
    run = get_object_or_404(model_admin.get_queryset(request), pk=pk)
    form = EnrolForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        enrolment = _enrol(request, run, form)
        if enrolment:
            text = _("%(person)s has a seat.")
            if enrolment.is_waiting:
                text = _("All seats are taken. %(person)s is on the waiting list.")
            messages.success(request, text % {"person": enrolment.person})
            say_who_has_no_mail(request, enrolment)
            more = "_addanother" in request.POST
            return redirect(f"admin:trainings_run_{'enrol' if more else 'change'}", run.pk)
    return TemplateResponse(
        request,
        "trainings/enrolment_form.html",
        {
            "crumbs": crumbs(run, _("Enrol somebody")),
            "form": form,
            "run": run,
            "back": reverse("admin:trainings_run_change", args=[run.pk]),
        },
    )


def _enrol(request, run, form):
    data = form.cleaned_data
    try:
        with transaction.atomic():
            person = known_person(
                given_name=data["given_name"],
                family_name=data["family_name"],
                mail=data["mail"],
                organisation=data["organisation"],
                by=request.user,
            )
            return enrol(
                run,
                person=person,
                organisation=data["organisation"],
                by=request.user,
                at=timezone.now(),
                volunteer=data["volunteer"],
                override_reason=data["override_reason"],
            )
    except ValidationError as error:
        if "person" in getattr(error, "error_dict", {}):
            error.error_dict["family_name"] = error.error_dict.pop("person")
        form.add_error(None, error)
        return None
