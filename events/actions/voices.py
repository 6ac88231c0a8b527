"""What seminars are about, spoken: recorded, replaced, taken away."""

from datetime import datetime

from django.core.files import File
from django.db import transaction

from events.models import Seminar, VoiceMessage
from miko_portal.base.history import acting
from miko_portal.base.models import User
from miko_portal.base.sounds import check_sound
from miko_portal.base.storage import discard, fingerprint, keep


@transaction.atomic
def store_voice(
    seminar: Seminar, *, language: str, file: File, by: User, at: datetime
) -> VoiceMessage:
    """Store the voice message of a seminar in a language, in place of the one before.

    Refuses what is no MP3, M4A or OGG of at most 3 MB and three minutes.
    """
    sound = check_sound(file)
    sha256, size = fingerprint(file)
    Seminar.objects.select_for_update(of=["self"]).get(pk=seminar.pk)
    voice = seminar.voices.filter(language=language).first()
    if voice:
        discard(voice.stored_as)
    text = seminar.texts.filter(language=language).first()
    voice = voice or VoiceMessage(seminar=seminar, language=language)
    voice.stored_as = keep(file)
    voice.media_type, voice.seconds = sound
    voice.sha256, voice.size = sha256, size
    voice.text_digest = text.digest if text else ""
    voice.added_by, voice.added_at = by, at
    with acting(by):
        voice.save()
    return voice


@transaction.atomic
def remove_voice(voice: VoiceMessage, *, by: User) -> None:
    """Take a voice message away for good, with its file."""
    discard(voice.stored_as)
    with acting(by):
        voice.delete()
