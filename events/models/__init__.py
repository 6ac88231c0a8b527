from events.models.attendance import Attendance
from events.models.call_requests import CallRequest
from events.models.calls import Call
from events.models.certificates import SeminarCertificate
from events.models.circulars import Circular
from events.models.counts import HeadCount
from events.models.feedback import Feedback
from events.models.interpreters import Gender, Interpreter, InterpreterAssignment
from events.models.moves import Move
from events.models.registrations import Registration, RegistrationContact, RegistrationLink
from events.models.runs import Run
from events.models.seminars import Seminar, SeminarText, TextState, Topic, TopicName
from events.models.sessions import Session
from events.models.voices import VoiceMessage
from events.models.words import Word

__all__ = [
    "Attendance",
    "Call",
    "CallRequest",
    "Circular",
    "Feedback",
    "Gender",
    "HeadCount",
    "Interpreter",
    "InterpreterAssignment",
    "Move",
    "Registration",
    "RegistrationContact",
    "RegistrationLink",
    "Run",
    "Seminar",
    "SeminarCertificate",
    "SeminarText",
    "Session",
    "TextState",
    "Topic",
    "TopicName",
    "VoiceMessage",
    "Word",
]
