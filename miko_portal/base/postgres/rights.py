"""Two roles: one owns the tables, the other is the running portal and may only work with rows."""

from contextlib import contextmanager

from django.conf import settings
from django.core.checks import Tags, Warning, register

# Bookings are written by triggers alone, which act with the owner's rights.
READ_ONLY = ["base_historyentry", "cooperation_booking", "django_migrations"]


def become_owner(connection):
    """From its next use on, the connection is that of `MIGRATION_DATABASE_URL`."""
    connection.close()
    for key in ("USER", "PASSWORD", "HOST", "PORT"):
        connection.settings_dict[key] = settings.MIGRATION_DATABASE.get(key, "")


@contextmanager
def as_owner(connection):
    before = dict(connection.settings_dict)
    become_owner(connection)
    try:
        yield
    finally:
        connection.close()
        connection.settings_dict.update(before)


def grant_portal_its_rights(connection):
    """Lets the portal read and write rows, and only read what triggers or the owner write."""
    portal = connection.ops.quote_name(settings.PORTAL_DATABASE["USER"])
    with connection.cursor() as cursor:
        made = connection.introspection.table_names(cursor)  # half-way, some aren't there yet
        read_only = ", ".join(connection.ops.quote_name(name) for name in READ_ONLY if name in made)
        cursor.execute(f"GRANT USAGE ON SCHEMA public TO {portal}")
        cursor.execute(
            f"GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO {portal}"
        )
        cursor.execute(f"GRANT USAGE ON ALL SEQUENCES IN SCHEMA public TO {portal}")
        cursor.execute(f"REVOKE INSERT, UPDATE, DELETE ON {read_only} FROM {portal}")


def has_two_roles():
    """Whether the portal runs as somebody else than the owner of its tables."""
    return settings.MIGRATION_DATABASE.get("USER") != settings.PORTAL_DATABASE.get("USER")


@register(Tags.security, deploy=True)
def check_two_roles(**kwargs):
    if has_two_roles():
        return []
    return [
        Warning(
            "The portal runs as the owner of its tables, so it could change the history.",
            hint="Name a second role in MIGRATION_DATABASE_URL, and own the tables with that.",
            id="portal.W001",
        )
    ]
