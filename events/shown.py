"""What the public pages of seminars show: with a change to any of it they are made anew."""

from cooperation.models import Organisation, Room, Venue
from events.models import (
    InterpreterAssignment,
    Run,
    Seminar,
    SeminarText,
    Session,
    Topic,
    TopicName,
    VoiceMessage,
    Word,
)

SHOWN = [
    Run,
    Session,
    InterpreterAssignment,
    Seminar,
    Seminar.partners.through,
    SeminarText,
    Topic,
    TopicName,
    VoiceMessage,
    Word,
    Organisation,
    Room,
    Venue,
]
