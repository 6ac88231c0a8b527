from events.models.runs import Run, Session
from events.models.seminars import Seminar, SeminarText, Topic, TopicName

__all__ = ["Run", "Seminar", "SeminarText", "Session", "Topic", "TopicName"]
