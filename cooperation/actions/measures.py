"""What the office does with agreed measures. Each is one transaction, done by somebody."""

from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from cooperation.models import Agreement, Decision, Measure, Project
from miko_portal.base.history import acting
from miko_portal.base.models import User

LONGEST_TITLE = Measure._meta.get_field("title").max_length


@transaction.atomic
def save_measure(measure: Measure, *, by: User) -> Measure:
    """Store a measure, new or changed ("vereinbarte Maßnahme").

    Refuses a responsible party of another agreement.
    """
    with acting(by):
        if measure.party and measure.party.agreement_id != measure.agreement_id:
            raise ValidationError({"party": _("It is no party to this agreement.")})
        measure.save()
    return measure


@transaction.atomic
def make_measure(decision: Decision, *, agreement: Agreement, by: User) -> Measure:
    """Make a measure of what a meeting decided, on one of the agreements that it was about.

    Refuses a decision that has become one already.
    """
    with acting(by):
        decision = Decision.objects.select_for_update().get(pk=decision.pk)
        if Measure.objects.filter(decision=decision).exists():
            raise ValidationError(_("A measure was made of this decision already."))
        if not decision.meeting.agreements.filter(pk=agreement.pk).exists():
            raise ValidationError(_("The meeting was not about this agreement."))
        title = Truncator(decision.text).chars(LONGEST_TITLE)
        return Measure.objects.create(
            agreement=agreement,
            decision=decision,
            title=title,
            description=decision.text if title != decision.text else "",
        )


@transaction.atomic
def finish_measure(measure: Measure, *, result: str, by: User, on: date) -> Measure:
    """Note that a measure is done, with what came of it ("erledigt")."""
    with acting(by):
        current = _lock(measure)
        current.finish(on=on, result=result)
    return current


@transaction.atomic
def found_project(measure: Measure, *, project: Project, by: User) -> Project:
    """Found a project that grows out of a measure ("Projekt daraus gründen")."""
    with acting(by):
        _lock(measure).found(project)
    return project


def _lock(measure):
    """The measure as it stands, held until the transaction ends."""
    return Measure.objects.select_for_update().get(pk=measure.pk)
