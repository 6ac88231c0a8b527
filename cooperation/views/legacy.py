"""Taking an agreement over that was signed before there was a portal ("Altbestand")."""

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from cooperation import actions
from cooperation.forms import LegacyForm
from cooperation.models import Agreement, Organisation
from cooperation.views.storing import stored
from miko_portal.base.clock import today
from miko_portal.base.forms import leave_unchecked


@permission_required("cooperation.add_agreement", raise_exception=True)
@require_http_methods(["GET", "HEAD", "POST"])
def legacy_create(request):
    """One agreement from its paper; a whole list is taken over by `register_import`."""
    sent = (request.POST, request.FILES) if request.method == "POST" else ()
    county = Organisation.objects.filter(kind=Organisation.Kind.COUNTY).order_by("pk").first()
    first = [county] if county else []
    form = LegacyForm(*sent, initial={"clerk": request.user, "parties": first})
    if "more_lines" in request.POST:
        leave_unchecked(form)
    elif (
        sent and form.is_valid() and (agreement := stored(form, _take_over, form, by=request.user))
    ):
        _tell(request, form)
        return redirect("cooperation:agreement_detail", pk=agreement.pk)
    form.ask_for_the_scan()
    return TemplateResponse(
        request,
        "cooperation/legacy_form.html",
        {
            "form": form,
            "cancel": reverse("cooperation:agreement_list"),
            "crumbs": [
                (_("Agreements"), reverse("cooperation:agreement_list")),
                (_("Take over an agreement"), None),
            ],
        },
    )


def _take_over(agreement, form, *, by):
    told, on = form.cleaned_data, today()
    agreement.number = told["number"] or Agreement.objects.next_number(on=told["effective_on"])
    form.new = [party for party in told["parties"] if party.pk is None]
    return actions.take_over(
        agreement,
        version=form.version(),
        parties=form.parties_in_order(),
        scan=told["scan"],
        again=told.get("again", False),
        on=on,
        at=timezone.now(),
        by=by,
    )


def _tell(request, form):
    messages.success(
        request, _("The agreement is taken over. What is still missing is on your tasks.")
    )
    if form.new:
        text = ngettext(
            "%(names)s is a new organisation. Please add its kind and address.",
            "These organisations are new: %(names)s. Please add their kind and address.",
            len(form.new),
        )
        messages.info(request, text % {"names": ", ".join(party.name for party in form.new)})
