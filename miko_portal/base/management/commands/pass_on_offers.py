from django.core.management.base import BaseCommand
from django.utils import timezone

from miko_portal.base import seats


class Command(BaseCommand):
    help = "Passes seats on whose offer has run out. To be run every minute, before send_messages."

    def handle(self, **options):
        now = timezone.now()
        passed_on = sum(pass_on(at=now) for pass_on in seats.passing_on)
        self.stdout.write(f"{passed_on} seats offered to those who wait.")
