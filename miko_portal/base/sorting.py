"""German order by a key that every PostgreSQL sorts alike (DIN 5007-1)."""

from django.db import connection
from django.db.models import CharField, Func


class SortKey(Func):
    """A text without accents and in lower case, ß as ss; compared byte by byte."""

    template = (
        "lower(regexp_replace(replace(normalize(%(expressions)s, NFD), 'ß', 'ss'), "
        "U&'[\\0300-\\036f]', '', 'g'))"
    )
    output_field = CharField(db_collation="C")


def sort_keys(texts: list[str]) -> dict[str, str]:
    """The key of each text, as the database makes it; texts of one key count as the same."""
    key = SortKey.template % {"expressions": "typed"}
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT typed, {key} FROM unnest(%s::text[]) AS typed", [texts])
        return dict(cursor.fetchall())
