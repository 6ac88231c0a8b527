"""The register of agreements, one of them, and the steps it takes."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.db.models import F
from django.db.models.functions import Least
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from cooperation import actions
from cooperation.belonging import parties_on
from cooperation.filters import AgreementFilter
from cooperation.models import Agreement, Organisation, State
from cooperation.models.states import OVER
from cooperation.sentences import outlook
from cooperation.stand import address_of_today, stand_of
from cooperation.views.papers import latest_papers
from cooperation.views.related import measures_of, meetings_about
from cooperation.views.versions import open_text
from miko_portal.base.clock import today

PAGE_SIZE = 25
SHOWN = 25
ORDERS = {
    "number": F("number"),
    "title": F("sort_key"),
    "project": F("project__short_name"),
    "state": F("state"),
    "start": F("in_force_from"),
    "end": Least("term_ends_on", "terminated_on", "notice_ends_on"),
    "clerk": F("clerk__last_name"),
}


def ordered(queryset, asked, orders, default):
    """The list by the column that was asked for; rows without a value come last."""
    column = orders.get(asked.removeprefix("-"))
    if column is None:
        return queryset.order_by(default, "pk")
    order = column.desc if asked.startswith("-") else column.asc
    return queryset.order_by(order(nulls_last=True), "pk")


def register(request, *, on):
    """The filter that the address asks for, and the agreements it leaves of what the user sees.

    A draft has no date, so that nobody knows which ones there were on a past day.
    """
    agreements = Agreement.objects.visible_to(request.user).with_state(on=on)
    if on < today():
        agreements = agreements.exclude(state=State.DRAFT)
    chosen = AgreementFilter(request.GET, queryset=agreements, request=request, on=on)
    rows = ordered(chosen.qs, request.GET.get("sort", ""), ORDERS, "-number")
    return chosen, rows.select_related("project", "clerk")


@login_required
@require_safe
def agreement_list(request):
    stand = stand_of(request)
    chosen, rows = register(request, on=stand.on)
    page = Paginator(rows.with_parties(on=stand.on), PAGE_SIZE).get_page(request.GET.get("page"))
    for agreement in page:
        stand.forget(agreement, "terminated_on")
    return TemplateResponse(
        request,
        "cooperation/agreement_list.html",
        {
            "filter": chosen,
            "page_obj": page,
            "stand": stand,
            "address_of_today": address_of_today(request),
            "for_the_office": request.user.has_perm("cooperation.view_agreement"),
            "crumbs": [(_("Agreements"), None)],
        },
    )


@login_required
@require_safe
def agreement_detail(request, pk):
    stand = stand_of(request)
    agreement = get_object_or_404(
        Agreement.objects.visible_to(request.user)
        .with_state(on=stand.on)
        .select_related("project", "lead", "clerk"),
        pk=pk,
    )
    version = agreement.version_on(stand.on)
    for text in (version, agreement.original):
        stand.forget(text, "consultation_on", "released_on", "completed_on")
    stand.forget(agreement, "withdrawn_on", "terminated_on", "decided_on")
    reachable = Organisation.objects.reachable_by(request.user)
    may_change = _changes(request.user) and not stand.asked
    return TemplateResponse(
        request,
        "cooperation/agreement_detail.html",
        {
            "agreement": agreement,
            "version": version,
            "stand": stand,
            "address_of_today": address_of_today(request),
            "parties": parties_on(agreement, version, on=stand.on),
            "outlook": outlook(agreement, version, on=stand.on),
            "suspensions": _suspensions(agreement, stand),
            "reachable": reachable.filter(parties__agreement=agreement).in_bulk(),
            "missing": version.signatories.missing_on(stand.on).select_related(
                "party__organisation"
            ),
            "steps": _steps(agreement) if may_change else [],
            **({} if stand.asked else open_text(agreement, request.user)),
            "open": agreement.state in OPEN,
            "measures": measures_of(agreement, request.user),
            "meetings": meetings_about(agreement, request.user),
            "may_be_ended": agreement.state not in (*OPEN, *OVER),
            "for_the_office": request.user.has_perm("cooperation.view_agreement"),
            "may_change": may_change,
            **({} if stand.asked else latest_papers(agreement, request.user)),
            "crumbs": [
                (_("Agreements"), reverse("cooperation:agreement_list") + stand.query),
                (agreement.number, None),
            ],
        },
    )


def _suspensions(agreement, stand):
    """Those known on the day: once they had begun, and with their end once that had come."""
    rows = agreement.suspensions.all()
    if stand.past:
        rows = rows.filter(starts_on__lte=stand.on)
    rows = list(rows[:SHOWN])
    for row in rows:
        stand.forget(row, "ends_on")
    return rows


OPEN = {State.DRAFT, State.IN_CONSULTATION, State.TO_BE_SIGNED}
STEPS = {
    "start_consultation": (
        actions.start_consultation,
        gettext_lazy("Begin the consultation"),
        gettext_lazy("The consultation has begun: the partners see the text now."),
    ),
    "release": (
        actions.release,
        gettext_lazy("Release for signature"),
        gettext_lazy("The text is released for signature."),
    ),
    "withdraw": (
        actions.withdraw,
        gettext_lazy("Withdraw the agreement"),
        gettext_lazy("The agreement is withdrawn."),
    ),
}


def _changes(user):
    return user.has_perm("cooperation.change_agreement")


def _steps(agreement):
    """The step that leads the open text on, as (name, label)."""
    version = agreement.open_version
    if version is None or version.released_on or agreement.withdrawn_on:
        return []
    name = "release" if version.consultation_on else "start_consultation"
    return [(name, STEPS[name][1])]


@login_required
@require_POST
def agreement_advance(request, pk):
    """Takes the step that was pressed, or says why it can't be taken."""
    agreement = get_object_or_404(Agreement.objects.changeable_by(request.user), pk=pk)
    action, _label, done = STEPS.get(request.POST.get("step"), (None, None, None))
    if action is None:
        messages.error(request, _("There is no such step."))
    else:
        try:
            action(agreement, by=request.user, on=today())
            messages.success(request, done)
        except ValidationError as error:
            for message in error.messages:
                messages.error(request, message)
    return redirect("cooperation:agreement_detail", pk=agreement.pk)
