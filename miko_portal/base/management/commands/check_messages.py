from django.core.management.base import BaseCommand, CommandError

from miko_portal.base import catalogs, translating


class Command(BaseCommand):
    help = "Fails unless every language is complete, right and in step with the code."
    requires_system_checks = []

    def handle(self, **options):
        found = catalogs.extracted()
        lines = [
            f"{code}: {fault}"
            for code in catalogs.CODES
            for fault in translating.faults(code, found)
        ]
        lines += [
            f"de-simple: {key!r} is as in German; say it more simply, or put it on the list in "
            f"{translating.SAME_AS_GERMAN.relative_to(catalogs.ROOT)}"
            for key in translating.same_in_simple_german()
        ]
        if lines:
            raise CommandError("\n".join(lines))
        self.stdout.write(f"{len(catalogs.CODES)} languages are complete.")
