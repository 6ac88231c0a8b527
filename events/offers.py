"""How long an offer of a seat holds."""

from datetime import datetime, time, timedelta

from django.utils import timezone

from miko_portal.base.office import Office

LONGEST = timedelta(hours=48)
SHORTEST = timedelta(minutes=30)
OFFICE_HOUR = timedelta(hours=1)  # so much of it is there at least to reach somebody
AHEAD = 14  # days to look for office hours in


def ends_at(
    *, at: datetime, starts_at: datetime, by_telephone: bool, office: Office
) -> datetime | None:
    """Until when an offer made now holds: 48 hours, or half of the time until it begins.

    Who has only a telephone is called by the office, so for them it ends as the office closes:
    the first time after that, while there is an office hour in between; near the date the last
    time before it begins. None: there is no time left to answer.
    """
    left = starts_at - at
    if left / 2 < SHORTEST:
        return None
    until = at + min(LONGEST, left / 2)
    if not by_telephone:
        return until
    closes = [close for close in _closings(office, at=at) if close < starts_at]
    return next((close for close in closes if close >= until), closes[-1] if closes else None)


def _closings(office, *, at):
    """When the office closes in the coming days, as far as there is an hour until then."""
    today = timezone.localdate(at)
    moments = []
    for days in range(AHEAD):
        day = today + timedelta(days=days)
        for hours in office.hours:
            if hours.first <= day.isoweekday() <= hours.last:
                opens, closes = (
                    timezone.make_aware(datetime.combine(day, _time(text)))
                    for text in (hours.opens, hours.closes)
                )
                if closes - max(opens, at) >= OFFICE_HOUR:
                    moments.append(closes)
    return sorted(moments)


def _time(text: str) -> time:
    hour, minute = text.split(":")
    return time(int(hour), int(minute))
