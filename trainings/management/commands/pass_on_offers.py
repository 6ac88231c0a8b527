from django.core.management.base import BaseCommand
from django.utils import timezone

from trainings.actions import pass_seats_on
from trainings.models import Run


class Command(BaseCommand):
    help = "Passes seats on whose offer has run out. To be run every minute, before send_messages."

    def handle(self, **options):
        now, passed_on = timezone.now(), 0
        for run in Run.objects.with_lapsed_offers(at=now).order_by("pk"):
            passed_on += len(pass_seats_on(run, by=None, at=now))
        self.stdout.write(f"{passed_on} seats offered to those who wait.")
