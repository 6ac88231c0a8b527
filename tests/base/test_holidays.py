"""The holidays of Rheinland-Pfalz as the office's calendars print them."""

from datetime import date, timedelta

from django.utils import translation

from miko_portal.base.holidays import carnival, holiday_on

HOLIDAYS_OF_2027 = [
    (date(2027, 1, 1), "New Year's Day"),
    (date(2027, 3, 26), "Good Friday"),
    (date(2027, 3, 28), "Easter Sunday"),
    (date(2027, 3, 29), "Easter Monday"),
    (date(2027, 5, 1), "Labour Day"),
    (date(2027, 5, 6), "Ascension Day"),
    (date(2027, 5, 16), "Whit Sunday"),
    (date(2027, 5, 17), "Whit Monday"),
    (date(2027, 5, 27), "Corpus Christi"),
    (date(2027, 10, 3), "Day of German Unity"),
    (date(2027, 11, 1), "All Saints' Day"),
    (date(2027, 12, 25), "Christmas Day"),
    (date(2027, 12, 26), "Boxing Day"),
]


def test_holidays_of_a_year():
    year = [date(2027, 1, 1) + timedelta(days=number) for number in range(365)]
    with translation.override("en"):
        found = [(day, str(holiday_on(day))) for day in year if holiday_on(day)]
    assert found == HOLIDAYS_OF_2027


def test_carnival_is_from_thursday_to_ash_wednesday():
    assert carnival(2026) == (date(2026, 2, 12), date(2026, 2, 18))
    assert carnival(2027) == (date(2027, 2, 4), date(2027, 2, 10))
    assert carnival(2028) == (date(2028, 2, 24), date(2028, 3, 1))
