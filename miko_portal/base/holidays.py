"""The public holidays of Rheinland-Pfalz, and Carnival; Easter decides most of them."""

from datetime import date, timedelta

from dateutil.easter import easter
from django.utils.translation import gettext_lazy as _

# § 2 Feiertagsgesetz of Rheinland-Pfalz: on a day of the year, or so many days after Easter Sunday.
FIXED = {
    (1, 1): _("New Year's Day"),
    (5, 1): _("Labour Day"),
    (10, 3): _("Day of German Unity"),
    (11, 1): _("All Saints' Day"),
    (12, 25): _("Christmas Day"),
    (12, 26): _("Boxing Day"),
}
AFTER_EASTER = {
    -2: _("Good Friday"),
    0: _("Easter Sunday"),
    1: _("Easter Monday"),
    39: _("Ascension Day"),
    49: _("Whit Sunday"),
    50: _("Whit Monday"),
    60: _("Corpus Christi"),
}


def holiday_on(day: date) -> str:
    """The public holiday on a day, or nothing. Easter and Whit Sunday count, as Sundays do."""
    from_easter = (day - easter(day.year)).days
    return FIXED.get((day.month, day.day)) or AFTER_EASTER.get(from_easter, "")


def carnival(year: int) -> tuple[date, date]:
    """From Weiberfastnacht, the Thursday before Ash Wednesday, to Ash Wednesday."""
    sunday = easter(year)
    return sunday - timedelta(days=52), sunday - timedelta(days=46)
