"""What lies in the file of an agreement: documents, notes, follow-ups."""

import logging

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import FileResponse, Http404
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from cooperation import actions
from cooperation.forms import DocumentForm, FollowUpForm, NoteForm
from cooperation.models import Agreement, Document, FollowUp, Note
from miko_portal.base.clock import today
from miko_portal.base.filenames import attachment
from miko_portal.base.storage import private_files

logger = logging.getLogger(__name__)

SHOWN = 5
PAGE_SIZE = 25


def latest_papers(agreement, user):
    """What the page of an agreement shows of its papers: the first few, and how many there are."""
    forms = {}
    if user.has_perm("cooperation.add_note"):
        forms = {
            "note_form": NoteForm(on=today()),
            "follow_up_form": FollowUpForm(on=today(), by=user),
        }
    return {
        "documents": Paginator(_documents(agreement, user), SHOWN).page(1),
        "notes": Paginator(_notes(agreement, user), SHOWN).page(1),
        "follow_ups": Paginator(_follow_ups(agreement, user), SHOWN).page(1),
        "today": today(),
        **forms,
    }


def _documents(agreement, user):
    found = Document.objects.visible_to(user).filter(agreement=agreement)
    return found.select_related("version", "added_by")


def _notes(agreement, user):
    found = Note.objects.visible_to(user).filter(agreement=agreement)
    return found.select_related("written_by")


def _follow_ups(agreement, user):
    found = FollowUp.objects.visible_to(user).filter(agreement=agreement)
    return found.undone_first().select_related("person")


@login_required
@require_safe
def document_list(request, pk):
    agreement = get_object_or_404(Agreement.objects.visible_to(request.user), pk=pk)
    page = _page(request, _documents(agreement, request.user))
    return TemplateResponse(
        request,
        "cooperation/document_list.html",
        {
            "agreement": agreement,
            "documents": page,
            "page_obj": page,
            "for_the_office": request.user.has_perm("cooperation.view_document"),
            "crumbs": _crumbs(agreement, _("Documents")),
        },
    )


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def document_create(request, pk):
    agreement = _agreement_for(request.user, "cooperation.add_document", pk)
    form = DocumentForm(request.POST or None, request.FILES or None, agreement=agreement)
    if request.method == "POST" and form.is_valid() and _document_stored(form, agreement, request):
        messages.success(request, _("The document is stored."))
        return redirect("cooperation:agreement_detail", pk=agreement.pk)
    return TemplateResponse(
        request,
        "cooperation/document_form.html",
        {
            "agreement": agreement,
            "form": form,
            "cancel": reverse("cooperation:agreement_detail", args=[agreement.pk]),
            "crumbs": _crumbs(agreement, _("Add a document")),
        },
    )


def _document_stored(form, agreement, request):
    try:
        return actions.add_document(
            agreement, **form.cleaned_data, by=request.user, at=timezone.now()
        )
    except ValidationError as error:
        form.refuse(error)


@login_required
@require_safe
def document_download(request, pk):
    """The file, to be saved and not to be shown: it comes from outside."""
    document = get_object_or_404(Document.objects.visible_to(request.user), pk=pk)
    try:
        file = private_files.open(document.stored_as)
    except FileNotFoundError:
        logger.exception("Document %s is not in the storage", document.pk)
        messages.error(
            request, _("This file is missing in the storage. Please tell whoever runs the portal.")
        )
        return redirect("cooperation:agreement_detail", pk=document.agreement_id)
    response = FileResponse(file, content_type=document.media_type)
    response["Content-Disposition"] = attachment(document.name)
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, no-store"
    return response


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def note_list(request, pk):
    agreement = _agreement_for(request.user, "cooperation.add_note", pk)
    form = NoteForm(request.POST or None, on=today())
    if request.method == "POST" and form.is_valid():
        actions.add_note(agreement, **form.cleaned_data, by=request.user)
        messages.success(request, _("The note is stored."))
        return redirect("cooperation:agreement_detail", pk=agreement.pk)
    page = _page(request, _notes(agreement, request.user))
    return TemplateResponse(
        request,
        "cooperation/note_list.html",
        {
            "agreement": agreement,
            "form": form,
            "notes": page,
            "page_obj": page,
            "crumbs": _crumbs(agreement, _("Notes")),
        },
    )


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def follow_up_list(request, pk):
    agreement = _agreement_for(request.user, "cooperation.add_followup", pk)
    form = FollowUpForm(request.POST or None, on=today(), by=request.user)
    if request.method == "POST" and form.is_valid():
        actions.add_follow_up(agreement, **form.cleaned_data, by=request.user)
        messages.success(request, _("The follow-up is stored."))
        return redirect("cooperation:agreement_detail", pk=agreement.pk)
    page = _page(request, _follow_ups(agreement, request.user))
    return TemplateResponse(
        request,
        "cooperation/follow_up_list.html",
        {
            "agreement": agreement,
            "form": form,
            "follow_ups": page,
            "page_obj": page,
            "today": today(),
            "crumbs": _crumbs(agreement, _("Follow-ups")),
        },
    )


@login_required
@require_POST
def follow_up_finish(request, pk):
    """Marks it as done, and leads back to the agreement."""
    follow_up = get_object_or_404(FollowUp.objects.changeable_by(request.user), pk=pk)
    try:
        actions.finish_follow_up(follow_up, by=request.user, on=today())
        messages.success(request, _("Done: %(follow_up)s") % {"follow_up": follow_up.text})
    except ValidationError as error:
        messages.error(request, error.message)
    return redirect("cooperation:agreement_detail", pk=follow_up.agreement_id)


def _agreement_for(user, right, pk):
    """One of the agreements that this user may do something with; any other is a 404."""
    if not user.has_perm(right):
        raise Http404
    return get_object_or_404(Agreement.objects.visible_to(user), pk=pk)


def _page(request, rows):
    return Paginator(rows, PAGE_SIZE).get_page(request.GET.get("page"))


def _crumbs(agreement, here):
    return [
        (_("Agreements"), reverse("cooperation:agreement_list")),
        (agreement.number, reverse("cooperation:agreement_detail", args=[agreement.pk])),
        (here, None),
    ]
