from events.models.registrations import Registration, RegistrationContact, RegistrationLink
from events.models.runs import Run
from events.models.seminars import Seminar, SeminarText, Topic, TopicName
from events.models.sessions import Session

__all__ = [
    "Registration",
    "RegistrationContact",
    "RegistrationLink",
    "Run",
    "Seminar",
    "SeminarText",
    "Session",
    "Topic",
    "TopicName",
]
