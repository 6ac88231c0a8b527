"""Taking an existing list of agreements over: every row is judged before anything is stored."""

from dataclasses import dataclass, field
from datetime import date

from django.db import transaction
from django.db.models.functions import Lower
from django.utils.translation import gettext as _

from cooperation import actions
from cooperation.actions import PartyDraft
from cooperation.forms.imports import ImportedRow
from cooperation.models import Agreement, Organisation, Project
from miko_portal.base.models import User
from miko_portal.base.sorting import sort_keys

MOST_ROWS = 1000


@dataclass
class Judged:
    """A row of the list: what it says, and whether it can be taken over."""

    number: int  # of the row in the file
    form: ImportedRow
    parties: list[Organisation] = field(default_factory=list)
    project: Project | None = None
    complaints: list[str] = field(default_factory=list)
    known: bool = False  # it is in the register already

    @property
    def takes(self) -> bool:
        return not self.complaints and not self.known

    @property
    def new_organisations(self) -> list[Organisation]:
        return [organisation for organisation in self.parties if organisation.pk is None]


def judge(rows: list[tuple[int, dict]], *, on: date) -> list[Judged]:
    """Each row as (number in the file, cells by field), judged by itself and by the others.

    The county is added to a row that names one partner alone. Costs the same number of queries
    however many rows there are.
    """
    judged = [Judged(number, ImportedRow(cells)) for number, cells in rows]
    right = [row for row in judged if row.form.is_valid()]
    for row in judged:
        row.complaints += row.form.complaints()
    _find_parties(right)
    _find_projects(right)
    _find_known(right)
    for row in right:
        told = row.form.cleaned_data
        if (told["signed_on"] or on) > on:
            row.complaints.append(_("The day of the signatures is still to come."))
        if len(row.parties) < 2:
            row.complaints.append(_("An agreement needs at least two parties."))
    return judged


@transaction.atomic
def take_over(judged: list[Judged], *, on: date, by: User) -> list[Agreement]:
    """Store all rows that can be taken over, with the organisations that are new; or none."""
    return [_take_over(row, on=on, by=by) for row in judged if row.takes]


def _take_over(row, *, on, by):
    told = row.form.cleaned_data
    agreement = Agreement(
        number=told["number"] or Agreement.objects.next_number(on=told["effective_on"]),
        title=told["title"],
        kind=told["kind"],
        file_reference=told["file_reference"],
        original_kept_at=told["original_kept_at"],
        project=row.project,
    )
    return actions.take_over(
        agreement,
        version=row.form.version(),
        parties=[PartyDraft(organisation=organisation) for organisation in row.parties],
        signed_on=told["signed_on"],
        on=on,
        by=by,
    )


def _find_parties(rows):
    """By name or short name, accents and case aside; a name that nobody knows is a new one."""
    names = {name for row in rows for name in row.form.cleaned_data["parties"]}
    keys = sort_keys(sorted(names))
    known = {}
    for organisation in Organisation.objects.all():
        known[organisation.sort_key] = organisation
    short = Organisation.objects.exclude(short_name="")
    short_keys = sort_keys([organisation.short_name for organisation in short])
    for organisation in short:
        known.setdefault(short_keys[organisation.short_name], organisation)
    county = Organisation.objects.filter(kind=Organisation.Kind.COUNTY).order_by("pk").first()
    for row in rows:
        found = {}
        for name in row.form.cleaned_data["parties"]:
            key = keys[name]
            new = Organisation(name=name, kind=Organisation.Kind.OTHER)
            organisation = known.setdefault(key, new)
            if id(organisation) in found:
                facts = {"organisation": organisation}
                row.complaints.append(_("%(organisation)s is a party twice.") % facts)
            found[id(organisation)] = organisation
        row.parties = list(found.values())
        if len(row.parties) == 1 and county and county != row.parties[0]:
            row.parties.insert(0, county)


def _find_projects(rows):
    projects = {project.short_name.casefold(): project for project in Project.objects.all()}
    for row in rows:
        if typed := row.form.cleaned_data["project"]:
            row.project = projects.get(typed.casefold())
            if row.project is None:
                row.complaints.append(_("There is no project “%(name)s”.") % {"name": typed})


def _find_known(rows):
    """By the number, or without one by title and start; a number twice in the list is wrong."""
    numbers = set(Agreement.objects.values_list(Lower("number"), flat=True))
    titles = {
        (title.casefold(), day)
        for title, day in Agreement.objects.filter(versions__number=0).values_list(
            "title", "versions__effective_on"
        )
    }
    seen = set()
    for row in rows:
        told = row.form.cleaned_data
        number = told["number"].casefold()
        same = (told["title"].casefold(), told["effective_on"])
        row.known = number in numbers if number else same in titles
        mark = number or same
        if mark in seen:
            row.complaints.append(_("It stands in this list twice."))
        seen.add(mark)
