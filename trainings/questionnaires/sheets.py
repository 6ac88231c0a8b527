"""The sheet that hangs in the room, or is shown as a slide: a few questions, and one code."""

from django.conf import settings
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import override

from miko_portal.base import pdf
from miko_portal.base.signs import code_of
from trainings.facts import Occasion
from trainings.models import Run
from trainings.questionnaires.links import link_to

GERMAN, ENGLISH = "de", "en"


def sheet_of(run: Run, occasion: Occasion) -> bytes:
    """The sheet as PDF, one page of A4 across; needs `with_dates()`."""
    data = told_of(run, occasion)
    return pdf.render("trainings/questions.typ", data, title=data["title"], language=GERMAN)


def told_of(run: Run, occasion: Occasion) -> dict:
    """What the sheet says, in the order in which it is read."""
    with override(GERMAN):
        link, title = link_to(run, occasion), run.course.text_in(GERMAN).title
        day = date_format(localtime(run.starts_at), "l, d.m.Y")
        occasion_label = str(occasion.label)
    return {
        "title": f"{title}: {occasion_label}",
        "about": f"{title}, {day}",
        "german": _asked(GERMAN, occasion),
        "english": _asked(ENGLISH, occasion),
        "code": code_of(link),
        "link": link,
        "department": settings.OFFICE.department,
    }


def _asked(language, occasion):
    with override(language):
        return {
            "occasion": str(occasion.label),
            "question": _("Questions about the training"),
            "words": _("Scan the code with your telephone. Give no name."),
        }
