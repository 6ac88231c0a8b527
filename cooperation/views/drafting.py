"""Drafting and editing an agreement with its parties, in one page."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required, permission_required
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.forms import all_valid
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from cooperation import actions
from cooperation.comparing import told_by
from cooperation.forms import AgreementForm, PartyFormSet, VersionForm
from cooperation.forms.parties import rows_of
from cooperation.models import Agreement, Version
from cooperation.views.storing import clash_of, stored
from miko_portal.base.clock import today
from miko_portal.base.forms import leave_unchecked, with_added_row


@permission_required("cooperation.add_agreement", raise_exception=True)
@require_http_methods(["GET", "HEAD", "POST"])
def agreement_create(request):
    data, added = with_added_row(request) if request.method == "POST" else (None, False)
    initial = {"number": Agreement.objects.next_number(on=today()), "clerk": request.user}
    form = AgreementForm(data, initial=initial)
    version_form = VersionForm(data, prefix="version")
    parties = PartyFormSet(data, prefix="parties", initial=[] if data else [{}, {}])
    if added:
        leave_unchecked(form, version_form, parties)
    elif (
        data is not None
        and all_valid([form, version_form, parties])
        and (agreement := stored(form, _create, version_form, parties, by=request.user))
    ):
        messages.success(request, _("The draft is stored."))
        return redirect("cooperation:agreement_detail", pk=agreement.pk)
    return TemplateResponse(
        request,
        "cooperation/agreement_form.html",
        {
            "heading": _("New agreement"),
            "form": form,
            "version_form": version_form,
            "forms": [version_form],
            "formset": parties,
            "cancel": reverse("cooperation:agreement_list"),
            "crumbs": [
                (_("Agreements"), reverse("cooperation:agreement_list")),
                (_("New agreement"), None),
            ],
        },
    )


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def agreement_update(request, pk):
    """The whole draft; once somebody has signed, only what the office keeps for itself.

    Whoever was writing the text then gets it back, though it can't be stored.
    """
    agreement = get_object_or_404(Agreement.objects.changeable_by(request.user), pk=pk)
    version = agreement.original
    data, added = with_added_row(request) if request.method == "POST" else (None, False)
    text_sent = data is not None and "version-term" in data
    locked = version.locked and not text_sent
    form = AgreementForm(data, instance=agreement, locked=locked)
    version_form = None if locked else VersionForm(data, instance=version, prefix="version")
    parties = None if locked else _stored_parties(data, version)
    parts = [part for part in (form, version_form, parties) if part is not None]
    if added:
        leave_unchecked(*parts)
    elif text_sent and version.locked:
        _refuse_locked(form, version)
    elif (
        data is not None
        and all_valid(parts)
        and stored(form, _change, version_form, parties, by=request.user)
    ):
        messages.success(request, _("The changes are stored."))
        return redirect("cooperation:agreement_detail", pk=agreement.pk)
    detail = reverse("cooperation:agreement_detail", args=[agreement.pk])
    return TemplateResponse(
        request,
        "cooperation/agreement_form.html",
        {
            "heading": _("Edit agreement %(number)s") % {"number": form.initial["number"]},
            "form": form,
            "version_form": version_form,
            "forms": parts[1:2],
            "formset": parties,
            "clash": clash_of(form, version_form, parties, also=_facts_of),
            "signed_meanwhile": form.has_error(NON_FIELD_ERRORS, "locked"),
            "cancel": detail,
            "crumbs": [
                (_("Agreements"), reverse("cooperation:agreement_list")),
                (form.initial["number"], detail),
                (_("Edit"), None),
            ],
        },
    )


def _refuse_locked(form, version):
    """Says so whatever else is wrong with what was typed: none of it can be stored."""
    form.full_clean()
    try:
        version.check_unlocked()
    except ValidationError as error:
        form.add_error(None, error)


def _stored_parties(data, version: Version):
    return PartyFormSet(data, prefix="parties", initial=None if data else rows_of(version))


def _facts_of(version):
    return told_by(version.agreement, AgreementForm.Meta.fields)


def _create(agreement, version_form, parties, *, by):
    version = version_form.save(commit=False)
    return actions.create_agreement(agreement, version=version, parties=parties.drafts(), by=by)


def _change(agreement, version_form, parties, *, by):
    if version_form is None:
        return actions.save_office_facts(agreement, by=by)
    version = version_form.save(commit=False)
    version.agreement = agreement
    return actions.save_draft(agreement, version=version, parties=parties.drafts(), by=by)
