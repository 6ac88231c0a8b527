"""The list of participants of one date, to be signed, as funders accept it."""

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import override

from miko_portal.base.signature_sheets import SheetDate, SignatureSheet
from trainings.models import Session

BLANK_LINES = 5


def signatures_of(session: Session) -> bytes:
    """A line for everybody with a seat, some for who comes along, one for each trainer."""
    run = session.run
    seated = run.places.confirmed().select_related("person", "organisation")
    shares = run.shares.select_related("project").order_by("-percent", "pk")
    with override("de"):
        sheet = SignatureSheet(
            title=run.course.title,
            dates=[SheetDate(session.starts_at, session.ends_at, _where(session), session.units)],
            organiser=settings.OFFICE.name,
            project="\n".join(map(_share, shares)),
            funder=_each(share.project.funder for share in shares),
            reference=_each(share.project.reference for share in shares),
            columns=[_("Name"), _("Authority or association")],
            people=[
                [_by_family_name(place), str(place.organisation or _("Volunteer"))]
                for place in seated.order_by("person__sort_key", "pk")
            ],
            leaders=[str(trainer) for trainer in session.trainers.all()],
            blank_lines=BLANK_LINES,
        )
        return sheet.pdf()


def _by_family_name(place):
    if not (person := place.person):
        return str(place)
    return f"{person.family_name}, {person.given_name}"


def _share(share):
    """A project that pays for all of it is named alone."""
    name, percent = share.project.name, share.percent
    if percent == 100:
        return name
    return _("%(project)s (%(percent)s %%)") % {"project": name, "percent": percent}


def _each(values):
    return "\n".join(dict.fromkeys(filter(None, values)))


def _where(session):
    return str(session.room) if session.room else _("online")
