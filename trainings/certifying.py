"""Who gets a certificate of attendance for a training, who doesn't and why, and what it says."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import override

from miko_portal.base.certificates import Attested
from miko_portal.base.certificates.names import check_printable
from miko_portal.base.models import Certificate
from trainings.models import Enrolment, Run, Session

GERMAN = "de"
MOST_LETTERS = 700  # of the content, so that all of it stays on one page
LINE = 70
LONGEST_NAME = Certificate._meta.get_field("name").max_length


@dataclass(frozen=True)
class Judgement:
    """Of one with a seat: the certificate they have; else why they get none, empty: they do.

    `amiss` says that they have one and would get none by what is noted now.
    """

    enrolment: Enrolment
    certificate: Certificate | None
    why_not: str

    @property
    def name(self) -> str:
        """The family name first, as the list is in its order; unless it is deleted."""
        person = self.enrolment.person
        return f"{person.family_name}, {person.given_name}" if person else str(self.enrolment)

    @property
    def without_mail(self) -> bool:
        return bool(self.enrolment.person and not self.enrolment.person.mail)

    @property
    def amiss(self) -> bool:
        held = self.certificate and not self.certificate.revoked_at
        return bool(held and not self.enrolment.completed)


def judged(run: Run) -> list[Judgement]:
    """Everybody with a seat in a training, in the order of their names."""
    seated = run.places.confirmed().with_completion().order_by("person__sort_key", "pk")
    seated = seated.select_related("person", "organisation", "run__course")
    return [judge(place) for place in seated.select_related("certified__certificate__replaced_by")]


def judge(enrolment: Enrolment) -> Judgement:
    """An enrolment `with_completion`."""
    row = getattr(enrolment, "certified", None)
    if row:
        return Judgement(enrolment, row.certificate, "")
    return Judgement(enrolment, None, _why_not(enrolment))


def why_too_early(run: Run, *, at: datetime) -> str:
    """Why nobody gets one yet; empty: it is time."""
    held = Session.objects.held().filter(run=run)
    if not held.exists():
        return _("No date has taken place.")
    if held.filter(ends_at__gt=at).exists():
        return _("Certificates can be issued once the last date is over.")
    return ""


def attested_of(enrolment: Enrolment) -> Attested:
    """What somebody was there for, in German, as it is noted now."""
    dates = Session.objects.held().filter(attendances__enrolment=enrolment)
    dates = list(dates.select_related("room__venue").order_by("starts_at", "pk"))
    course = enrolment.run.course
    with override(GERMAN):
        return Attested(
            title=course.title,
            dates=[(date.starts_at, date.ends_at) for date in dates],
            places=[str(date.room) if date.room else _("online") for date in dates],
            organiser=settings.OFFICE.name,
            content=_beginning(course.content or course.aims),
            counted=Decimal(sum(date.units for date in dates)),
        )


def _why_not(enrolment):
    if not enrolment.completed:
        text = _("%(attended)s of %(held)s units, %(percent)s per cent are needed")
        return text % {
            "attended": enrolment.units_attended,
            "held": enrolment.units_held,
            "percent": enrolment.run.course.minimum_attendance,
        }
    if enrolment.forgotten_on:
        return _("The time for which we keep the name is over.")
    name = str(enrolment.person)
    if len(name) > LONGEST_NAME:
        return _("The name is too long for a certificate.")
    try:
        check_printable(name)
    except ValidationError as error:
        return " ".join(error.messages)
    return ""


def _beginning(text):
    """Whole lines, as many as there is room for."""
    lines, room = [], MOST_LETTERS
    for line in filter(None, map(str.strip, text.splitlines())):
        room -= max(len(line), LINE)  # short lines take their room too
        if room < 0:
            return "\n".join([*lines, "…"])
        lines.append(line)
    return "\n".join(lines)
