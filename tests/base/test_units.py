from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest

from miko_portal.base.units import teaching_units, units_said

START = datetime(2027, 3, 10, 17, tzinfo=UTC)


@pytest.mark.parametrize(
    ("minutes", "said"),
    [(90, "2"), (120, "2⅔"), (60, "1⅓"), (15, "⅓"), (480, "10⅔"), (135, "3"), (100, "2"), (5, "0")],
)
def test_units_are_of_45_minutes_and_said_in_thirds(minutes, said):
    units = teaching_units(START, START + timedelta(minutes=minutes))
    assert units_said(units) == said


def test_units_of_several_dates_add_up():
    units = teaching_units(START, START + timedelta(hours=2))
    assert (units_said(3 * units), units_said(Decimal("2.66"))) == ("8", "2⅔")
