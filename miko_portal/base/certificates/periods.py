"""How long names stay on certificates."""

from datetime import date, datetime

from django.utils.timezone import localdate

YEARS_KEPT = 3  # after the one in which it is issued


def kept_until(at: datetime) -> date:
    """Until when name and file of a certificate issued now are kept."""
    return date(localdate(at).year + YEARS_KEPT, 12, 31)
