from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from miko_portal.base import nightly


class Command(BaseCommand):
    help = "Runs the nightly jobs: reminders, deletion and the like. Twice a night does no harm."

    def handle(self, **options):
        failed = nightly.run_all(at=timezone.now())
        if failed:
            raise CommandError(f"Failed, see the log: {', '.join(failed)}.")
        self.stdout.write(f"{len(nightly.jobs)} nightly jobs done.")
