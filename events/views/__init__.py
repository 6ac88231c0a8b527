from events.views.calls import call_request_create, call_request_done
from events.views.certificates import registration_certificate, registration_certificates
from events.views.door import door_code, door_notice
from events.views.feedback import feedback_code, feedback_create, feedback_done
from events.views.feeds import integreat_ics, seminars_atom, seminars_ics, seminars_json
from events.views.printing import (
    feedback_sheet,
    month_overview,
    month_print,
    seminar_poster,
    seminar_print,
)
from events.views.registrations import (
    registration_cancel,
    registration_create,
    registration_detail,
    registration_done,
    registration_update,
)
from events.views.seminars import seminar_calendar, seminar_detail, seminar_list
from events.views.sharing import seminar_preview, short_link
from events.views.voices import voice_message

__all__ = [
    "call_request_create",
    "call_request_done",
    "door_code",
    "door_notice",
    "feedback_code",
    "feedback_create",
    "feedback_done",
    "feedback_sheet",
    "integreat_ics",
    "month_overview",
    "month_print",
    "registration_cancel",
    "registration_certificate",
    "registration_certificates",
    "registration_create",
    "registration_detail",
    "registration_done",
    "registration_update",
    "seminar_calendar",
    "seminar_detail",
    "seminar_list",
    "seminar_poster",
    "seminar_preview",
    "seminar_print",
    "seminars_atom",
    "seminars_ics",
    "seminars_json",
    "short_link",
    "voice_message",
]
