"""Organisations and people that are kept twice: the pairs, side by side, and making one of two."""

from collections.abc import Callable
from dataclasses import dataclass

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.db import models
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from cooperation import actions, merging
from cooperation.actions.merging import ORGANISATION_CHOICES, PERSON_CHOICES
from cooperation.forms.merging import MergeForm, SearchForm
from cooperation.models import (
    Organisation,
    OrganisationMerger,
    OrganisationPair,
    Person,
    PersonMerger,
    PersonPair,
)
from cooperation.views.agreements import PAGE_SIZE
from miko_portal.base.clock import today

FOUND = 20


@dataclass(frozen=True)
class Twice:
    """What is kept twice, and what its pages need to know."""

    name: str
    model: type[models.Model]
    merger: type[models.Model]
    pair: type[models.Model]
    choices: dict[str, list[str]]
    merge: Callable
    heading: str

    def rows(self, user):
        """Those that the user may merge."""
        return self.model.objects.changeable_by(user)

    def view(self, page):
        return f"cooperation:{self.name}_{page}"

    def address(self, page, *args):
        return reverse(self.view(page), args=args)

    def after(self, row):
        """Where one goes on: people have no page of their own."""
        is_person = self.model is Person
        return self.address("duplicates") if is_person else self.address("detail", row.pk)

    def crumbs(self, *rest):
        pairs = [(str(self.heading), self.address("duplicates"))] if rest else []
        start = (_("Organisations"), reverse("cooperation:organisation_list"))
        return [start, *pairs, *rest, *([] if rest else [(str(self.heading), None)])]


ORGANISATIONS = Twice(
    "organisation",
    Organisation,
    OrganisationMerger,
    OrganisationPair,
    ORGANISATION_CHOICES,
    actions.merge_organisations,
    gettext_lazy("Organisations kept twice"),
)
PEOPLE = Twice(
    "person",
    Person,
    PersonMerger,
    PersonPair,
    PERSON_CHOICES,
    actions.merge_people,
    gettext_lazy("People kept twice"),
)


@login_required
@require_safe
def organisation_duplicates(request):
    return _pairs(request, ORGANISATIONS)


@login_required
@require_safe
def person_duplicates(request):
    return _pairs(request, PEOPLE)


@login_required
@require_safe
def organisation_merge_with(request, pk):
    return _merge_with(request, ORGANISATIONS, pk)


@login_required
@require_safe
def person_merge_with(request, pk):
    return _merge_with(request, PEOPLE, pk)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def organisation_merge(request, pk, other):
    return _merge(request, ORGANISATIONS, pk, other)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def person_merge(request, pk, other):
    return _merge(request, PEOPLE, pk, other)


@login_required
@require_POST
def organisation_keep_apart(request, pk, other):
    return _keep_apart(request, ORGANISATIONS, pk, other)


@login_required
@require_POST
def person_keep_apart(request, pk, other):
    return _keep_apart(request, PEOPLE, pk, other)


def _pairs(request, twice):
    """What looks like the same, for those who may merge it."""
    if not request.user.has_perm(f"cooperation.change_{twice.name}"):
        raise Http404
    pairs = twice.pair.objects.select_related("one", "other")
    others = PEOPLE if twice is ORGANISATIONS else ORGANISATIONS
    return TemplateResponse(
        request,
        "cooperation/duplicates.html",
        {
            "heading": twice.heading,
            "others_heading": others.heading,
            "others_page": others.address("duplicates"),
            "merge": twice.view("merge"),
            "keep_apart": twice.view("keep_apart"),
            "page_obj": Paginator(pairs, PAGE_SIZE).get_page(request.GET.get("page")),
            "crumbs": twice.crumbs(),
        },
    )


def _merge_with(request, twice, pk):
    """Looks for the other one, where the portal has not proposed the pair by itself."""
    row = get_object_or_404(twice.rows(request.user), pk=pk)
    form = SearchForm(request.GET or None)
    found = None
    if form.is_valid():
        others = twice.rows(request.user).exclude(pk=pk).matching(form.cleaned_data["q"])
        found = others.order_by("sort_key", "pk")[:FOUND]
    return TemplateResponse(
        request,
        "cooperation/merge_with.html",
        {
            "row": row,
            "form": form,
            "found": found,
            "merge": twice.view("merge"),
            "crumbs": twice.crumbs((str(row), None)),
        },
    )


def _merge(request, twice, pk, other):
    """Both side by side; one confirmation makes one of them."""
    found = twice.rows(request.user).in_bulk([pk, other])
    if gone := {pk, other} - set(found):
        return _merged_already(request, twice, gone)
    kept, duplicate = found[pk], found[other]
    chosen = request.POST if request.method == "POST" else None
    form = MergeForm(chosen, kept=kept, duplicate=duplicate, choices=twice.choices)
    if request.method == "POST" and form.is_valid():
        try:
            kept = twice.merge(
                kept, duplicate=duplicate, by=request.user, on=today(), taking=form.taking
            )
        except ValidationError as error:
            form.add_error(None, error)
        else:
            text = _("The two are one now: “%(name)s”. The history keeps what there was.")
            messages.success(request, text % {"name": kept})
            return redirect(twice.after(kept))
    return TemplateResponse(
        request,
        "cooperation/merge.html",
        {
            "kept": kept,
            "duplicate": duplicate,
            "form": form,
            "moving": _side_by_side(kept, duplicate),
            "swapped": twice.address("merge", other, pk),
            "apart": twice.address("keep_apart", pk, other),
            "cancel": twice.address("duplicates"),
            "crumbs": twice.crumbs((pgettext("page", "Merge"), None)),
        },
    )


def _keep_apart(request, twice, pk, other):
    rows = twice.rows(request.user)
    actions.keep_apart(
        get_object_or_404(rows, pk=pk),
        get_object_or_404(rows.exclude(pk=pk), pk=other),
        by=request.user,
        on=today(),
    )
    messages.success(request, _("It is noted that these are two. They aren't proposed again."))
    return redirect(twice.address("duplicates"))


def _merged_already(request, twice, gone):
    """Somebody was faster: one goes on to what was kept. Whoever may not merge finds nothing."""
    rows = twice.rows(request.user)
    merger = twice.merger.objects.filter(former_id__in=gone, kept__in=rows).first()
    if merger is None:
        raise Http404
    text = _("This has been merged already: it is “%(name)s” now.")
    messages.info(request, text % {"name": merger.kept})
    return redirect(twice.after(merger.kept))


def _side_by_side(kept, duplicate):
    """How many rows point to each of the two, by kind."""
    there, moving = (
        {row.label: row.count for row in merging.pointing_to(one)} for one in (kept, duplicate)
    )
    return [(label, there.get(label, 0), moving.get(label, 0)) for label in sorted(there | moving)]
