from django.contrib.admin import AdminSite, ModelAdmin
from django.utils.translation import gettext_lazy as _

OURS = {"base", "cooperation", "trainings", "events"}


class Unlogged:
    """The database writes the history; the admin's own log would keep names."""

    def log_addition(self, *args):
        return None

    log_change = log_deletions = log_addition


class PortalAdminSite(AdminSite):
    """The administration ("Verwaltung") in the portal's look."""

    site_header = _("MiKo administration")
    site_title = _("MiKo administration")
    index_title = _("Administration")
    empty_value_display = "–"
    enable_nav_sidebar = False  # lists with their filters need the width

    def register(self, model_or_iterable, admin_class=None, **options):
        """Our own models only: what packages keep of accounts and groups is not edited by hand."""
        models = [model_or_iterable] if isinstance(model_or_iterable, type) else model_or_iterable
        admin_class = admin_class or ModelAdmin
        unlogged = type(admin_class.__name__, (Unlogged, admin_class), {})
        ours = [model for model in models if model._meta.app_label in OURS]
        super().register(ours, unlogged, **options)
