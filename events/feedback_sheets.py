"""The sheet that hangs in the room at the end: how was it, in every language, and one code."""

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override

from events import paper
from events.facts import Face
from events.models import Run
from events.models.seminars import GERMAN
from events.telling import day
from miko_portal.base.languages import BY_CODE, LANGUAGES, Language
from miko_portal.base.signs import code_of, symbol

# So short that Einfache Sprache says the same.
GERMANS = (GERMAN, "de-simple")
INK = "#191c26"


def sheet_of(run: Run) -> bytes:
    """The sheet as PDF; needs `with_facts_for(GERMAN)`."""
    data = told_of(run)
    return paper.kept("events/feedback.typ", data, title=data["title"], language=GERMAN)


def told_of(run: Run) -> dict:
    """What the sheet says, in the order in which it is read."""
    link = settings.PORTAL_URL + reverse("feedback_code", args=[run.code])
    others = [language for language in LANGUAGES if language.code not in GERMANS]
    with override(GERMAN):
        return {
            "title": f"{_('How was it?')} {run.seminar.text_in(GERMAN).title}",
            "about": ", ".join(
                part
                for part in (
                    run.seminar.text_in(GERMAN).title,
                    day(run.starts_at) if run.starts_at else "",
                )
                if part
            ),
            "faces": [symbol(f"face-{face}", INK) for face in Face],
            "german": _asked(BY_CODE[GERMAN]),
            "sections": [_asked(language) for language in others],
            "code": code_of(link),
            "link": link,
            "department": settings.OFFICE.department,
        }


def _asked(language: Language) -> dict:
    with override(language.code):
        return {
            "language": language.code.partition("-")[0],
            "direction": language.direction,
            "question": _("How was it?"),
            "words": _("Scan the code with your telephone. Give no name."),
        }
