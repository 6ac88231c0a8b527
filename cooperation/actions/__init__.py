"""What the office does with agreements. Each is one transaction, done by somebody."""

from cooperation.actions.access import end_access, give_access
from cooperation.actions.changes import (
    accede,
    amend,
    confirm_correction,
    correct,
    drop,
    give_notice,
    resume,
    suspend,
    terminate,
)
from cooperation.actions.contacts import (
    answer_check,
    ask_contacts,
    end_contact,
    save_contact,
    take_up_remark,
)
from cooperation.actions.drafting import (
    PartyDraft,
    create_agreement,
    save_draft,
    save_office_facts,
    save_version,
)
from cooperation.actions.measures import (
    finish_measure,
    found_project,
    make_measure,
    save_measure,
)
from cooperation.actions.meetings import (
    Guest,
    cancel_meeting,
    copy_meeting,
    invite,
    plan_meeting,
    record_attendance,
    save_meeting,
    save_minutes,
)
from cooperation.actions.merging import keep_apart, merge_organisations, merge_people
from cooperation.actions.papers import (
    add_document,
    add_follow_up,
    add_note,
    finish_follow_up,
)
from cooperation.actions.people import known_person
from cooperation.actions.procedure import (
    record_all_signatures,
    record_signature,
    record_signatures,
    release,
    start_consultation,
    start_over,
    withdraw,
)
from cooperation.actions.takeover import take_over
from cooperation.actions.tasks import hand_over

__all__ = [
    "Guest",
    "PartyDraft",
    "accede",
    "add_document",
    "add_follow_up",
    "add_note",
    "amend",
    "answer_check",
    "ask_contacts",
    "cancel_meeting",
    "confirm_correction",
    "copy_meeting",
    "correct",
    "create_agreement",
    "drop",
    "end_access",
    "end_contact",
    "finish_follow_up",
    "finish_measure",
    "found_project",
    "give_access",
    "give_notice",
    "hand_over",
    "invite",
    "keep_apart",
    "known_person",
    "make_measure",
    "merge_organisations",
    "merge_people",
    "plan_meeting",
    "record_all_signatures",
    "record_attendance",
    "record_signature",
    "record_signatures",
    "release",
    "resume",
    "save_contact",
    "save_draft",
    "save_measure",
    "save_meeting",
    "save_minutes",
    "save_office_facts",
    "save_version",
    "start_consultation",
    "start_over",
    "suspend",
    "take_over",
    "take_up_remark",
    "terminate",
    "withdraw",
]
