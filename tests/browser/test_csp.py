"""A real browser finds nothing against the policy, asks nobody else, and keeps no cookie."""

import pytest

from .checks import Watch, none_of
from .pages import PAGES, matrix

pytestmark = [pytest.mark.browser, pytest.mark.django_db]


@pytest.mark.parametrize(("page", "language"), matrix(PAGES, "de"))
def test_browser_has_no_complaint(page, language, open_tab, world, server):
    tab = open_tab(page.reader, service_workers="allow")
    watch = Watch(tab, server)
    tab.goto(page.address(world, language), wait_until="networkidle")
    kept = [cookie["name"] for cookie in tab.context.cookies()]
    faults = watch.complaints + watch.foreign
    if page.public and not page.form:
        faults += [f"keeps the cookie {name}" for name in kept]
    none_of(faults)
