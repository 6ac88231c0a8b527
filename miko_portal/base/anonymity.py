"""Answers without a name are told in numbers, and only where enough of them make one."""

from secrets import randbits
from uuid import UUID

# With fewer, somebody who was there could tell who said what.
FEWEST = 5

KEYS = 2**63  # as many as a column holds


def by_lot() -> int:
    """A key that follows from nothing."""
    return randbits(63)


def key_of(form: UUID) -> int:
    """The key of what a form says, drawn with the form: sent twice it is stored once."""
    return form.int % KEYS
