from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class EventsConfig(AppConfig):
    name = "events"
    verbose_name = _("Seminars")

    def ready(self):
        # They register what they do by themselves.
        from events import actions, circulars, mail, notices, reminders, upkeep  # noqa: F401
