from events.views.feeds import integreat_ics, seminars_atom, seminars_ics, seminars_json
from events.views.printing import seminar_poster, seminar_print
from events.views.seminars import seminar_calendar, seminar_detail, seminar_list
from events.views.sharing import seminar_preview, short_link
from events.views.voices import voice_message

__all__ = [
    "integreat_ics",
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
