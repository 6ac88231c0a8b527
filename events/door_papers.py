"""What lies on the table at the door: the list to tick off, and the one to sign."""

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import override

from events.models import Session
from events.models.seminars import GERMAN
from events.telling import when, where
from miko_portal.base import pdf
from miko_portal.base.signature_sheets import SheetDate, SignatureSheet

BLANK_LINES = 10
LINE = "\n"  # two lines high: there is room to write


def door_list_of(session: Session, *, places: QuerySet) -> bytes:
    """Who has a seat, in the order of their names, to tick off; then empty lines.

    Of needs only that there are some: this sheet lies open.
    """
    with override(GERMAN):
        header = [_("Here"), _("Name"), _("Persons"), _("Children"), _("Language"), _("Number")]
        rows = [
            [
                LINE,
                f"{_name(place)} *" if _needs(place) else _name(place),
                place.persons,
                place.children or "",
                place.get_language_display(),
                place.code,
            ]
            for place in places
        ]
        intro = _("* has told us something they need: please look it up beforehand.")
        data = {
            "facts": [[_("When"), when(session.starts_at, session.ends_at)]],
            "intro": intro if any(_needs(place) for place in places) else "",
            "header": header,
            "rows": [*rows, *[[LINE] + [""] * (len(header) - 1)] * BLANK_LINES],
            "widths": [1, 6, 2, 2, 3, 2],
        }
        data["facts"].append([_("Where"), where(session)])
        title = _("List for the door: %(title)s") % {"title": _title(session)}
    return pdf.render("shared/table.typ", data, title=title)


def signatures_of(session: Session, *, places: QuerySet) -> bytes:
    """The list to sign of one date: a line for each person, empty ones for who else comes."""
    people = []
    for place in places:
        # Only who registered is known by name; those with them write theirs.
        people += [[place.name], *[[""]] * (place.persons - 1)]
    project = session.run.project
    with override(GERMAN):
        sheet = SignatureSheet(
            title=_title(session),
            dates=[SheetDate(session.starts_at, session.ends_at, where(session))],
            organiser=str(session.run.seminar.organiser),
            project=project.name if project else "",
            funder=project.funder if project else "",
            reference=project.reference if project else "",
            columns=[_("Name")],
            people=people,
            blank_lines=BLANK_LINES,
        )
        return sheet.pdf()


def _title(session):
    return session.run.seminar.text_in(GERMAN).title


def _name(place):
    return place.name or _("(without a name)")


def _needs(place):
    return bool(place.known_as and place.known_as.needs)
