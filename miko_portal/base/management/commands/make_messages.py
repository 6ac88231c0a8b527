from django.core.management.base import BaseCommand

from miko_portal.base import catalogs


class Command(BaseCommand):
    help = "Finds the strings to translate and brings locale/*/LC_MESSAGES/django.po in step."
    requires_system_checks = []

    def handle(self, **options):
        found = catalogs.extracted()
        for code in catalogs.CODES:
            catalog = catalogs.update(code, found)
            empty = sum(not message.string or not all(message.string) for message in catalog)
            self.stdout.write(f"{code}: {len(catalog)} strings, {empty} not translated")
