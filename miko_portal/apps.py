from django.apps import AppConfig
from django.contrib.admin import apps as admin


class PortalConfig(AppConfig):
    name = "miko_portal"
    label = "portal"
    verbose_name = "MiKo portal"
    default = True


class PortalAdminConfig(admin.AdminConfig):
    default = False  # named in the settings, beside the config above
    default_site = "miko_portal.admin.PortalAdminSite"
