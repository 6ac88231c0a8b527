from events.admin.calls import CallAdmin, CallRequestAdmin
from events.admin.counts import HeadCountAdmin
from events.admin.interpreters import InterpreterAdmin, InterpreterAssignmentAdmin
from events.admin.registrations import RegistrationAdmin
from events.admin.runs import RunAdmin
from events.admin.seminars import SeminarAdmin, TopicAdmin

__all__ = [
    "CallAdmin",
    "CallRequestAdmin",
    "HeadCountAdmin",
    "InterpreterAdmin",
    "InterpreterAssignmentAdmin",
    "RegistrationAdmin",
    "RunAdmin",
    "SeminarAdmin",
    "TopicAdmin",
]
