"""Recording who has signed."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.forms import all_valid
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from cooperation import actions
from cooperation.forms import AllSignedForm, SignatureForm
from cooperation.models import Agreement
from miko_portal.base.clock import today


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def agreement_signatures(request, pk):
    """The signatures that are there, a row for each that is missing, or all of these at once."""
    on = today()
    agreement = get_object_or_404(Agreement.objects.changeable_by(request.user), pk=pk)
    version = agreement.open_version
    detail = reverse("cooperation:agreement_detail", args=[agreement.pk])
    if agreement.withdrawn_on or version is None or version.correction or not version.released_on:
        messages.info(request, _("There is nothing to sign at present."))
        return redirect(detail)
    people = version.signatories.select_related("version", "party__organisation")
    at_once = request.method == "POST" and "all" in request.POST
    all_signed = AllSignedForm(
        request.POST if at_once else None,
        request.FILES if at_once else None,
        prefix="all",
        version=version,
        on=on,
    )
    forms = [
        SignatureForm(
            None if at_once else request.POST or None,
            instance=person,
            prefix=f"s{person.pk}",
            on=on,
        )
        for person in people.missing()
    ]
    sent = [all_signed] if at_once else forms
    if request.method == "POST" and all_valid(sent) and _some_day(sent):
        try:
            count = (
                _record_all(version, all_signed, by=request.user)
                if at_once
                else _record(forms, by=request.user)
            )
        except ValidationError as error:
            if at_once:
                all_signed.add_error(None, error)
            else:
                _refuse(request, error)
        else:
            _tell(request, count)
            return redirect(detail)
    return TemplateResponse(
        request,
        "cooperation/agreement_signatures.html",
        {
            "agreement": agreement,
            "version": version,
            "form": all_signed,
            "forms": forms,
            "signed": people.signed(),
            "void": people.void(),
            "cancel": detail,
            "crumbs": [
                (_("Agreements"), reverse("cooperation:agreement_list")),
                (agreement.number, detail),
                (_("Signatures"), None),
            ],
        },
    )


def _some_day(forms):
    """Whether there is anything to record; if not, the first form says so."""
    if not forms or any(form.cleaned_data["signed_on"] for form in forms):
        return True
    forms[0].add_error("signed_on", _("Enter the day of at least one signature."))
    return False


def _refuse(request, error):
    for message in error.messages:
        messages.error(request, message)


def _record(forms, *, by):
    signed = [(form, form.cleaned_data["signed_on"]) for form in forms]
    rows = [(form.instance, day, form.told) for form, day in signed if day]
    return actions.record_signatures(rows, by=by)


def _record_all(version, form, *, by):
    told = form.cleaned_data
    return actions.record_all_signatures(
        version,
        by=by,
        on=told["signed_on"],
        place=told["place"],
        scan=told["scan"],
        at=timezone.now(),
    )


def _tell(request, count):
    if count:
        text = ngettext(
            "One signature is recorded.", "%(count)s signatures are recorded.", count
        ) % {"count": count}
        messages.success(request, text)
    else:
        messages.info(request, _("Nothing was recorded: no day of signature was filled in."))
