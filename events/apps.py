from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class EventsConfig(AppConfig):
    name = "events"
    verbose_name = _("Seminars")

    def ready(self):
        from events import actions, mail, upkeep  # noqa: F401  (register what they do)
