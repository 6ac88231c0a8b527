from trainings.models.attendance import Attendance
from trainings.models.circulars import Circular
from trainings.models.counts import PastCount
from trainings.models.courses import Course
from trainings.models.enrolments import Enrolment
from trainings.models.runs import ProjectShare, Run
from trainings.models.sessions import Session, Trainer, TrainerAssignment, TrainerCalendar

__all__ = [
    "Attendance",
    "Circular",
    "Course",
    "Enrolment",
    "PastCount",
    "ProjectShare",
    "Run",
    "Session",
    "Trainer",
    "TrainerAssignment",
    "TrainerCalendar",
]
