"""The texts of an agreement: which there are, one of them, two side by side, what is open."""

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from cooperation.belonging import parties_of
from cooperation.comparing import stored_parties, text_of
from cooperation.forms import CompareForm
from cooperation.models import Agreement, Organisation
from miko_portal.base.comparing import differences

PAGE_SIZE = 25


def open_text(agreement, user) -> dict:
    """What is on its way beside the text in effect, as far as the user may see it."""
    versions = agreement.versions.visible_to(user).changes()
    version = versions.open().select_related("written_by").first()
    return {
        "open_text": version,
        "leaving": version.leaving_parties().select_related("organisation") if version else [],
        "waiting_for": version.missing_signatures() if version else [],
        "changed": versions.filter(dropped_on=None).exists(),
    }


@login_required
@require_safe
def version_list(request, pk):
    agreement, versions = _visible(request, pk)
    rows = versions.select_related("written_by", "confirmed_by").order_by(
        "-number", "-correction", "-pk"
    )
    return TemplateResponse(
        request,
        "cooperation/version_list.html",
        {
            "agreement": agreement,
            "page_obj": Paginator(rows, PAGE_SIZE).get_page(request.GET.get("page")),
            "for_the_office": request.user.has_perm("cooperation.view_agreement"),
            "form": CompareForm(initial=_last_two(versions), versions=versions),
            "crumbs": _crumbs(agreement, (_("Versions"), None)),
        },
    )


@login_required
@require_safe
def version_detail(request, pk, version):
    agreement, versions = _visible(request, pk)
    version = get_object_or_404(
        versions.select_related("agreement", "written_by", "confirmed_by"), pk=version
    )
    reachable = Organisation.objects.reachable_by(request.user)
    shown = list(versions.filter(dropped_on=None))
    return TemplateResponse(
        request,
        "cooperation/version_detail.html",
        {
            "agreement": agreement,
            "version": version,
            "before": next((text for text in reversed(shown) if text.precedes(version)), None),
            "parties": parties_of(version),
            "leaving": version.leaving_signatures(),
            "void": version.signatories.void().select_related("party__organisation"),
            "reachable": reachable.filter(parties__agreement=agreement).in_bulk(),
            "for_the_office": request.user.has_perm("cooperation.view_agreement"),
            "crumbs": _crumbs(
                agreement,
                (_("Versions"), reverse("cooperation:version_list", args=[pk])),
                (str(version), None),
            ),
        },
    )


@login_required
@require_safe
def version_compare(request, pk):
    """What two texts say differently; without a choice, the last two."""
    agreement, versions = _visible(request, pk)
    form = CompareForm(request.GET or _last_two(versions), versions=versions)
    chosen = form.is_bound and form.is_valid()
    before, after = (form.cleaned_data[name] if chosen else None for name in ("von", "bis"))
    return TemplateResponse(
        request,
        "cooperation/version_compare.html",
        {
            "agreement": agreement,
            "form": form,
            "before": before,
            "after": after,
            "differences": differences(_text(before), _text(after)) if chosen else [],
            "crumbs": _crumbs(
                agreement,
                (_("Versions"), reverse("cooperation:version_list", args=[pk])),
                (_("Comparison"), None),
            ),
        },
    )


def _visible(request, pk):
    """An agreement that the user may see, and those of its texts that they may see."""
    agreement = get_object_or_404(Agreement.objects.visible_to(request.user), pk=pk)
    return agreement, agreement.versions.visible_to(request.user)


def _text(version):
    return text_of(version, stored_parties(version, people=False))


def _crumbs(agreement, *rest):
    detail = reverse("cooperation:agreement_detail", args=[agreement.pk])
    return [
        (_("Agreements"), reverse("cooperation:agreement_list")),
        (agreement.number, detail),
        *rest,
    ]


def _last_two(versions):
    """What one most likely wants to compare: the last text with the one before."""
    texts = list(versions.filter(dropped_on=None))
    return {"von": texts[-2].pk, "bis": texts[-1].pk} if len(texts) > 1 else None
