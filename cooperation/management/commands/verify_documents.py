from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from cooperation.models import Document
from cooperation.verification import problems


class Command(BaseCommand):
    help = "Recomputes the checksums of all documents; names what is altered, missing or unknown."

    def handle(self, **options):
        found = list(problems(at=timezone.now()))
        for sentence in found:
            self.stdout.write(sentence)
        if found:
            raise CommandError(f"{len(found)} problems.")
        self.stdout.write(f"{Document.objects.count()} documents are as they were added.")
