"""No page has a violation that axe-core finds, in any look; none needs scrolling sideways."""

import pytest

from . import requirements
from .checks import inaccessible, none_of, too_wide
from .pages import PAGES, PUBLIC_PAGES, matrix

pytestmark = [pytest.mark.browser, pytest.mark.django_db]

WIDE, NARROW = {"width": 1280, "height": 720}, {"width": 320, "height": 640}
LOOKS = {  # colours, forced colours, size
    "light": ("light", "none", WIDE),
    "dark": ("dark", "none", WIDE),
    "forced": ("light", "active", WIDE),
    "narrow": ("light", "none", NARROW),
}


@pytest.fixture(autouse=True)
def _axe():
    requirements.axe()


def load(open_tab, world, page, language="de", **options):
    # axe puts styles of its own into the page, which the portal's policy rightly refuses.
    tab = open_tab(page.reader, bypass_csp=True, locale=language, **options)
    tab.goto(page.address(world, language))
    return tab


@pytest.mark.parametrize(("page", "language"), matrix(PAGES, "de"))
def test_page_is_accessible(page, language, open_tab, world):
    """In one tab that changes its look, since a page is the same in each."""
    tab = load(open_tab, world, page, language)
    faults = []
    for look, (colours, forced, size) in LOOKS.items():
        tab.emulate_media(color_scheme=colours, forced_colors=forced)
        tab.set_viewport_size(size)
        # Not waited for: what is hidden, as in a closed part of the filters, never ends by itself.
        tab.evaluate("document.getAnimations().forEach(change => change.finish())")
        # With forced colours the reader chooses them, and axe-core measures those of the page.
        without = ["color-contrast", "link-in-text-block"] if look == "forced" else []
        found = inaccessible(tab, without=without) + (too_wide(tab) if look == "narrow" else [])
        faults += [f"{look}: {fault}" for fault in found]
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
