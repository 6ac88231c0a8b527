from trainings.models.answers import Answer, AnswerSheet
from trainings.models.attendance import Attendance
from trainings.models.certificates import TrainingCertificate
from trainings.models.circulars import Circular
from trainings.models.counts import PastCount
from trainings.models.courses import Course
from trainings.models.enrolments import Enrolment
from trainings.models.questionnaires import Question, Questionnaire
from trainings.models.runs import ProjectShare, Run
from trainings.models.self_enrolments import EnrolmentLink, EnrolmentRequest
from trainings.models.sessions import Session, Trainer, TrainerAssignment, TrainerCalendar

__all__ = [
    "Answer",
    "AnswerSheet",
    "Attendance",
    "Circular",
    "Course",
    "Enrolment",
    "EnrolmentLink",
    "EnrolmentRequest",
    "PastCount",
    "ProjectShare",
    "Question",
    "Questionnaire",
    "Run",
    "Session",
    "Trainer",
    "TrainerAssignment",
    "TrainerCalendar",
    "TrainingCertificate",
]
