import json
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from miko_portal.base import catalogs, translating


class Command(BaseCommand):
    help = "Puts the translations of a JSON file into the catalogue of a language."
    requires_system_checks = []

    def add_arguments(self, parser):
        parser.add_argument("language", choices=catalogs.CODES)
        parser.add_argument("file", type=Path)

    def handle(self, *, language, file, **options):
        refused = translating.fill(language, json.loads(file.read_text(encoding="utf-8")))
        if refused:
            raise CommandError("Not taken over:\n" + "\n".join(refused))
        self.stdout.write(f"{language}: {len(translating.missing(language))} strings still lack.")
