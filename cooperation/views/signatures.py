"""Recording who has signed."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.forms import all_valid
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from cooperation import actions
from cooperation.forms import SignatureForm
from cooperation.models import Agreement, State
from miko_portal.base.clock import today


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def agreement_signatures(request, pk):
    """The signatures that are there, and a row for each that is missing."""
    on = today()
    agreement = get_object_or_404(
        Agreement.objects.changeable_by(request.user).with_state(on=on), pk=pk
    )
    detail = reverse("cooperation:agreement_detail", args=[agreement.pk])
    if agreement.state != State.TO_BE_SIGNED:
        messages.info(request, _("There is nothing to sign at present."))
        return redirect(detail)
    people = agreement.original.signatories.select_related("version", "party__organisation")
    forms = [
        SignatureForm(request.POST or None, instance=person, prefix=f"s{person.pk}", on=on)
        for person in people.missing()
    ]
    if request.method == "POST" and all_valid(forms):
        signed = {form: form.cleaned_data["signed_on"] for form in forms}
        try:
            count = actions.record_signatures(
                [(form.instance, day, form.told) for form, day in signed.items() if day],
                by=request.user,
            )
        except ValidationError as error:
            for message in error.messages:
                messages.error(request, message)
        else:
            _tell(request, count)
            return redirect(detail)
    return TemplateResponse(
        request,
        "cooperation/agreement_signatures.html",
        {
            "agreement": agreement,
            "forms": forms,
            "signed": people.signed(),
            "cancel": detail,
            "crumbs": [
                (_("Agreements"), reverse("cooperation:agreement_list")),
                (agreement.number, detail),
                (_("Signatures"), None),
            ],
        },
    )


def _tell(request, count):
    if count:
        text = ngettext(
            "One signature is recorded.", "%(count)s signatures are recorded.", count
        ) % {"count": count}
        messages.success(request, text)
    else:
        messages.info(request, _("Nothing was recorded: no day of signature was filled in."))
