"""All that the database keeps, to search it for what should be gone."""

from collections.abc import Iterator

from django.db import connection


def everything_stored() -> Iterator[str]:
    """Each row of each table, as text."""
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names():
            cursor.execute(f'SELECT kept::text FROM "{table}" AS kept')
            yield from (text for (text,) in cursor.fetchall())
