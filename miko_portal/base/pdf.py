"""Documents as PDF that a screen reader can read (PDF/UA-1), set by typst.

A document is a template beside those of the pages (`templates/<app>/<name>.typ`) that imports
`/shared/portal.typ`. Everything it says is handed in as data and stays text, whatever is in it.
"""

import json
from datetime import date, datetime

import typst
from django.conf import settings
from django.utils import timezone, translation
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from miko_portal.base.fonts import FAMILIES, fonts, readable

TEMPLATES = settings.BASE_DIR / "templates"


def render(template: str, data: dict, *, title: str, language: str = "de") -> bytes:
    """The document as PDF, in the language and with the office as its author.

    The data may hold texts, strings to translate, figures, days, instants, lists and dicts. A
    character that no font has becomes a box.
    """
    return typst.compile(
        TEMPLATES / template,
        root=TEMPLATES,
        font_paths=fonts(),
        ignore_system_fonts=True,
        sys_inputs=_inputs(data, title=title, language=language),
        pdf_standards=["ua-1"],
    )


def draw(template: str, data: dict, *, language: str = "de") -> bytes:
    """The one page of a template as a picture (PNG), two of its pixels for each point (pt)."""
    return typst.compile(
        TEMPLATES / template,
        root=TEMPLATES,
        font_paths=fonts(),
        ignore_system_fonts=True,
        sys_inputs=_inputs(data, title="", language=language),
        format="png",
        ppi=144,
    )


def _inputs(data, *, title, language):
    office = settings.OFFICE
    with translation.override(language):
        frame = {
            "title": " ".join(title.split()),
            "language": language.partition("-")[0],
            "author": office.name,
            "department": office.department,
            "page": _("Page {number} of {total}"),
            "fonts": list(FAMILIES),
        }
        return {
            "frame": json.dumps(_plain(frame)),
            "data": json.dumps(_plain(data)),
        }


def _plain(value):
    """What JSON knows, with days as they are written in the language of the document."""
    if isinstance(value, dict):
        return {str(key): _plain(part) for key, part in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(part) for part in value]
    if isinstance(value, datetime):
        local = timezone.localtime(value) if timezone.is_aware(value) else value
        return date_format(local, "SHORT_DATETIME_FORMAT")
    if isinstance(value, date):
        return date_format(value, "SHORT_DATE_FORMAT")
    if isinstance(value, str | Promise):
        return readable(str(value))
    return value
