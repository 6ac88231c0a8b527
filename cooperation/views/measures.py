"""Agreed measures: the list, one of them, editing, finishing, and founding a project."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from cooperation import actions
from cooperation.filters import MeasureFilter
from cooperation.forms import FinishForm, FoundingForm, MeasureForm
from cooperation.models import Agreement, Measure
from cooperation.views.agreements import PAGE_SIZE
from miko_portal.base.clock import today


@login_required
@require_safe
def measure_list(request):
    measures = Measure.objects.visible_to(request.user).with_state(on=today())
    chosen = MeasureFilter(request.GET, queryset=measures, request=request)
    rows = chosen.qs.open_first().select_related("agreement", "party__organisation", "person")
    return TemplateResponse(
        request,
        "cooperation/measure_list.html",
        {
            "filter": chosen,
            "page_obj": Paginator(rows, PAGE_SIZE).get_page(request.GET.get("page")),
            "crumbs": [(_("Measures"), None)],
        },
    )


@login_required
@require_safe
def measure_detail(request, pk):
    measure = get_object_or_404(
        Measure.objects.visible_to(request.user)
        .with_state(on=today())
        .select_related(
            "agreement", "party__organisation", "person", "project", "decision__meeting"
        ),
        pk=pk,
    )
    return TemplateResponse(
        request,
        "cooperation/measure_detail.html",
        {
            "measure": measure,
            "may_change": request.user.has_perm("cooperation.change_measure"),
            "may_found": request.user.has_perm("cooperation.add_project"),
            "may_see_meetings": request.user.has_perm("cooperation.view_meeting"),
            "crumbs": _crumbs((measure.title, None)),
        },
    )


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def measure_create(request, pk):
    """A new measure of the agreement with this key."""
    agreement = get_object_or_404(Agreement.objects.changeable_by(request.user), pk=pk)
    return _edit(request, Measure(agreement=agreement), heading=_("New measure"))


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def measure_update(request, pk):
    measure = _changeable(request, pk)
    return _edit(request, measure, heading=_("Edit measure"))


def _edit(request, measure, *, heading):
    title, detail = measure.title, _address(measure)
    form = MeasureForm(request.POST or None, instance=measure)
    if request.method == "POST" and form.is_valid():
        try:
            actions.save_measure(form.save(commit=False), by=request.user)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, _("The measure is stored."))
            return redirect("cooperation:measure_detail", pk=measure.pk)
    agreement = reverse("cooperation:agreement_detail", args=[measure.agreement_id])
    crumbs = [(title, detail), (_("Edit"), None)] if detail else [(heading, None)]
    return TemplateResponse(
        request,
        "cooperation/measure_form.html",
        {
            "heading": heading,
            "agreement": measure.agreement,
            "form": form,
            "cancel": detail or agreement,
            "crumbs": _crumbs(*crumbs),
        },
    )


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def measure_finish(request, pk):
    measure = _changeable(request, pk)
    form = FinishForm(request.POST or None, on=today())
    if request.method == "POST" and form.is_valid():
        told = form.cleaned_data
        try:
            actions.finish_measure(
                measure, result=told["result"], by=request.user, on=told["done_on"]
            )
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, _("The measure is done."))
            return redirect("cooperation:measure_detail", pk=measure.pk)
    return _page(
        request, "cooperation/measure_finish.html", measure, form, heading=_("Measure is done")
    )


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def measure_found(request, pk):
    """A project that grows out of the measure."""
    measure = _changeable(request, pk)
    if not request.user.has_perm("cooperation.add_project"):
        raise PermissionDenied
    form = FoundingForm(request.POST or None, initial={"name": measure.title})
    if request.method == "POST" and form.is_valid():
        try:
            project = actions.found_project(
                measure, project=form.save(commit=False), by=request.user
            )
        except ValidationError as error:
            form.add_error(None, error)
        else:
            text = _("The project %(project)s has grown out of it.")
            messages.success(request, text % {"project": project})
            return redirect("cooperation:measure_detail", pk=measure.pk)
    return _page(
        request, "cooperation/measure_found.html", measure, form, heading=_("Found a project")
    )


def _changeable(request, pk):
    measures = Measure.objects.changeable_by(request.user)
    return get_object_or_404(measures.select_related("agreement", "person"), pk=pk)


def _address(measure):
    return reverse("cooperation:measure_detail", args=[measure.pk]) if measure.pk else None


def _crumbs(*more):
    return [(_("Measures"), reverse("cooperation:measure_list")), *more]


def _page(request, template, measure, form, *, heading):
    detail = _address(measure)
    return TemplateResponse(
        request,
        template,
        {
            "heading": heading,
            "measure": measure,
            "form": form,
            "cancel": detail,
            "crumbs": _crumbs((measure.title, detail), (heading, None)),
        },
    )
