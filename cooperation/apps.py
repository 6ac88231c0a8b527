from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CooperationConfig(AppConfig):
    name = "cooperation"
    verbose_name = _("Cooperation")

    def ready(self):
        # They register what they write and do.
        from cooperation import (  # noqa: F401
            contact_checks,
            invitations,
            mail,
            reminders,
            settling,
            upkeep,
            verification,
        )
