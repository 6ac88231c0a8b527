"""Recordings, played on the page of a seminar and sent on."""

import logging
import re

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.cache import cache_control
from django.views.decorators.http import condition, require_safe

from events.models import VoiceMessage
from miko_portal.base.storage import private_files

logger = logging.getLogger(__name__)

SECONDS = 30 * 24 * 60 * 60


def _tag(request, name):
    return f'"{name}"'


@login_not_required
@require_safe
@cache_control(public=True, max_age=SECONDS)
@condition(etag_func=_tag)
def voice_message(request, name):
    """A recording, or the part of it that a player asks for; its address changes with it."""
    sha256, _stop, _extension = name.partition(".")
    voice = get_object_or_404(VoiceMessage.objects.filter(sha256=sha256).order_by("pk")[:1])
    if voice.file_name != name:
        raise Http404
    try:
        with private_files.open(voice.stored_as) as file:
            content = file.read()
    except FileNotFoundError as error:
        logger.exception("Voice message %s is not in the storage", voice.pk)
        raise Http404 from error
    response = _part(content, request.headers.get("Range", ""))
    response["Content-Type"] = voice.media_type
    response["Accept-Ranges"] = "bytes"
    response["X-Content-Type-Options"] = "nosniff"
    return response


def _part(content, asked):
    """Some players refuse a sound that they can't have in parts (RFC 9110, section 14)."""
    size = len(content)
    match = re.fullmatch(r"bytes=([0-9]{0,9})-([0-9]{0,9})", asked)
    if match is None or match[0] == "bytes=-":
        return HttpResponse(content)
    first, last = match.groups()
    if first:
        start, stop = int(first), min(int(last) + 1 if last else size, size)
    else:
        start, stop = max(size - int(last), 0), size
    if start >= stop:
        return HttpResponse(status=416, headers={"Content-Range": f"bytes */{size}"})
    return HttpResponse(
        content[start:stop],
        status=206,
        headers={"Content-Range": f"bytes {start}-{stop - 1}/{size}"},
    )
