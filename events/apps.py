from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class EventsConfig(AppConfig):
    name = "events"
    verbose_name = _("Seminars")

    def ready(self):
        # They register what they write or do by themselves, and what becomes of people that are
        # kept twice.
        from events import (  # noqa: F401
            actions,
            calling,
            circulars,
            houses,
            interpreter_mail,
            mail,
            notices,
            reminders,
            settling,
            upkeep,
            vocabulary,
        )
