"""Every page by the keyboard alone; the journeys are in `test_journeys.py`."""

import pytest

from .checks import none_of, out_of_reach
from .pages import PAGES, matrix

pytestmark = [pytest.mark.browser, pytest.mark.django_db]


@pytest.mark.parametrize(("page", "language"), matrix(PAGES, "de"))
def test_tab_key_reaches_everything(page, language, open_tab, world):
    tab = open_tab(page.reader)
    tab.goto(page.address(world, language))
    faults = out_of_reach(tab)
    none_of(faults)
