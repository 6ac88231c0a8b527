"""Texts of seminars in all languages: stored, translated, confirmed."""

from collections.abc import Iterable

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from events.models import Seminar, SeminarText
from events.models.seminars import GERMAN
from miko_portal.base.history import acting
from miko_portal.base.models import User


@transaction.atomic
def store_german(text: SeminarText, *, by: User) -> None:
    """Store the German text of a seminar; translations of what it said before are outdated."""
    with acting(by):
        text.save()


@transaction.atomic
def translate(text: SeminarText, *, source: str, loaded: str, by: User) -> SeminarText:
    """Store a translation, new or changed, as made from the German text that was read.

    `source`: digest of that German text; `loaded`: digest of the translation as it was read,
    empty where there was none. Refuses where somebody else has stored another one meanwhile.
    """
    Seminar.objects.select_for_update(of=["self"]).get(pk=text.seminar_id)
    there = SeminarText.objects.filter(seminar=text.seminar_id, language=text.language).first()
    if (there.digest if there else "") != loaded and (there is None or there.parts != text.parts):
        raise ValidationError(
            _("Somebody else has stored this text meanwhile. Please compare both."), code="stale"
        )
    text.pk = there.pk if there else None
    text._state.adding = there is None
    text.source_digest = source
    with acting(by):
        text.save()
    return text


@transaction.atomic
def confirm_text(text: SeminarText, *, source: str, by: User) -> None:
    """Say that a translation is right for the German text as it now stands ("gilt weiter").

    `source`: digest of the German text that was read. Refuses where that has changed since.
    """
    german = SeminarText.objects.select_for_update().filter(
        seminar=text.seminar_id, language=GERMAN
    )
    now = german.first()
    if now is None or now.digest != source:
        raise ValidationError(
            _("The German text has just been changed again. Please look at it first."),
            code="stale",
        )
    with acting(by):
        text.translates(now)


@transaction.atomic
def take_over_texts(texts: Iterable[tuple[SeminarText, str, str]], *, by: User) -> int:
    """Store the translations of a table, each with the digests it was made by; or none.

    Each is (text, `source`, `loaded`) as for `translate`, and refused for the same reasons.
    """
    stored = [
        translate(text, source=source, loaded=loaded, by=by) for text, source, loaded in texts
    ]
    return len(stored)
