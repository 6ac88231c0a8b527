from trainings.views.trainings import (
    trainer_calendar,
    training_calendar,
    training_detail,
    training_list,
    trainings_ics,
)

__all__ = [
    "trainer_calendar",
    "training_calendar",
    "training_detail",
    "training_list",
    "trainings_ics",
]
