import sys

from django.core.management.base import BaseCommand
from django.utils import timezone

from miko_portal.base import outbox
from miko_portal.base.bounces import failed_ids

LARGEST = 10 * 1024 * 1024  # bytes that are read; a report is much smaller


class Command(BaseCommand):
    requires_system_checks = []
    help = (
        "Reads a mail from standard input; if it reports that a message of the portal did not "
        "arrive, that message counts as failed. For the mail server to hand such mails over."
    )

    def handle(self, **options):
        at = timezone.now()
        named = failed_ids(sys.stdin.buffer.read(LARGEST))
        found = [outbox.come_back(message_id, at=at) for message_id in named]
        back = [message for message in found if message]
        for message in back:
            self.stdout.write(f"Message {message.pk} did not arrive.")
        if not back:
            self.stdout.write("No message of the portal is reported as failed.")
