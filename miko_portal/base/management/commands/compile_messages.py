from django.core.management.base import BaseCommand

from miko_portal.base import catalogs


class Command(BaseCommand):
    help = "Compiles the translations that changed."
    requires_system_checks = []

    def handle(self, **options):
        compiled = catalogs.compile_all()
        self.stdout.write("compiled: " + (", ".join(compiled) or "nothing new"))
