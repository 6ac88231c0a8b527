"""All that was fetched with a row: what is made of nothing else is the same while this is."""

from django.db import models


def fetched(row: models.Model) -> tuple:
    """The values of a row, and those of the rows fetched along with it, each row once."""
    return _values_of(row, {})


def _values_of(row, seen):
    if (known := seen.get(id(row))) is not None:
        return known
    seen[id(row)] = number = len(seen)
    state, lists = row._state.fields_cache, getattr(row, "_prefetched_objects_cache", {})
    found = {**vars(row), **state, **{name: list(rows) for name, rows in lists.items()}}
    for name in ("_state", "_prefetched_objects_cache"):
        found.pop(name, None)
    return number, *((name, _value(value, seen)) for name, value in found.items())


def _value(value, seen):
    if isinstance(value, models.Model):
        return _values_of(value, seen)
    if isinstance(value, list):
        return [_value(one, seen) for one in value]
    return value
