"""The programme of trainings as a booklet to print, by month ("Programmheft")."""

from collections.abc import Iterable
from datetime import date
from itertools import groupby

from django.conf import settings
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from miko_portal.base import pdf
from miko_portal.base.signs import code_of
from trainings.models import Run

MOST = 100  # trainings; about fifty pages


def booklet_of(runs: Iterable[Run], *, since: date, until: date) -> bytes:
    """The booklet as PDF on A5, in German; needs `with_booklet()`."""
    runs = list(runs)
    office = settings.OFFICE
    link = settings.PORTAL_URL + reverse("trainings:training_list")
    title = _("Programme of trainings")
    data = {
        "period": f"{date_format(since, 'j. F Y')} – {date_format(until, 'j. F Y')}",
        "organised": _("Organised by"),
        "organisers": _organisers(runs),
        "contents": _("Contents"),
        "months": [
            {"name": name, "trainings": [_told(run) for run in of_month]}
            for name, of_month in groupby(runs, key=lambda run: date_format(_first(run), "F Y"))
        ],
        "how": _("How to enrol"),
        "rules": [
            _("Free of charge for staff of the county and of its partners under an agreement."),
            _("Free of charge for volunteers."),
            _("You find free seats and enrol here:"),
        ],
        "link": link,
        "code": code_of(link),
        "questions": _("Do you have a question? Call us:"),
        "contact": [office.department, office.name, office.phone, office.mail],
        "none": "" if runs else _("There are no published trainings in this time."),
    }
    return pdf.render("trainings/booklet.typ", data, title=title)


def _first(run):
    return localtime(run.starts_at)


def _organisers(runs) -> list[str]:
    """Each once, the county first."""
    others = {str(house) for run in runs for house in run.organisers.all()}
    return list(dict.fromkeys([settings.OFFICE.name, *sorted(others, key=str.casefold)]))


def _told(run: Run) -> dict:
    """What the booklet says of a training."""
    sessions = run.sessions_held()
    course, units = run.course, sum(session.units for session in sessions)
    trainers = {str(person): None for session in sessions for person in session.trainers.all()}
    organisers = [str(house) for house in run.organisers.all()]
    facts = [
        (_("When"), "\n".join(_when(session) for session in sessions)),
        (_("Where"), "\n".join(dict.fromkeys(_where(session) for session in sessions))),
        (_("For whom"), f"{course.get_audience_display()}\n{course.get_level_display()}"),
        (
            _("Length"),
            ngettext("%(units)s unit of 45 minutes", "%(units)s units of 45 minutes", units)
            % {"units": units},
        ),
        (_("Trainers"), ", ".join(trainers)),
        (_("Organised by"), "\n".join(organisers)),
    ]
    return {
        "title": course.title,
        "aims": course.aims,
        "facts": [(label, value) for label, value in facts if value],
    }


def _when(session) -> str:
    starts, ends = session.local_start, session.local_end
    return f"{date_format(starts, 'D d.m.Y, H:i')}–{date_format(ends, 'H:i')}"


def _where(session) -> str:
    if session.room:
        venue = session.room.venue
        return ", ".join(filter(None, [session.room.name, venue.name, venue.postal_line]))
    return _("Online") if session.link else ""
