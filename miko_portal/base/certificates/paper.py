"""What stands on a certificate, in German: it is for authorities and employers."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import ROUND_DOWN, Decimal

from django.conf import settings
from django.http import HttpResponse
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.timezone import localdate, localtime
from django.utils.translation import gettext as _
from django.utils.translation import override

from miko_portal.base import pdf
from miko_portal.base.models import Certificate
from miko_portal.base.signs import code_of
from miko_portal.base.units import STORED, teaching_units

GERMAN = "de"


@dataclass(frozen=True)
class Attested:
    """What somebody took part in, in German.

    `dates` are from and to; `counted` are the teaching units where they aren't those of the
    length; `content` is what was taught, a line each.
    """

    title: str
    dates: Sequence[tuple[datetime, datetime]]
    organiser: str = ""
    places: Sequence[str] = ()
    content: str = ""
    counted: Decimal | None = None

    @property
    def days(self) -> list[date]:
        """Each day once, the first one first."""
        return sorted({localdate(starts_at) for starts_at, _ends_at in self.dates})

    @property
    def units(self) -> Decimal:
        """Teaching units of 45 minutes, cut off, never more than there were."""
        units = self.counted
        if units is None:
            units = sum((teaching_units(*times) for times in self.dates), Decimal())
        return units.quantize(STORED, ROUND_DOWN)


def paper_of(certificate: Certificate, attested: Attested) -> bytes:
    """The certificate as PDF, one page of A4."""
    with override(GERMAN):
        link = settings.PORTAL_URL + reverse("certificate_detail", args=[certificate.shown_code])
        data = _told(certificate, attested) | {"link": link, "qr": code_of(link)}
        title = _("Certificate of attendance")
    return pdf.render("shared/certificate.typ", data, title=title, language=GERMAN)


def _told(certificate, attested):
    facts = [
        [_("When"), "\n".join(_when(*times) for times in attested.dates)],
        [_("Teaching units of 45 minutes"), certificate.said_units],
        [_("Where"), "\n".join(dict.fromkeys(attested.places))],
        [_("Organiser"), attested.organiser],
        [_("Content"), attested.content],
    ]
    issued = _("Issued on %(day)s, number %(number)s.") % {
        "day": date_format(localtime(certificate.issued_at), "d.m.Y"),
        "number": certificate,
    }
    if certificate.replaces:
        instead = _("It replaces the certificate number %(number)s, which is revoked.")
        issued += " " + instead % {"number": certificate.replaces}
    return {
        "name": certificate.name,
        "took_part": _("took part in:"),
        "course": attested.title,
        "facts": [[label, value] for label, value in facts if value],
        "issued": issued,
        "check": _("Is this certificate ours?"),
        "how": _("The address behind the code says so, and whether it was revoked:"),
        "code_label": _("Code"),
        "code": certificate.shown_code,
        "unsigned": _("Made by a computer and valid without a signature."),
    }


def _when(starts_at, ends_at):
    starts, ends = localtime(starts_at), localtime(ends_at)
    day = date_format(starts, "l, d.m.Y")
    return f"{day}, {date_format(starts, 'H:i')}–{date_format(ends, 'H:i')}"


def pdf_response(certificate: Certificate, content: bytes) -> HttpResponse:
    """The file, to be looked at or saved by whoever may see it, and kept by nobody on the way."""
    name = f"teilnahmebescheinigung-{certificate}.pdf"
    return HttpResponse(
        content,
        content_type="application/pdf",
        headers={"Content-Disposition": f'inline; filename="{name}"', "Cache-Control": "no-store"},
    )
