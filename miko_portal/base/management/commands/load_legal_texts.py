from django.core.management.base import BaseCommand

from miko_portal.base import legal_texts
from miko_portal.base.clock import today


class Command(BaseCommand):
    help = "Stores the legal texts that come with the portal, where the office has none of its own."

    def handle(self, **options):
        self.stdout.write(f"{legal_texts.load(on=today())} legal texts stored.")
