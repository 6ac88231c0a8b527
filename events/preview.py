"""The picture that messengers show of a link to a run: title, day and place in a language."""

import json
from hashlib import sha256

from django.core.cache import caches
from django.utils.translation import gettext as _

from events.telling import day, times
from miko_portal.base import pdf
from miko_portal.base.languages import BY_CODE

KEPT = 24 * 60 * 60  # seconds; a picture is drawn anew only when what it shows has changed


def preview_of(run, *, on, language: str) -> bytes:
    """The picture as PNG; needs `with_facts_for(language)`."""
    text = run.seminar.text_in(language)
    session = run.date_to_tell(on=on)
    cancelled = run.reason_against(session) is not None
    data = {
        "direction": BY_CODE[language].direction,
        "title": text.title,
        "title_language": text.language.partition("-")[0],
        "title_direction": BY_CODE[text.language].direction,
        "kind": run.seminar.get_format_display(),
        "day": day(session.starts_at),
        "times": times(session.starts_at, session.ends_at),
        "place": str(session.place),
        "cancelled": _("Cancelled") if cancelled else "",
    }
    key = sha256(json.dumps([language, data], default=str).encode()).hexdigest()
    return caches["pages"].get_or_set(
        f"preview:{key}", lambda: pdf.draw("events/preview.typ", data, language=language), KEPT
    )
