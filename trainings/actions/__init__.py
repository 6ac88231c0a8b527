"""What the office does with trainings. Each is one transaction, done by somebody."""

from trainings.actions.circulars import write_to_many
from trainings.actions.enrolments import (
    accept_offer,
    cancel_enrolment,
    enrol,
    known_person,
    pass_lapsed_on,
    pass_seats_on,
)
from trainings.actions.runs import cancel_run, copy_runs, create_training, publish_run
from trainings.actions.trainers import issue_calendar

__all__ = [
    "accept_offer",
    "cancel_enrolment",
    "cancel_run",
    "copy_runs",
    "create_training",
    "enrol",
    "issue_calendar",
    "known_person",
    "pass_lapsed_on",
    "pass_seats_on",
    "publish_run",
    "write_to_many",
]
