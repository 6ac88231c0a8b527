"""What falls due, of all kinds, in one list ("Fristen"); each follows from facts."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.contrib.auth import get_user_model
from django.db.models import (
    BigIntegerField,
    CharField,
    DateField,
    F,
    Model,
    OuterRef,
    QuerySet,
    Subquery,
    TextChoices,
    Value,
)
from django.db.models.functions import Cast, Least, TruncDate
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from cooperation.models import Agreement, FollowUp, Measure, Meeting, State, Version
from cooperation.models.states import BINDING
from miko_portal.base.models import User


class Kind(TextChoices):
    NOTICE = "notice", _("Last day to give notice")
    END = "end", _("End of the agreement")
    SIGNATURE = "signature", _("Missing signatures")
    MEASURE = "measure", _("Measure")
    REVIEW = "review", _("Review meeting")
    FOLLOW_UP = "follow_up", _("Follow-up")


@dataclass(frozen=True)
class Deadline:
    """Something that falls due on a day, with whom it concerns."""

    kind: Kind
    due_on: date
    row: int  # the key of what falls due: follow-up, measure, meeting, version or agreement
    text: str
    agreement: Agreement | None
    person: User | None

    @property
    def source(self) -> Model:
        """What falls due; of computed dates the agreement, of signatures the version."""
        return MODELS[self.kind](pk=self.row)

    @property
    def address(self) -> str:
        """The page where one takes care of it."""
        if self.kind in PAGES:
            return reverse(PAGES[self.kind], args=[self.row])
        name = PAGES_OF_AGREEMENT.get(self.kind, "agreement_detail")
        return reverse(f"cooperation:{name}", args=[self.agreement.pk])


def due(
    *,
    on: date,
    since: date | None = None,
    until: date,
    people: Iterable[User] | None = None,
    kinds: Iterable[str] = Kind.values,
) -> QuerySet:
    """What falls due up to a day, as rows for `deadlines`; since none, with all that is late.

    Notice and end are dates of the law and are never late: once passed they are history.
    `people`: only what these answer for.
    """
    wanted = [SOURCES[kind](on).filter(due__lte=until) for kind in Kind.values if kind in kinds]
    if since is not None:
        wanted = [rows.filter(due__gte=since) for rows in wanted]
    if people is not None:
        wanted = [rows.filter(whose__in=[person.pk for person in people]) for rows in wanted]
    first, *others = [rows.order_by().values(*COLUMNS) for rows in wanted]
    return first.union(*others, all=True).order_by("due", "kind_of", "row")


def due_of(kind: str, source: Model, *, on: date) -> Deadline | None:
    """What of a row fell due on this very day, as one sees it on the day; None: nothing."""
    rows = SOURCES[kind](on).filter(pk=source.pk, due=on).values(*COLUMNS)
    return next(iter(deadlines(rows)), None)


def deadlines(rows: Iterable[dict]) -> list[Deadline]:
    """The rows of a page with their agreements and people, fetched at once."""
    rows = list(rows)
    agreements = Agreement.objects.in_bulk({row["about"] for row in rows if row["about"]})
    people = get_user_model().objects.in_bulk({row["whose"] for row in rows if row["whose"]})
    return [
        Deadline(
            kind=Kind(row["kind_of"]),
            due_on=row["due"],
            row=row["row"],
            text=row["says"],
            agreement=agreements.get(row["about"]),
            person=people.get(row["whose"]),
        )
        for row in rows
    ]


MODELS = {
    Kind.NOTICE: Agreement,
    Kind.END: Agreement,
    Kind.SIGNATURE: Version,
    Kind.MEASURE: Measure,
    Kind.REVIEW: Meeting,
    Kind.FOLLOW_UP: FollowUp,
}
PAGES = {Kind.MEASURE: "cooperation:measure_detail", Kind.REVIEW: "cooperation:meeting_detail"}
PAGES_OF_AGREEMENT = {Kind.SIGNATURE: "agreement_signatures", Kind.FOLLOW_UP: "follow_up_list"}
COLUMNS = ["kind_of", "due", "row", "says", "about", "whose"]


def _told(queryset, kind, *, due, says="", about="agreement", whose="agreement__clerk"):
    return queryset.annotate(
        kind_of=Value(kind, CharField()),
        due=Cast(due, DateField()),
        row=F("pk"),
        says=Cast(says or Value(""), CharField()),
        about=Cast(about, BigIntegerField()),
        whose=Cast(whose, BigIntegerField()),
    ).filter(due__isnull=False)


def _notices(on):
    """Only where it goes on by itself: elsewhere nothing happens if nobody gives notice."""
    found = Agreement.objects.with_state(on=on).with_term(on=on)
    found = found.filter(
        state__in=[*BINDING, State.SUSPENDED],
        current__renewal=Version.Renewal.TACIT,
        notice_ends_on=None,
        terminated_on=None,
    )
    return _told(found, Kind.NOTICE, due=F("notice_day"), about="pk", whose="clerk")


def _ends(on):
    found = Agreement.objects.with_state(on=on).filter(
        state__in=[*BINDING, State.SUSPENDED, State.SIGNED]
    )
    ends = Least("terminated_on", "notice_ends_on", "term_ends_on")
    return _told(found, Kind.END, due=ends, about="pk", whose="clerk")


def _signatures(on):
    found = Version.objects.open().filter(
        released_on__lte=on, correction=0, agreement__withdrawn_on=None
    )
    return _told(found, Kind.SIGNATURE, due=F("effective_on"))


def _measures(on):
    return _told(Measure.objects.open(), Kind.MEASURE, due=F("due_on"), says=F("title"))


def _reviews(on):
    found = Meeting.objects.filter(kind=Meeting.Kind.REVIEW, cancelled_on=None)
    agreement = Agreement.objects.filter(meetings=OuterRef("pk")).order_by("pk")[:1]
    found = found.alias(day=TruncDate("starts_at")).filter(day__gte=on)
    return _told(
        found,
        Kind.REVIEW,
        due=F("day"),
        says=F("title"),
        about=Subquery(agreement.values("pk")),
        whose=Subquery(agreement.values("clerk")),
    )


def _follow_ups(on):
    return _told(
        FollowUp.objects.open(), Kind.FOLLOW_UP, due=F("due_on"), says=F("text"), whose="person"
    )


SOURCES = {
    Kind.NOTICE: _notices,
    Kind.END: _ends,
    Kind.SIGNATURE: _signatures,
    Kind.MEASURE: _measures,
    Kind.REVIEW: _reviews,
    Kind.FOLLOW_UP: _follow_ups,
}
