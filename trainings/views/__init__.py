from trainings.views.self_enrolments import (
    self_enrolment_create,
    self_enrolment_detail,
    self_enrolment_sent,
)
from trainings.views.trainings import (
    trainer_calendar,
    training_calendar,
    training_detail,
    training_list,
    trainings_ics,
)

__all__ = [
    "self_enrolment_create",
    "self_enrolment_detail",
    "self_enrolment_sent",
    "trainer_calendar",
    "training_calendar",
    "training_detail",
    "training_list",
    "trainings_ics",
]
