"""Organisations: the list, one of them, and editing."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required, permission_required
from django.core.paginator import Paginator
from django.db.models import F
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from cooperation.filters import OrganisationFilter
from cooperation.forms import OrganisationForm
from cooperation.models import Agreement, ContactCheck, Organisation, OrganisationMerger
from cooperation.views.agreements import PAGE_SIZE, ordered
from cooperation.views.related import meetings_with, open_measures_of
from miko_portal.base.clock import today

ORDERS = {"name": F("sort_key"), "kind": F("kind"), "town": F("town")}
SHOWN = 25


@permission_required("cooperation.view_organisation", raise_exception=True)
@require_safe
def organisation_list(request):
    organisations = Organisation.objects.visible_to(request.user)
    chosen = OrganisationFilter(request.GET, queryset=organisations, request=request)
    rows = ordered(chosen.qs, request.GET.get("sort", ""), ORDERS, "sort_key")
    page = Paginator(rows.select_related("parent"), PAGE_SIZE).get_page(request.GET.get("page"))
    return TemplateResponse(
        request,
        "cooperation/organisation_list.html",
        {"filter": chosen, "page_obj": page, "crumbs": [(_("Organisations"), None)]},
    )


@login_required
@require_safe
def organisation_detail(request, pk):
    seen = Organisation.objects.visible_to(request.user)
    organisation = seen.select_related("parent").filter(pk=pk).first()
    if organisation is None:
        merger = get_object_or_404(OrganisationMerger, former_id=pk, kept__in=seen)
        return redirect("cooperation:organisation_detail", pk=merger.kept_id)
    may_change = request.user.has_perm("cooperation.change_organisation")
    agreements = (
        Agreement.objects.visible_to(request.user)
        .for_organisation(organisation, on=today())
        .with_state(on=today())
        .select_related("project")
        .order_by("-number", "pk")
    )
    children = list(organisation.children.all()[:SHOWN])
    family = [organisation.parent_id, *(child.pk for child in children)]
    return TemplateResponse(
        request,
        "cooperation/organisation_detail.html",
        {
            "organisation": organisation,
            "visible": Organisation.objects.visible_to(request.user)
            .filter(pk__in=filter(None, family))
            .in_bulk(),
            **_contacts(request, organisation, on=today()),
            "children": children,
            "agreements": agreements[:SHOWN],
            "agreement_count": agreements.count(),
            "measures": open_measures_of(organisation, request.user),
            "meetings": meetings_with(organisation, request.user),
            "may_change": may_change,
            "mergers": organisation.mergers.all()[:SHOWN] if may_change else [],
            "crumbs": _crumbs(request, (organisation.name, None)),
        },
    )


@permission_required("cooperation.add_organisation", raise_exception=True)
@require_http_methods(["GET", "HEAD", "POST"])
def organisation_create(request):
    form = OrganisationForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        organisation = form.save()
        messages.success(request, _("The organisation is stored."))
        return redirect("cooperation:organisation_detail", pk=organisation.pk)
    return TemplateResponse(
        request,
        "cooperation/organisation_form.html",
        {
            "heading": _("New organisation"),
            "form": form,
            "cancel": reverse("cooperation:organisation_list"),
            "crumbs": _crumbs(request, (_("New organisation"), None)),
        },
    )


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def organisation_update(request, pk):
    organisation = get_object_or_404(Organisation.objects.changeable_by(request.user), pk=pk)
    name, detail = organisation.name, reverse("cooperation:organisation_detail", args=[pk])
    form = OrganisationForm(request.POST or None, instance=organisation)
    if request.method == "POST" and form.is_valid():
        form.save()
        messages.success(request, _("The changes are stored."))
        return redirect(detail)
    return TemplateResponse(
        request,
        "cooperation/organisation_form.html",
        {
            "heading": _("Edit %(name)s") % {"name": name},
            "form": form,
            "cancel": detail,
            "crumbs": _crumbs(request, (name, detail), (_("Edit"), None)),
        },
    )


def _contacts(request, organisation, *, on):
    """Whom to turn to; what they told when asked is for those who may change it."""
    may_change = request.user.has_perm("cooperation.change_contact")
    told = ContactCheck.objects.to_take_up() if may_change else ContactCheck.objects.none()
    contacts = organisation.contacts.select_related("person")[:SHOWN]
    return {
        "contacts": contacts,
        "checks": told.filter(contact__organisation=organisation).select_related("contact__person")[
            :SHOWN
        ],
        "reached": organisation.reached(on=on) if len(contacts) > 1 else None,
        "today": on,
    }


def _crumbs(request, *rest):
    """The way here; the list is for those who may open it."""
    if not request.user.has_perm("cooperation.view_organisation"):
        return list(rest)
    return [(_("Organisations"), reverse("cooperation:organisation_list")), *rest]
