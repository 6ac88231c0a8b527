"""The day that the demo is seen from."""

from datetime import date

EARLIEST = date(2021, 1, 1)  # the facts that keep their dates lie before


def day_of(text: str) -> date:
    """The day that a text names; a `ValueError` says what is wrong with it."""
    try:
        day = date.fromisoformat(text)
    except ValueError as error:
        raise ValueError(f'"{text}" is no date; write YYYY-MM-DD.') from error
    if day < EARLIEST:
        raise ValueError(f"The demo can be seen from {EARLIEST} on, not from {day}.")
    return day
