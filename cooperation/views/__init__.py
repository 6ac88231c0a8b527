from cooperation.views.agreements import agreement_advance, agreement_detail, agreement_list
from cooperation.views.amendments import (
    agreement_start_over,
    amendment_create,
    correction_create,
    version_confirm,
    version_drop,
    version_update,
)
from cooperation.views.changes import (
    agreement_accede,
    agreement_notice,
    agreement_suspend,
    agreement_terminate,
)
from cooperation.views.contacts import (
    contact_check,
    contact_check_take_up,
    contact_create,
    contact_end,
    contact_update,
)
from cooperation.views.deadlines import deadline_calendar, deadline_feed, deadline_list
from cooperation.views.drafting import agreement_create, agreement_update
from cooperation.views.exports import register_csv, register_pdf, register_xlsx
from cooperation.views.files import agreement_dossier, agreement_draft
from cooperation.views.histories import agreement_history
from cooperation.views.imports import register_import
from cooperation.views.legacy import legacy_create
from cooperation.views.mailing import mailing_labels, mailing_letter, mailing_list
from cooperation.views.measures import (
    measure_create,
    measure_detail,
    measure_finish,
    measure_found,
    measure_list,
    measure_update,
)
from cooperation.views.meetings import (
    meeting_cancel,
    meeting_copy,
    meeting_create,
    meeting_detail,
    meeting_invite,
    meeting_list,
    meeting_update,
)
from cooperation.views.merging import (
    organisation_duplicates,
    organisation_keep_apart,
    organisation_merge,
    organisation_merge_with,
    person_duplicates,
    person_keep_apart,
    person_merge,
    person_merge_with,
)
from cooperation.views.minutes import (
    decision_measure,
    meeting_attendance,
    meeting_minutes,
    meeting_minutes_pdf,
)
from cooperation.views.network import network
from cooperation.views.organisations import (
    organisation_create,
    organisation_detail,
    organisation_list,
    organisation_update,
)
from cooperation.views.papers import (
    document_create,
    document_download,
    document_list,
    follow_up_finish,
    follow_up_list,
    note_list,
)
from cooperation.views.signatures import agreement_signatures
from cooperation.views.tasks import handover, tasks
from cooperation.views.versions import version_compare, version_detail, version_list

__all__ = [
    "agreement_accede",
    "agreement_advance",
    "agreement_create",
    "agreement_detail",
    "agreement_dossier",
    "agreement_draft",
    "agreement_history",
    "agreement_list",
    "agreement_notice",
    "agreement_signatures",
    "agreement_start_over",
    "agreement_suspend",
    "agreement_terminate",
    "agreement_update",
    "amendment_create",
    "contact_check",
    "contact_check_take_up",
    "contact_create",
    "contact_end",
    "contact_update",
    "correction_create",
    "deadline_calendar",
    "deadline_feed",
    "deadline_list",
    "decision_measure",
    "document_create",
    "document_download",
    "document_list",
    "follow_up_finish",
    "follow_up_list",
    "handover",
    "legacy_create",
    "mailing_labels",
    "mailing_letter",
    "mailing_list",
    "measure_create",
    "measure_detail",
    "measure_finish",
    "measure_found",
    "measure_list",
    "measure_update",
    "meeting_attendance",
    "meeting_cancel",
    "meeting_copy",
    "meeting_create",
    "meeting_detail",
    "meeting_invite",
    "meeting_list",
    "meeting_minutes",
    "meeting_minutes_pdf",
    "meeting_update",
    "network",
    "note_list",
    "organisation_create",
    "organisation_detail",
    "organisation_duplicates",
    "organisation_keep_apart",
    "organisation_list",
    "organisation_merge",
    "organisation_merge_with",
    "organisation_update",
    "person_duplicates",
    "person_keep_apart",
    "person_merge",
    "person_merge_with",
    "register_csv",
    "register_import",
    "register_pdf",
    "register_xlsx",
    "tasks",
    "version_compare",
    "version_confirm",
    "version_detail",
    "version_drop",
    "version_list",
    "version_update",
]
