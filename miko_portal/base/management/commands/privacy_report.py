from django.apps import apps
from django.core.management.base import BaseCommand

from miko_portal.base import nightly, privacy


class Command(BaseCommand):
    help = "Prints which personal data the portal keeps, why and how long, as a Markdown table."

    def handle(self, **options):
        self.stdout.write("| Was | Felder | Zweck | Rechtsgrundlage | Aufbewahrung | Ende |")
        self.stdout.write("|---|---|---|---|---|---|")
        for label, row in privacy.read().items():
            options = apps.get_model(label)._meta
            for entry in row.get("personal", []):
                fields = [options.get_field(field) for field in entry["fields"]]
                names = entry.get("named") or ", ".join(map(name_of, fields))
                cells = [row.get("title") or str(options.verbose_name), names]
                cells += [entry["purpose"], entry["basis"], entry["period"]]
                cells.append("; ".join(ended_by(key) for key in entry["ends"]))
                self.stdout.write(f"| {' | '.join(cells)} |")


def ended_by(key):
    """The nightly job, in the office's words, or what stands for it."""
    return privacy.ENDS.get(key) or str(nightly.jobs[key].name)


def name_of(field):
    return str(getattr(field, "verbose_name", field.name))
