"""Who works with whom by the agreements that are in force on a day."""

from collections import defaultdict
from dataclasses import dataclass
from urllib.parse import urlencode

from django.contrib.auth.decorators import permission_required
from django.core.paginator import Paginator
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from cooperation.forms import NetworkForm
from cooperation.models import Organisation, Party
from cooperation.network import Body, draw, ties
from cooperation.views.agreements import PAGE_SIZE
from miko_portal.base.clock import today

DRAWN = 40
NAMED = 12  # partners of one organisation in its row of the table


@dataclass
class Tie:
    """Two organisations that work together, and where one reads what they have agreed."""

    one: Organisation
    other: Organisation
    agreements: list[int]
    address: str

    def __str__(self):
        count = len(self.agreements)
        agreements = ngettext("one agreement", "%(count)s agreements", count) % {"count": count}
        return f"{self.one} – {self.other}: {agreements}"


@dataclass
class Row:
    """An organisation with its ties, the strongest first."""

    organisation: Organisation
    ties: list[Tie]

    @property
    def agreements(self):
        return len({agreement for tie in self.ties for agreement in tie.agreements})

    @property
    def named(self):
        return self.ties[:NAMED]

    @property
    def further(self):
        return len(self.ties[NAMED:])


ORDERS = {
    "name": lambda row: row.organisation.sort_key,
    "kind": lambda row: row.organisation.get_kind_display(),
    "agreements": lambda row: row.agreements,
    "partners": lambda row: len(row.ties),
}


@permission_required("cooperation.view_agreement", raise_exception=True)
@require_safe
def network(request):
    form = NetworkForm(request.GET)
    form.full_clean()
    on, project = form.cleaned_data.get("stand") or today(), form.cleaned_data.get("projekt")
    parties = Party.objects.cooperating(on=on)
    if project:
        parties = parties.filter(agreement__project=project)
    shared = ties(parties.values_list("agreement", "organisation"))
    rows = _rows(shared, on=on)
    page = Paginator(_ordered(rows, request.GET.get("sort", "")), PAGE_SIZE)
    return TemplateResponse(
        request,
        "cooperation/network.html",
        {
            "filter": {"form": form},
            "on": on,
            "project": project,
            "page_obj": page.get_page(request.GET.get("page")),
            "picture": _picture(rows, shared),
            "left_out": len(rows[DRAWN:]),
            "crumbs": [(_("Network"), None)],
        },
    )


def _rows(shared, *, on):
    """A row for each organisation that works with another, those with the most partners first."""
    bodies = Organisation.objects.in_bulk({key for pair in shared for key in pair})
    found = defaultdict(list)
    for (one, other), agreements in shared.items():
        address = _address(one, other, agreements, on=on)
        found[one].append(Tie(bodies[one], bodies[other], agreements, address))
        found[other].append(Tie(bodies[other], bodies[one], agreements, address))
    for ties_of in found.values():
        ties_of.sort(key=lambda tie: (-len(tie.agreements), tie.other.sort_key))
    rows = [Row(bodies[key], ties_of) for key, ties_of in found.items()]
    return sorted(rows, key=lambda row: (-len(row.ties), row.organisation.sort_key))


def _address(one, other, agreements, *, on):
    if len(agreements) == 1:
        return reverse("cooperation:agreement_detail", args=agreements)
    asked = {"partner": one, "together": other, "since": on, "until": on}
    return f"{reverse('cooperation:agreement_list')}?{urlencode(asked)}"


def _ordered(rows, asked):
    """By name, or by the column that was asked for."""
    by_name = sorted(rows, key=ORDERS["name"])
    order = ORDERS.get(asked.removeprefix("-"), ORDERS["name"])
    return sorted(by_name, key=order, reverse=asked.startswith("-"))


def _picture(rows, shared):
    """The picture of those with the most partners, by kind and name, with the ties as links."""
    drawn = [row.organisation for row in rows[:DRAWN]]
    kinds = list(Organisation.Kind)
    drawn.sort(key=lambda organisation: (kinds.index(organisation.kind), organisation.sort_key))
    picture = draw([Body(o.pk, o.brief, o.get_kind_display()) for o in drawn], shared)
    links = {(tie.one.pk, tie.other.pk): tie for row in rows[:DRAWN] for tie in row.ties}
    names = {organisation.pk: organisation.name for organisation in drawn}
    return {
        "size": picture,
        "lines": [(line, links[line.one.key, line.other.key]) for line in picture.lines],
        "places": [(place, names[place.body.key]) for place in picture.places],
    }
