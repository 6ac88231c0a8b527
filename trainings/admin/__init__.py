from trainings.admin.courses import CourseAdmin, TrainerAdmin
from trainings.admin.enrolments import EnrolmentAdmin
from trainings.admin.figures import PastCountAdmin
from trainings.admin.questionnaires import QuestionnaireAdmin
from trainings.admin.runs import RunAdmin

__all__ = [
    "CourseAdmin",
    "EnrolmentAdmin",
    "PastCountAdmin",
    "QuestionnaireAdmin",
    "RunAdmin",
    "TrainerAdmin",
]
