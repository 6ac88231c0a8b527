"""Teaching units ("Unterrichtseinheiten", UE), in which funders count what was taught."""

from datetime import datetime
from decimal import Decimal

UNIT = 45  # minutes
THIRDS = ["", "⅓", "⅔"]  # a quarter of an hour is a third of a unit
STORED = Decimal("0.01")  # how exactly units are stored, cut off


def teaching_units(starts_at: datetime, ends_at: datetime) -> Decimal:
    """How many units of 45 minutes a date has; not rounded, since those of several add up."""
    return Decimal((ends_at - starts_at).total_seconds()) / 60 / UNIT


def units_said(units: Decimal) -> str:
    """As people write them: 2, or 2⅔ for two hours.

    Minutes / 45, in whole thirds: each is a quarter of an hour. What is left of one is not counted,
    so that nobody is told of more than there were.
    """
    whole, thirds = divmod(int((units + STORED) * 3), 3)
    return f"{whole or ''}{THIRDS[thirds]}" or "0"
