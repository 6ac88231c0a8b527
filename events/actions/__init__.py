"""What the office does with seminars. Each is one transaction, done by somebody."""

from events.actions.calls import ask_for_call, note_call
from events.actions.certificates import issue_certificates, reissue_certificate
from events.actions.circulars import write_to_many
from events.actions.counselling import RowsRefused, register_each
from events.actions.counts import count_heads
from events.actions.door import (
    check_in,
    check_in_all,
    let_in,
    register_at_door,
    undo_check_in,
    undo_check_in_all,
)
from events.actions.feedback import give_feedback, why_no_feedback
from events.actions.feedback_review import count_held_back, remove_sentence
from events.actions.interpreters import (
    ask_interpreter,
    confirm_interpreters,
    decline_interpreters,
    record_interpreter,
    release_interpreters,
    retire_interpreter,
)
from events.actions.moving import change_dates
from events.actions.planning import cancel, plan, publish
from events.actions.registrations import (
    accept_offer,
    approve_registration,
    cancel_registration,
    change_registration,
    decline_offer,
    pass_seats_on,
    register,
    why_closed,
)
from events.actions.series import copy_programme, plan_each
from events.actions.texts import confirm_text, store_german, take_over_texts, translate
from events.actions.voices import remove_voice, store_voice

__all__ = [
    "RowsRefused",
    "accept_offer",
    "approve_registration",
    "ask_for_call",
    "ask_interpreter",
    "cancel",
    "cancel_registration",
    "change_dates",
    "change_registration",
    "check_in",
    "check_in_all",
    "confirm_interpreters",
    "confirm_text",
    "copy_programme",
    "count_heads",
    "count_held_back",
    "decline_interpreters",
    "decline_offer",
    "give_feedback",
    "issue_certificates",
    "let_in",
    "note_call",
    "pass_seats_on",
    "plan",
    "plan_each",
    "publish",
    "record_interpreter",
    "register",
    "register_at_door",
    "register_each",
    "reissue_certificate",
    "release_interpreters",
    "remove_sentence",
    "remove_voice",
    "retire_interpreter",
    "store_german",
    "store_voice",
    "take_over_texts",
    "translate",
    "undo_check_in",
    "undo_check_in_all",
    "why_closed",
    "why_no_feedback",
    "write_to_many",
]
