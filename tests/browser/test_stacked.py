"""Tables of volunteers and contacts are read on a telephone without scrolling sideways."""

import pytest
from playwright.sync_api import expect

from .steps import follow

pytestmark = [pytest.mark.browser, pytest.mark.matrix, pytest.mark.django_db]

NARROW = {"width": 320, "height": 640}


def expect_in_sight(tab):
    """All that the table says is as wide as the screen, and each value has its heading."""
    region = tab.locator(".kern-table-responsive")
    assert region.evaluate("box => box.scrollWidth - box.clientWidth") == 0
    expect(region.get_by_role("columnheader")).to_have_count(0)
    row = region.get_by_role("row").first
    expect(row.get_by_role("rowheader")).to_be_visible()
    headings = region.locator("th[scope=col]").all_text_contents()
    for label in row.locator(".stacked__label").all():
        expect(label).to_be_visible()
        assert label.text_content() in headings


@pytest.mark.parametrize(
    ("reader", "address"),
    [
        ("volunteer", "/anmeldungen/"),
        ("volunteer", "/anmeldungen/neu/"),
        ("partner", "/meine-schulungen/"),
        ("partner", "/meine-schulungen/neu/"),
    ],
)
def test_list_is_read_without_scrolling_sideways(reader, address, open_tab):
    tab = open_tab(reader, viewport=NARROW)
    tab.goto(address)
    expect_in_sight(tab)


def test_preview_of_a_list_is_read_without_scrolling_sideways(open_tab, world):
    tab = open_tab("partner", viewport=NARROW)
    tab.goto(f"/meine-schulungen/neu/{world.own_training.pk}/")
    tab.get_by_label("in jeder Zeile eine Person").fill("Anna; Ott; anna@example.org\nBert")
    follow(tab.get_by_role("button", name="Zeilen ansehen"))
    expect_in_sight(tab)
