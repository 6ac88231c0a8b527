from django.core.management.base import CommandError
from django.core.management.commands import migrate
from django.db import OperationalError, connections

from miko_portal.base.postgres.rights import as_owner, grant_portal_its_rights, has_two_roles


class Command(migrate.Command):
    help = f"{migrate.Command.help} Runs as the owner of the tables, and gives the portal rights."

    def handle(self, *args, **options):
        connection = connections[options["database"]]
        with as_owner(connection):
            _reach(connection)
            super().handle(*args, **options)
            if has_two_roles() and not (options["plan"] or options["check_unapplied"]):
                grant_portal_its_rights(connection)


def _reach(connection):
    """Says why where the database doesn't answer, or lets nobody in by this name."""
    try:
        connection.ensure_connection()
    except OperationalError as error:
        sentence = "The owner of the tables (MIGRATION_DATABASE_URL, else DATABASE_URL) can't reach"
        raise CommandError(f"{sentence} the database: {error}") from None
