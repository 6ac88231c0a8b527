"""A real browser finds nothing against the policy, asks nobody else, and keeps no cookie.

All of it is used by the keyboard alone; the journeys by keyboard are in `test_journeys.py`.
"""

import pytest

from .checks import Watch, none_of, out_of_reach
from .pages import PAGES, matrix

pytestmark = [pytest.mark.browser, pytest.mark.django_db]


@pytest.mark.parametrize(("page", "language"), matrix(PAGES, "de"))
def test_page_is_used_by_keyboard_without_complaint(page, language, open_tab, world, server):
    tab = open_tab(page.reader, service_workers="allow")
    watch = Watch(tab, server)
    tab.goto(page.address(world, language))
    faults = out_of_reach(tab)
    faults += watch.complaints + watch.foreign
    if page.public and not page.form:
        faults += [f"keeps the cookie {cookie['name']}" for cookie in tab.context.cookies()]
    none_of(faults)
