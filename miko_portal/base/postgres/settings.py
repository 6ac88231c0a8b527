"""Which database the portal uses, and as whom."""

from environs import ValidationError

from miko_portal.base.postgres.cluster import DATABASE, OWNER, PORTAL


def database_settings(env, folder, *, own=""):
    """The databases of `DATABASE_URL` and `MIGRATION_DATABASE_URL`.

    The first is the running portal, which owns nothing; the second owns the tables and is the
    first unless it is named. Without both it is the portal's own server `own` ("demo", "test"),
    started at the first connection.
    """
    if own and not env.str("DATABASE_URL", ""):
        portal = {
            "ENGINE": "miko_portal.base.postgres",
            "NAME": DATABASE,
            "USER": PORTAL,
            "CLUSTER": folder / f"postgres-{own}",
        }
        owner = {**portal, "USER": OWNER}
    else:
        portal = owner = named(env, "DATABASE_URL")
        if env.str("MIGRATION_DATABASE_URL", ""):
            owner = named(env, "MIGRATION_DATABASE_URL")
    test = {"TEMPLATE": "template0", "NAME": env.str("TEST_DATABASE", None)}
    portal = portal | {"CONN_MAX_AGE": 60, "CONN_HEALTH_CHECKS": True, "TEST": test}
    return portal, owner


def named(env, name):
    """The database of an address, or nothing where that is wrong: the environment tells."""
    if env.str(name, validate=is_postgresql) is None:
        return {}
    return env.dj_db_url(name) or {}


def is_postgresql(address):
    if not address.startswith(("postgres://", "postgresql://")):
        raise ValidationError("Only PostgreSQL will do: postgres://user:password@host/database.")
