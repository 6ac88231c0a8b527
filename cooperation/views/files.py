"""An agreement as a file: its text to be worked on, and all that there is to say about it."""

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.views.decorators.http import require_safe

from cooperation import drafts
from cooperation.actions.papers import MEDIA_TYPES
from cooperation.dossier import dossier
from cooperation.models import Agreement
from miko_portal.base.clock import today
from miko_portal.base.filenames import attachment


@login_required
@require_safe
def agreement_draft(request, pk):
    """The text as a Word file, for the office: the open one, else that in effect; or any other."""
    agreement = _agreement_of_office(request, pk)
    asked = request.GET.get("fassung", "")
    if asked:
        version = get_object_or_404(agreement.versions, pk=asked if asked.isdecimal() else 0)
    else:
        version = agreement.open_version or agreement.version_on(today())
    content = drafts.word_file(version, at=timezone.now())
    return _file(content, f"{agreement.number} {version}.docx", MEDIA_TYPES[".docx"])


@login_required
@require_safe
def agreement_dossier(request, pk):
    """Everything about it as PDF, for the office."""
    agreement = _agreement_of_office(request, pk, "cooperation.view_note")
    content = dossier(agreement, on=today())
    return _file(content, f"{agreement.number}.pdf", MEDIA_TYPES[".pdf"])


def _agreement_of_office(request, pk, right="cooperation.view_agreement"):
    if not request.user.has_perms(["cooperation.view_agreement", right]):
        raise Http404
    return get_object_or_404(
        Agreement.objects.visible_to(request.user)
        .with_state(on=today())
        .select_related("project", "lead", "clerk"),
        pk=pk,
    )


def _file(content, name, media_type):
    response = HttpResponse(content, content_type=media_type)
    response["Content-Disposition"] = attachment(name)
    response["Cache-Control"] = "private, no-store"
    return response
