"""What becomes of trainings when two people turn out to be one."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from cooperation.merging import settles
from trainings.models import Enrolment, Trainer, TrainerAssignment


@settles(Trainer)
def trainer_once(there: Trainer, row: Trainer):
    """What either can be asked for, as far as it fits."""
    there.confirmed_on = max(there.confirmed_on, row.confirmed_on)
    topics = ", ".join(filter(None, dict.fromkeys([there.topics, row.topics])))
    if len(topics) <= Trainer._meta.get_field("topics").max_length:
        there.topics = topics
    there.save()


@settles(TrainerAssignment)
def leads_once(there: TrainerAssignment, row: TrainerAssignment):
    """Who leads a session leads it once."""


@settles(Enrolment)
def enrolled_once(there: Enrolment, row: Enrolment):
    """Which of two seats is given up is for the office to say, since others wait for it."""
    day = there.run.starts_on()
    raise ValidationError(
        _("%(person)s has two enrolments in the training “%(run)s”. Cancel one of them first."),
        params={
            "person": there.person,
            "run": f"{there.run}, {day:%d.%m.%Y}" if day else there.run,
        },
    )
