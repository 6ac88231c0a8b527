"""The state of an agreement on a day; it follows from dated facts and is never typed in."""

from datetime import date

from django.db.models import Case, CharField, F, FilteredRelation, Q, TextChoices, Value, When
from django.db.models.functions import Greatest
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _


class State(TextChoices):
    """In the order in which they are asked: the first that is true on the day holds."""

    WITHDRAWN = "withdrawn", _("withdrawn")
    DRAFT = "draft", _("draft")
    IN_CONSULTATION = "in_consultation", _("in consultation")
    TO_BE_SIGNED = "to_be_signed", _("to be signed")
    ENDED = "ended", _("ended")
    SIGNED = "signed", _("signed")
    EXPIRED = "expired", _("expired")
    IN_FORCE = "in_force", _("in force")


def original() -> FilteredRelation:
    """The text that procedure and term are read from; a new one for each query keeps it whole."""
    return FilteredRelation("versions", condition=Q(versions__number=0))


# The first day on which it binds: never before the last of all has signed.
IN_FORCE_FROM = Case(
    When(
        original__completed_on__isnull=False,
        then=Greatest("original__effective_on", "original__completed_on"),
    )
)

# The last day of a term that ends by itself. Renewed tacitly, it goes on until somebody gives
# notice, so it has none; nor has one that is open-ended.
TERM_ENDS_ON = Case(
    When(original__term="project", then=F("project__ends_on")),
    When(original__term="fixed", original__renewal="tacit", then=None),
    When(original__term="fixed", then=F("original__first_end_on")),
)


def state_on(on: date) -> Case:
    """The state on the day, for a queryset that knows `original` and its two dates."""

    def not_yet(fact):
        return Q(**{f"{fact}__isnull": True}) | Q(**{f"{fact}__gt": on})

    return Case(
        When(withdrawn_on__lte=on, then=Value(State.WITHDRAWN)),
        When(not_yet("original__consultation_on"), then=Value(State.DRAFT)),
        When(not_yet("original__released_on"), then=Value(State.IN_CONSULTATION)),
        When(not_yet("original__completed_on"), then=Value(State.TO_BE_SIGNED)),
        When(terminated_on__lt=on, then=Value(State.ENDED)),
        When(in_force_from__gt=on, then=Value(State.SIGNED)),
        When(term_ends_on__lt=on, then=Value(State.EXPIRED)),
        default=Value(State.IN_FORCE),
        output_field=CharField(),
    )


def sentence(agreement, version) -> str:
    """The state of an agreement in a sentence; it was fetched `with_state`, the version is its."""

    def day(of):
        return date_format(of, "SHORT_DATE_FORMAT") if of else ""

    told = {
        "withdrawn": day(agreement.withdrawn_on),
        "consultation": day(version.consultation_on),
        "released": day(version.released_on),
        "start": day(agreement.in_force_from),
        "agreed_end": day(agreement.terminated_on),
        "end": day(agreement.term_ends_on),
        "first_end": day(version.first_end_on),
        "months": version.renewal_months,
    }
    in_force = _("In force since %(start)s, open-ended.")
    if agreement.terminated_on:
        in_force = _("In force since %(start)s; ended by mutual consent after %(agreed_end)s.")
    elif agreement.term_ends_on:
        in_force = _("In force since %(start)s, until %(end)s.")
    elif version.renewal == "tacit":
        in_force = _(
            "In force since %(start)s. The term first ends on %(first_end)s and goes on by "
            "%(months)s months each time unless somebody gives notice."
        )
    signed = _("All have signed. It comes into force on %(start)s.")
    if agreement.terminated_on and agreement.terminated_on < agreement.in_force_from:
        signed = _("All have signed, but it ends by mutual consent before it comes into force.")
    sentences = {
        State.WITHDRAWN: _("Withdrawn on %(withdrawn)s, before all had signed."),
        State.DRAFT: _("Being drafted. The partners don't see it yet."),
        State.IN_CONSULTATION: _("In consultation with the partners since %(consultation)s."),
        State.TO_BE_SIGNED: _("Out for signature since %(released)s."),
        State.SIGNED: signed,
        State.ENDED: _("Ended by mutual consent; %(agreed_end)s was the last day."),
        State.EXPIRED: _("Expired; %(end)s was the last day."),
        State.IN_FORCE: in_force,
    }
    return sentences[agreement.state] % told
