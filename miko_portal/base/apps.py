from django.apps import AppConfig
from django.db.backends.signals import connection_created
from django.db.models.signals import post_migrate

from miko_portal.base.history import watch


class BaseConfig(AppConfig):
    name = "miko_portal.base"
    label = "base"
    verbose_name = "Konten und Texte"

    def ready(self):
        from miko_portal.base import (  # noqa: F401  (their checks, and a job)
            fonts,
            legal_texts,
            privacy,
            upkeep,
        )
        from miko_portal.base.accounts import mail  # noqa: F401  (registers what it writes)
        from miko_portal.base.accounts import upkeep as accounts  # noqa: F401  (a job)
        from miko_portal.base.certificates import upkeep as certificates  # noqa: F401  (a job)
        from miko_portal.base.postgres import rights  # noqa: F401  (as does this)

        post_migrate.connect(legal_texts.load_after_migrate, sender=self)
        connection_created.connect(watch, dispatch_uid="history")
