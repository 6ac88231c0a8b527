"""What happened to an agreement and to all that belongs to it, for the office."""

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from cooperation.models import Agreement
from miko_portal.base.chronicle import tell
from miko_portal.base.models import HistoryEntry

PAGE_SIZE = 25


@login_required
@require_safe
def agreement_history(request, pk):
    """Read by those who may change the agreement; the latest first."""
    agreement = get_object_or_404(Agreement.objects.changeable_by(request.user), pk=pk)
    entries = HistoryEntry.objects.of_all(agreement).select_related("by")
    page = Paginator(entries, PAGE_SIZE).get_page(request.GET.get("page"))
    return TemplateResponse(
        request,
        "cooperation/agreement_history.html",
        {
            "agreement": agreement,
            "page_obj": page,
            "told": tell(page, about=agreement),
            "crumbs": [
                (_("Agreements"), reverse("cooperation:agreement_list")),
                (agreement.number, reverse("cooperation:agreement_detail", args=[pk])),
                (_("History"), None),
            ],
        },
    )
