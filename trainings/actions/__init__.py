"""What the office does with trainings. Each is one transaction, done by somebody."""

from trainings.actions.answers_review import count_held_back, remove_sentence
from trainings.actions.attendance import note_attendance
from trainings.actions.certificates import (
    issue_certificate,
    issue_certificates,
    reissue_certificate,
)
from trainings.actions.circulars import write_to_many
from trainings.actions.colleagues import Colleague, enrol_each, find_colleague, replace, replace_by
from trainings.actions.enrolments import (
    accept_offer,
    cancel_enrolment,
    enrol,
    known_person,
    make_exception,
    pass_lapsed_on,
    pass_seats_on,
    why_closed,
)
from trainings.actions.questionnaires import (
    hand_in,
    make_questionnaire,
    retire_question,
    why_not_asked,
)
from trainings.actions.runs import cancel_run, copy_runs, create_training, publish_run
from trainings.actions.self_enrolment import ask_for_seat, confirm, may_come, organisation_of
from trainings.actions.trainers import issue_calendar, retire_trainer

__all__ = [
    "Colleague",
    "accept_offer",
    "ask_for_seat",
    "cancel_enrolment",
    "cancel_run",
    "confirm",
    "copy_runs",
    "count_held_back",
    "create_training",
    "enrol",
    "enrol_each",
    "find_colleague",
    "hand_in",
    "issue_calendar",
    "issue_certificate",
    "issue_certificates",
    "known_person",
    "make_exception",
    "make_questionnaire",
    "may_come",
    "note_attendance",
    "organisation_of",
    "pass_lapsed_on",
    "pass_seats_on",
    "publish_run",
    "reissue_certificate",
    "remove_sentence",
    "replace",
    "replace_by",
    "retire_question",
    "retire_trainer",
    "why_closed",
    "why_not_asked",
    "write_to_many",
]
