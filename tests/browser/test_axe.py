"""No page has a violation that axe-core finds, in any look; none needs scrolling sideways."""

import pytest

from . import requirements
from .checks import COLOURS, inaccessible, none_of, too_wide
from .pages import PAGES, PUBLIC_PAGES, matrix

pytestmark = [pytest.mark.browser, pytest.mark.django_db]

WIDE, NARROW = {"width": 1280, "height": 720}, {"width": 320, "height": 640}
# With forced colours the reader chooses them, and axe-core would measure those of the page.
LOOKS = {  # colours, forced colours, size, the rules that may find there what they didn't before
    "light": ("light", "none", WIDE, {}),
    "dark": ("dark", "none", WIDE, {"only": COLOURS}),
    "forced": ("light", "active", WIDE, {"without": COLOURS}),
    "narrow": ("light", "none", NARROW, {}),
}


@pytest.fixture
def load(visit):
    requirements.axe()

    def load(page, language):
        # axe puts styles of its own into the page, which the portal's policy rightly refuses.
        return visit(page, language, bypass_csp=True)

    return load


@pytest.mark.parametrize(("page", "language"), matrix(PAGES, "de"))
def test_page_is_accessible(page, language, load):
    """In one tab that changes its look, since a page is the same in each."""
    tab = load(page, language)
    faults = []
    for look, (colours, forced, size, rules) in LOOKS.items():
        tab.emulate_media(color_scheme=colours, forced_colors=forced)
        tab.set_viewport_size(size)
        # Not waited for: what is hidden, as in a closed part of the filters, never ends by itself.
        tab.evaluate("document.getAnimations().forEach(change => change.finish())")
        found = inaccessible(tab, sheets=look == "light", **rules)
        found += too_wide(tab) if look == "narrow" else []
        faults += [f"{look}: {fault}" for fault in found]
    none_of(faults)


@pytest.mark.parametrize(("page", "language"), matrix(PUBLIC_PAGES, "ar"))
def test_page_is_accessible_from_right_to_left(page, language, load):
    none_of(inaccessible(load(page, language)))


@pytest.mark.matrix
@pytest.mark.parametrize("language", ["de-simple", "en", "fa", "fr", "pl", "ru", "tr", "uk"])
@pytest.mark.parametrize("page", [page for page in PUBLIC_PAGES if page.every_language], ids=str)
def test_page_is_accessible_in_each_language(page, language, load):
    none_of(inaccessible(load(page, language)))
