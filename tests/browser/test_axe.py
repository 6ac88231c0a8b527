"""No page has a violation that axe-core finds, in any look; none needs scrolling sideways."""

import pytest

from . import requirements
from .checks import inaccessible, none_of, too_wide
from .pages import PAGES, PUBLIC_PAGES, matrix

pytestmark = [pytest.mark.browser, pytest.mark.django_db]

LOOKS = {
    "light": {"color_scheme": "light"},
    "dark": {"color_scheme": "dark"},
    "forced": {"forced_colors": "active"},
    "narrow": {"viewport": {"width": 320, "height": 640}},
}


@pytest.fixture(autouse=True)
def _axe():
    requirements.axe()


def load(open_tab, world, page, language="de", **options):
    # axe puts styles of its own into the page, which the portal's policy rightly refuses.
    tab = open_tab(page.reader, bypass_csp=True, locale=language, **options)
    tab.goto(page.address(world, language))
    return tab


@pytest.mark.parametrize(("page", "look"), matrix(PAGES, *LOOKS))
def test_page_is_accessible(page, look, open_tab, world):
    tab = load(open_tab, world, page, **LOOKS[look])
    # With forced colours the reader chooses them, and axe-core measures those of the page.
    without = ["color-contrast", "link-in-text-block"] if look == "forced" else []
    faults = inaccessible(tab, without=without) + (too_wide(tab) if look == "narrow" else [])
    none_of(faults)


@pytest.mark.parametrize(("page", "language"), matrix(PUBLIC_PAGES, "ar"))
def test_page_is_accessible_from_right_to_left(page, language, open_tab, world):
    faults = inaccessible(load(open_tab, world, page, language))
    none_of(faults)


@pytest.mark.matrix
@pytest.mark.parametrize("language", ["de-simple", "en", "fa", "fr", "pl", "ru", "tr", "uk"])
@pytest.mark.parametrize("page", [page for page in PUBLIC_PAGES if page.every_language], ids=str)
def test_page_is_accessible_in_each_language(page, language, open_tab, world):
    faults = inaccessible(load(open_tab, world, page, language))
    none_of(faults)
