"""The voice message of a seminar in a language: recorded elsewhere, heard, replaced, taken away."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from events.actions import remove_voice, store_voice
from events.admin.texts import crumbs
from events.models import Seminar
from events.text_forms import VoiceForm
from events.translating import called
from miko_portal.base.languages import BY_CODE


def voice(model_admin, request, pk, language):
    """Hears the message, stores another one in its place, or takes it away."""
    if not request.user.has_perm("events.change_voicemessage"):
        raise PermissionDenied
    if language not in BY_CODE:
        raise Http404
    seminar = get_object_or_404(Seminar.objects.with_title(), pk=pk)
    there = seminar.voices.with_outdated().filter(language=language).first()
    here = reverse("admin:events_voice", args=[pk, language])
    if there and "_remove" in request.POST:
        remove_voice(there, by=request.user)
        messages.success(request, _("The voice message is taken away."))
        return redirect(here)
    sent = (request.POST, request.FILES) if request.method == "POST" else ()
    form = VoiceForm(*sent)
    if form.is_valid():
        file = form.cleaned_data["file"]
        store_voice(seminar, language=language, file=file, by=request.user, at=timezone.now())
        messages.success(request, _("The voice message is stored."))
        return redirect(here)
    title = f"{seminar}: {called(language)}"
    return TemplateResponse(
        request,
        "events/text_voice.html",
        {
            "form": form,
            "seminar": seminar,
            "language_name": called(language),
            "voice": there,
            "crumbs": crumbs(
                (_("Translations"), reverse("admin:events_text_board")),
                (title, ""),
            ),
        },
    )
