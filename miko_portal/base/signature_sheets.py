"""The list of participants to sign, as funders accept it ("Teilnehmerliste")."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal

from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import override

from miko_portal.base import pdf
from miko_portal.base.units import teaching_units, units_said

MOST_DATES = 6  # that have room beside each other


@dataclass(frozen=True)
class SheetDate:
    """When and where people sign; `units` where they aren't those of the length."""

    starts_at: datetime
    ends_at: datetime
    place: str
    units: Decimal | None = None

    @property
    def counted(self) -> Decimal:
        return teaching_units(self.starts_at, self.ends_at) if self.units is None else self.units


@dataclass(frozen=True)
class SignatureSheet:
    """What the sheet says: one column to sign for each date, one line for each person.

    `people` are what stands in the `columns`, such as name and organisation; an empty name is
    written by hand.
    """

    title: str
    dates: Sequence[SheetDate]
    columns: Sequence[str]
    people: Sequence[Sequence[str]]
    organiser: str = ""
    project: str = ""
    funder: str = ""
    reference: str = ""
    leaders: Sequence[str] = field(default_factory=list)
    blank_lines: int = 0

    def __post_init__(self):
        if not 1 <= len(self.dates) <= MOST_DATES:
            raise ValueError(f"A sheet has one to {MOST_DATES} dates.")

    def pdf(self) -> bytes:
        """The sheet in German, A4 across."""
        with override("de"):
            data = self.told()
            title = _("List of participants: %(title)s") % {"title": self.title}
        return pdf.render("shared/signatures.typ", data, title=title)

    def told(self) -> dict:
        """What the template is given."""
        blank = [[""] * len(self.columns)] * self.blank_lines
        units = sum(date.counted for date in self.dates)
        # What is funded is what happened: every date with its times, and the units of all.
        facts = [
            [_("When"), "\n".join(_when(date) for date in self.dates)],
            [_("Where"), "\n".join(dict.fromkeys(date.place for date in self.dates))],
            [_("Duration"), _duration(self.dates)],
            [_("Teaching units of 45 minutes"), units_said(units)],
            [_("Organiser"), self.organiser],
            [_("Project"), self.project],
            [_("Funder"), self.funder],
            [_("Reference of the funder"), self.reference],
        ]
        return {
            "facts": [[label, value] for label, value in facts if value],
            "number": _("No."),
            "columns": list(self.columns),
            "dates": [
                _("Signature") if len(self.dates) == 1 else _day(date) for date in self.dates
            ],
            "people": [list(row) for row in (*self.people, *blank)],
            "led": _("Led by, signature"),
            "leaders": list(self.leaders) or [""],
        }


def _day(date):
    return date_format(localtime(date.starts_at), "d.m.Y")


def _when(date):
    starts, ends = localtime(date.starts_at), localtime(date.ends_at)
    day = date_format(starts, "l, d.m.Y")
    return f"{day}, {date_format(starts, 'H:i')}–{date_format(ends, 'H:i')}"


def _duration(dates):
    """Of all dates together, breaks included."""
    seconds = sum((date.ends_at - date.starts_at).total_seconds() for date in dates)
    hours, minutes = divmod(int(seconds // 60), 60)
    return _("%(hours)s h %(minutes)s min") % {"hours": hours, "minutes": f"{minutes:02}"}
