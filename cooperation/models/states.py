"""The state of an agreement on a day; it follows from dated facts and is never typed in."""

from datetime import date

from django.apps import apps
from django.db.models import (
    Case,
    CharField,
    DateField,
    Exists,
    F,
    FilteredRelation,
    OuterRef,
    Q,
    TextChoices,
    Value,
    When,
)
from django.db.models.functions import Coalesce, Greatest
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from cooperation.models.standing import TwoPartiesUntil, VersionOn
from cooperation.models.terms import NextNotice, TermEnd


class State(TextChoices):
    """In the order in which they are asked: the first that is true on the day holds."""

    WITHDRAWN = "withdrawn", _("withdrawn")
    DRAFT = "draft", _("draft")
    IN_CONSULTATION = "in_consultation", _("in consultation")
    TO_BE_SIGNED = "to_be_signed", _("to be signed")
    ENDED = "ended", _("ended")
    SIGNED = "signed", _("signed")
    EXPIRED = "expired", _("expired")
    SUSPENDED = "suspended", _("suspended")
    NOTICE_GIVEN = "notice_given", _("notice given")
    IN_FORCE = "in_force", _("in force")


# In these an agreement binds, and entitles.
BINDING = (State.NOTICE_GIVEN, State.IN_FORCE)
UNSIGNED = (State.DRAFT, State.IN_CONSULTATION, State.TO_BE_SIGNED)
OVER = (State.WITHDRAWN, State.ENDED, State.EXPIRED)


def original() -> FilteredRelation:
    """The text that the procedure is read from; a new one for each query keeps it whole."""
    condition = Q(versions__number=0, versions__correction=0)
    return FilteredRelation("versions", condition=condition)


def current(on: date) -> FilteredRelation:
    """The text in effect on the day, that the term is read from; before the first, that one."""
    return FilteredRelation("versions", condition=Q(versions__pk=VersionOn(F("pk"), on)))


# The end that the text sets: of a term until a day the first one, or that of the project.
FIRST_END = Case(
    When(current__term="project", then=F("project__ends_on")), default=F("current__first_end_on")
)

# The last day of a term that ends by itself. Renewed tacitly, it goes on until somebody gives
# notice, so it has none; nor has one that is open-ended.
TERM_ENDS_ON = Case(When(current__renewal="tacit", then=None), default=FIRST_END)


def in_force_from(on: date) -> Case:
    """The first day on which it binds, once the last of all has signed by the day."""
    starts = Greatest("original__effective_on", "original__completed_on")
    return Case(When(original__completed_on__lte=on, then=starts))


def term_end(on: date) -> TermEnd:
    """The last day of the term that runs on the day, renewals counted."""
    return TermEnd(FIRST_END, F("current__renewal_months"), on)


def notice_day(on: date) -> NextNotice:
    """The next last day to give notice, the day itself included."""
    return NextNotice(
        Coalesce("in_force_from", "current__effective_on"),
        FIRST_END,
        F("current__renewal_months"),
        F("current__notice_months"),
        F("current__notice_basis"),
        on,
    )


def notice_ends_on(on: date) -> Case:
    """The last day with two parties, where notices received by the day leave fewer."""
    return Case(
        When(Exists(_notices(on)), then=TwoPartiesUntil(F("pk"), VersionOn(F("pk"), on), on)),
        output_field=DateField(),
    )


def suspended(on: date) -> Exists:
    """It is in suspension on the day."""
    still = Q(ends_on=None) | Q(ends_on__gte=on)
    model = apps.get_model("cooperation", "Suspension")
    return Exists(model.objects.filter(still, agreement=OuterRef("pk"), starts_on__lte=on))


def _notices(on):
    model = apps.get_model("cooperation", "Notice")
    return model.objects.filter(party__agreement=OuterRef("pk"), received_on__lte=on)


def state_on(on: date) -> Case:
    """The state on the day, for a queryset that knows its texts and days (`with_state`)."""

    def not_yet(fact):
        return Q(**{f"{fact}__isnull": True}) | Q(**{f"{fact}__gt": on})

    return Case(
        When(withdrawn_on__lte=on, then=Value(State.WITHDRAWN)),
        When(not_yet("original__consultation_on"), then=Value(State.DRAFT)),
        When(not_yet("original__released_on"), then=Value(State.IN_CONSULTATION)),
        When(not_yet("original__completed_on"), then=Value(State.TO_BE_SIGNED)),
        When(Q(terminated_on__lt=on) | Q(notice_ends_on__lt=on), then=Value(State.ENDED)),
        When(in_force_from__gt=on, then=Value(State.SIGNED)),
        When(term_ends_on__lt=on, then=Value(State.EXPIRED)),
        When(suspended=True, then=Value(State.SUSPENDED)),
        When(notice_ends_on__gte=on, then=Value(State.NOTICE_GIVEN)),
        default=Value(State.IN_FORCE),
        output_field=CharField(),
    )


def sentence(agreement, version) -> str:
    """The state of an agreement in a sentence; it was fetched `with_state`, with its first text."""

    def day(of):
        return date_format(of, "SHORT_DATE_FORMAT") if of else ""

    told = {
        "withdrawn": day(agreement.withdrawn_on),
        "consultation": day(version.consultation_on),
        "released": day(version.released_on),
        "start": day(agreement.in_force_from),
        "agreed_end": day(agreement.terminated_on),
        "end": day(agreement.term_ends_on),
        "notice_end": day(agreement.notice_ends_on),
    }
    in_force = _("In force since %(start)s, until further notice.")
    if agreement.terminated_on:
        in_force = _("In force since %(start)s; ended by mutual consent after %(agreed_end)s.")
    elif agreement.term_ends_on:
        in_force = _("In force since %(start)s, until %(end)s.")
    ended = _("Ended by mutual consent; %(agreed_end)s was the last day.")
    if not agreement.terminated_on or (
        agreement.notice_ends_on and agreement.notice_ends_on < agreement.terminated_on
    ):
        ended = _("Ended by notice; %(notice_end)s was the last day with two parties.")
    signed = _("All have signed. It comes into force on %(start)s.")
    if agreement.terminated_on and agreement.terminated_on < agreement.in_force_from:
        signed = _("All have signed, but it ends by mutual consent before it comes into force.")
    sentences = {
        State.WITHDRAWN: _("Withdrawn on %(withdrawn)s, before all had signed."),
        State.DRAFT: _("Being drafted. The partners don't see it yet."),
        State.IN_CONSULTATION: _("In consultation with the partners since %(consultation)s."),
        State.TO_BE_SIGNED: _("Out for signature since %(released)s."),
        State.SIGNED: signed,
        State.ENDED: ended,
        State.EXPIRED: _("Expired; %(end)s was the last day."),
        State.SUSPENDED: _("Suspended: it binds nobody for the time being."),
        State.NOTICE_GIVEN: _(
            "Notice is given: %(notice_end)s is the last day, for then fewer than two parties are "
            "left."
        ),
        State.IN_FORCE: in_force,
    }
    return sentences[agreement.state] % told
