from django.core.management import call_command
from django.core.management.base import BaseCommand


class Command(BaseCommand):
    help = "Brings everything in step with the code: after installing it, and after each update."
    requires_system_checks = []

    def add_arguments(self, parser):
        parser.add_argument("--files", action="store_true", help="only translations, static files")
        parser.add_argument("--database", action="store_true", help="only tables and roles")

    def handle(self, *, files, database, **options):
        both = files == database
        if files or both:
            call_command("compile_messages", stdout=self.stdout)
            call_command("collectstatic", interactive=False, clear=True, verbosity=0)
            self.stdout.write("static files collected")
        if database or both:
            call_command("migrate", interactive=False, verbosity=0)
            self.stdout.write("tables in step")
            call_command("apply_roles", stdout=self.stdout)
