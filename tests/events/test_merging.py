"""What becomes of seminars when two organisations turn out to be one."""

from datetime import date

import pytest

from cooperation.actions import merge_organisations
from tests.base.factories import make_staff
from tests.cooperation.factories import make_organisation
from tests.events.factories import make_seminar

pytestmark = pytest.mark.django_db


def test_seminars_and_partners_of_an_organisation_move():
    kept, duplicate, other = (make_organisation() for _ in range(3))
    organised = make_seminar(organiser=duplicate)
    organised.partners.set([other])
    with_both = make_seminar()
    with_both.partners.set([kept, duplicate, other])
    with_one = make_seminar()
    with_one.partners.set([duplicate])
    merge_organisations(kept, duplicate=duplicate, by=make_staff(), on=date(2024, 5, 6))
    assert list(kept.seminars.all()) == [organised]
    assert set(with_both.partners.all()) == {kept, other}
    assert list(with_one.partners.all()) == [kept]
