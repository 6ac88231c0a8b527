"""Changing what all have signed: amendments and corrections, from the beginning until they hold."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.forms import all_valid
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from cooperation import actions
from cooperation.comparing import told_by
from cooperation.forms import (
    AmendedPartyFormSet,
    AmendmentForm,
    BeginAmendmentForm,
    BeginCorrectionForm,
    CorrectionForm,
    StartOverForm,
)
from cooperation.forms.parties import rows_of
from cooperation.models import Agreement, Version
from cooperation.views.storing import clash_of, stored
from miko_portal.base.clock import today
from miko_portal.base.forms import leave_unchecked, with_added_row


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def amendment_create(request, pk):
    """Begins an amendment, which is drafted on the next page."""
    agreement = get_object_or_404(Agreement.objects.changeable_by(request.user), pk=pk)
    form = BeginAmendmentForm(request.POST or None)

    def begin(told, *, by):
        return actions.amend(agreement, reason=told.reason, effective_on=told.effective_on, by=by)

    asked = request.method == "POST" and form.is_valid()
    if asked and (version := stored(form, begin, by=request.user)):
        return redirect("cooperation:version_update", pk=pk, version=version.pk)
    return TemplateResponse(
        request,
        "cooperation/amendment_form.html",
        {
            "heading": _("Begin an amendment"),
            "hint": _(
                "The amendment begins as a copy of the text in effect, with all its parties. What "
                "changes, and who joins or leaves, is drafted on the next page."
            ),
            **_page(agreement, form, _("Begin an amendment")),
        },
    )


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def correction_create(request, pk):
    """Begins a correction, which is drafted on the next page."""
    agreement = get_object_or_404(Agreement.objects.changeable_by(request.user), pk=pk)
    form = BeginCorrectionForm(request.POST or None)

    def begin(told, *, by):
        return actions.correct(agreement, reason=told.reason, on=today(), by=by)

    asked = request.method == "POST" and form.is_valid()
    if asked and (version := stored(form, begin, by=request.user)):
        return redirect("cooperation:version_update", pk=pk, version=version.pk)
    return TemplateResponse(
        request,
        "cooperation/correction_form.html",
        {
            "heading": _("Begin a correction"),
            "hint": _(
                "A correction mends an obvious mistake in the text that was signed. Nobody signs "
                "anew: a second person of the office confirms it. Both texts stay to be seen."
            ),
            **_page(agreement, form, _("Begin a correction")),
        },
    )


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def version_update(request, pk, version):
    """The draft of an amendment with its parties, or of a correction."""
    agreement, version = _of_the_office(request, pk, version)
    if not version.number and not version.correction:
        return redirect("cooperation:agreement_update", pk=pk)
    detail = reverse("cooperation:agreement_detail", args=[pk])
    if request.method != "POST" and (version.locked or version.dropped_on):
        messages.info(request, _("This text is not changed any more."))
        return redirect(detail)
    heading = _("Edit: %(version)s") % {"version": version}
    data, added = with_added_row(request) if request.method == "POST" else (None, False)
    form_class = CorrectionForm if version.correction else AmendmentForm
    form = form_class(data, instance=version, prefix="version")
    parties = None if version.correction else _parties(data, version)
    parts = [form] if parties is None else [form, parties]
    if added:
        leave_unchecked(*parts)
    elif data is not None and all_valid(parts) and stored(form, _save, parties, by=request.user):
        messages.success(request, _("The changes are stored."))
        return redirect(detail)
    return TemplateResponse(
        request,
        "cooperation/version_form.html",
        {
            "heading": heading,
            "agreement": agreement,
            "version": version,
            "form": form,
            "version_form": form,
            "formset": parties,
            "clash": clash_of(form, form, parties, also=lambda text: told_by(text, ["reason"])),
            "signed_meanwhile": form.has_error(NON_FIELD_ERRORS, "locked"),
            "cancel": detail,
            "crumbs": _crumbs(agreement, heading),
        },
    )


def _parties(data, version):
    bound = version.carried_over().values_list("organisation", flat=True)
    rows = None if data else rows_of(version)
    return AmendedPartyFormSet(data, prefix="parties", initial=rows, bound=bound)


def _save(version, parties, *, by):
    drafts = None if parties is None else parties.drafts()
    return actions.save_version(version, parties=drafts, by=by)


@login_required
@require_POST
def version_confirm(request, pk, version):
    """A second person confirms a correction."""
    _agreement, version = _of_the_office(request, pk, version)
    try:
        actions.confirm_correction(version, by=request.user, on=today())
        messages.success(request, _("The correction is confirmed and holds from today on."))
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    return redirect("cooperation:agreement_detail", pk=pk)


@login_required
@require_POST
def version_drop(request, pk, version):
    """An amendment or a correction is not pursued any more."""
    _agreement, version = _of_the_office(request, pk, version)
    try:
        actions.drop(version, by=request.user, on=today())
        messages.success(request, _("%(version)s is given up.") % {"version": version})
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    return redirect("cooperation:agreement_detail", pk=pk)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def agreement_start_over(request, pk):
    """Takes the text that goes round back to the draft, for a reason."""
    agreement = get_object_or_404(Agreement.objects.changeable_by(request.user), pk=pk)
    version = agreement.open_version
    form = StartOverForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            reason = form.cleaned_data["reason"]
            actions.start_over(agreement, by=request.user, on=today(), reason=reason)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, _("It is a draft again; the partners don't see it now."))
            return redirect("cooperation:agreement_detail", pk=pk)
    return TemplateResponse(
        request,
        "cooperation/agreement_start_over.html",
        {
            "version": version,
            "signed": version.signatories.signed().count() if version else 0,
            **_page(agreement, form, _("Back to the draft")),
        },
    )


def _of_the_office(request, pk, version):
    """An agreement that the user may change, and a text of it."""
    agreement = get_object_or_404(Agreement.objects.changeable_by(request.user), pk=pk)
    return agreement, get_object_or_404(Version.objects.filter(agreement=agreement), pk=version)


def _page(agreement, form, here):
    detail = reverse("cooperation:agreement_detail", args=[agreement.pk])
    return {
        "agreement": agreement,
        "form": form,
        "cancel": detail,
        "crumbs": _crumbs(agreement, here),
    }


def _crumbs(agreement, here):
    return [
        (_("Agreements"), reverse("cooperation:agreement_list")),
        (agreement.number, reverse("cooperation:agreement_detail", args=[agreement.pk])),
        (here, None),
    ]
