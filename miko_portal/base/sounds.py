"""Uploaded recordings: MP3, M4A or OGG, as telephones make them."""

import io
from pathlib import PurePath
from typing import NamedTuple

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from tinytag import TinyTag

from miko_portal.base.archives import MEGABYTE

MOST_BYTES = 3 * MEGABYTE
MOST_SECONDS = 180
MEDIA_TYPES = {".mp3": "audio/mpeg", ".m4a": "audio/mp4", ".ogg": "audio/ogg"}
EXTENSIONS = {media_type: extension for extension, media_type in MEDIA_TYPES.items()}


class Sound(NamedTuple):
    media_type: str
    seconds: int


def check_sound(file) -> Sound:
    """What kind of recording it is, and how long it takes; leaves the file at its beginning.

    Refuses what is larger than 3 MB, takes longer than three minutes, or is no MP3, M4A or OGG by
    its name and by what is in it.
    """
    if file.size > MOST_BYTES:
        raise ValidationError(
            _("The recording is larger than %(size)s MB. Please make it shorter."),
            code="size",
            params={"size": MOST_BYTES // MEGABYTE},
        )
    file.seek(0)
    content = file.read()
    file.seek(0)
    extension = PurePath(file.name).suffix.lower()
    if extension != _kind(content):
        raise ValidationError(
            _("This is no recording that we can play. Please upload an MP3, M4A or OGG file."),
            code="kind",
        )
    seconds = _seconds(content, extension)
    if seconds > MOST_SECONDS:
        raise ValidationError(
            _("The recording takes longer than %(minutes)s minutes. Please make it shorter."),
            code="length",
            params={"minutes": MOST_SECONDS // 60},
        )
    return Sound(MEDIA_TYPES[extension], max(1, round(seconds)))


def _kind(content):
    """By the first bytes: the mark of a tag or of a frame, a box, a page."""
    if content.startswith(b"OggS"):
        return ".ogg"
    if content[4:8] == b"ftyp":
        return ".m4a"
    is_frame = len(content) > 1 and content[0] == 0xFF and content[1] & 0xE6 == 0xE2
    return ".mp3" if content.startswith(b"ID3") or is_frame else ""


def _seconds(content, extension):
    try:
        found = TinyTag.get(f"sound{extension}", io.BytesIO(content), tags=False)
    except Exception:  # what it raises depends on what is broken
        found = None
    if found is None or not found.duration:
        raise ValidationError(
            _("The recording is damaged. Please record it anew and upload that."), code="broken"
        )
    return found.duration
