from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from miko_portal.base import nightly


class Command(BaseCommand):
    help = "Runs the nightly jobs: reminders, deletion and the like. Twice a night does no harm."

    def add_arguments(self, parser):
        parser.add_argument(
            "--dry-run",
            action="store_true",
            help="Does nothing; says what the jobs would delete or empty now.",
        )

    def handle(self, *, dry_run, **options):
        if dry_run:
            found = nightly.past_their_time(at=timezone.now())
            for key, what, number in found:
                self.stdout.write(f"{key}: {number} {what}")
            self.stdout.write("Nothing was done." if found else "Nothing is past its period.")
            return
        failed = nightly.run_all(at=timezone.now())
        if failed:
            raise CommandError(f"Failed, see the log: {', '.join(failed)}.")
        self.stdout.write(f"{len(nightly.jobs)} nightly jobs done.")
