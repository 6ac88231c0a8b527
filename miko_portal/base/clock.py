"""The office's day: taken once where a request comes in, then handed on as `on=`."""

from datetime import date, datetime, time

from django.utils import timezone


def today() -> date:
    """The date in Berlin at this moment."""
    return timezone.localdate()


def start_of(day: date) -> datetime:
    """Midnight in Berlin, when the day begins."""
    return timezone.make_aware(datetime.combine(day, time.min))
