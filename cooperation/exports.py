"""The register of agreements as a table: for spreadsheets, and printed."""

from collections.abc import Callable, Iterator
from typing import NamedTuple

from django.contrib.postgres.aggregates import StringAgg
from django.db.models import OuterRef, QuerySet, Subquery
from django.utils.translation import gettext_lazy as _

from cooperation.models import Agreement, Party, State
from cooperation.models.states import OVER, UNSIGNED
from cooperation.stand import Stand


class Column(NamedTuple):
    name: str
    value: Callable[[Agreement], object]
    width: int  # its share of the line on paper
    for_the_office: bool = False  # partners don't get it


def _notice_day(row):
    """The last day to give notice, where notice can be given and would still change anything."""
    settled = row.state in (*UNSIGNED, *OVER) or row.terminated_on or row.notice_ends_on
    return None if settled else row.notice_day


def columns(*, for_the_office: bool) -> list[Column]:
    """What the register says of an agreement, in the order of the page."""
    states, kinds = dict(State.choices), dict(Agreement.Kind.choices)
    states, kinds = ({key: str(label) for key, label in of.items()} for of in (states, kinds))
    told = [
        Column(_("Number"), lambda row: row.number, 5),
        Column(_("File reference"), lambda row: row.file_reference, 6, for_the_office=True),
        Column(_("Kind"), lambda row: kinds[row.kind], 6),
        Column(_("Title"), lambda row: row.title, 10),
        Column(_("Parties"), lambda row: row.party_names or "", 12),
        Column(_("State"), lambda row: states[row.state], 5),
        Column(_("In force from"), lambda row: row.in_force_from, 5),
        Column(_("Until"), lambda row: row.ends_on, 5),
        Column(_("Last day to give notice"), _notice_day, 5),
        Column(_("Project"), lambda row: str(row.project or ""), 4),
        Column(_("Clerk"), lambda row: str(row.clerk or ""), 5, for_the_office=True),
        Column(
            _("Where the original lies"), lambda row: row.original_kept_at, 6, for_the_office=True
        ),
    ]
    return [column for column in told if for_the_office or not column.for_the_office]


def rows(agreements: QuerySet, told: list[Column], *, stand: Stand) -> Iterator[list]:
    """The agreements, fetched `with_state`, one by one and in a single query."""
    on = stand.on
    parties = Party.objects.belonging(on=on).filter(agreement=OuterRef("pk")).order_by()
    names = parties.values("agreement").annotate(
        names=StringAgg("organisation__name", "; ", order_by="pk")
    )
    found = agreements.with_term(on=on).annotate(party_names=Subquery(names.values("names")))
    for agreement in found.iterator(chunk_size=500):
        stand.forget(agreement, "terminated_on")
        yield [column.value(agreement) for column in told]
