from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class TrainingsConfig(AppConfig):
    name = "trainings"
    verbose_name = _("Trainings")

    def ready(self):
        # They register what they write or do by themselves, and what becomes of people that are
        # kept twice.
        from trainings import actions, link_upkeep, mail, settling, upkeep  # noqa: F401
        from trainings.questionnaires import asking, sentences  # noqa: F401
