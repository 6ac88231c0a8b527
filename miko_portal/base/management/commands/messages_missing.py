import json

from django.core.management.base import BaseCommand

from miko_portal.base import catalogs, translating


class Command(BaseCommand):
    help = "Prints the strings a language lacks as JSON, to be filled and given to messages_fill."
    requires_system_checks = []

    def add_arguments(self, parser):
        parser.add_argument("language", choices=catalogs.CODES)

    def handle(self, *, language, **options):
        missing = translating.missing(language)
        self.stdout.write(json.dumps(missing, ensure_ascii=False, indent=1))
