"""The pages of a training with a hundred people on its list."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from tests.trainings import factories as trainings

from .checks import inaccessible, none_of, out_of_reach, too_wide

pytestmark = [pytest.mark.browser, pytest.mark.matrix, pytest.mark.django_db]


@pytest.fixture(scope="module")
def full_run(world, django_db_blocker):
    """Stored before a test's own transaction hides it from the server; gone again afterwards."""
    with django_db_blocker.unblock():
        held_at = timezone.now() - timedelta(days=2)
        run = trainings.make_run(capacity=120, starts_at=held_at)
        for _ in range(100):
            trainings.make_enrolment(run=run)
    yield run
    with django_db_blocker.unblock():
        run.places.all().delete()
        run.delete()


@pytest.mark.parametrize("page", ["change", "attendance", "certificates", "message"])
def test_page_of_a_hundred_people_can_be_used_by_all(page, full_run, open_tab):
    tab = open_tab("coordinator", bypass_csp=True)
    tab.goto(reverse(f"admin:trainings_run_{page}", args=[full_run.pk]))
    none_of(inaccessible(tab) + out_of_reach(tab))
    tab.set_viewport_size({"width": 320, "height": 640})
    none_of(inaccessible(tab) + too_wide(tab))
