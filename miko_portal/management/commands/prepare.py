from django.core.management import call_command
from django.core.management.base import BaseCommand


class Command(BaseCommand):
    help = "Brings everything in step with the code: after installing it, and after each update."
    requires_system_checks = []

    def add_arguments(self, parser):
        part = parser.add_mutually_exclusive_group()
        part.add_argument("--only-static", action="store_true", help="only the static files")
        part.add_argument("--without-static", action="store_true", help="all but these")

    def handle(self, *, only_static, without_static, **options):
        if not only_static:
            call_command("compile_messages", stdout=self.stdout)
        if not without_static:
            call_command("collectstatic", interactive=False, clear=True, verbosity=0)
            self.stdout.write("static files collected")
        if not only_static:
            call_command("migrate", interactive=False, verbosity=0)
            self.stdout.write("tables in step")
            call_command("apply_roles", stdout=self.stdout)
