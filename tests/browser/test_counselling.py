"""A counsellor registers ten people with one number, on a narrow screen without scripts."""

import io
import re

import pikepdf
import pytest
from playwright.sync_api import expect

from events.models import Registration

from .steps import follow

pytestmark = [pytest.mark.browser, pytest.mark.matrix, pytest.mark.django_db]


def test_counsellor_registers_ten_with_one_number(open_tab, world):
    tab = open_tab(
        "volunteer",
        java_script_enabled=False,
        viewport={"width": 320, "height": 800},
    )
    tab.goto("/anmeldungen/")
    follow(tab.get_by_role("link", name="Mehrere anmelden").first)
    follow(tab.locator(f'a[href="/anmeldungen/neu/{world.open_run.pk}/"]'))
    for number in range(10):
        row = tab.get_by_role("group", name=f"Person {number + 1}", exact=True)
        row.get_by_label("Name").fill(f"Amina {number}")
        row.get_by_label("Sprache").select_option(["ar", "uk"][number % 2])
    follow(tab.get_by_role("button", name="Alle anmelden"), key="Enter")
    own = Registration.objects.filter(run=world.open_run, registered_by=world.readers["volunteer"])
    assert own.count() == 10
    expect(tab).to_have_url(re.compile("/anmeldungen/zettel/"))
    expect(tab.locator("article")).to_have_count(10)
    expect(tab.get_by_text("10 Anmeldungen sind gespeichert.")).to_be_visible()
    edges = dict.fromkeys(("top", "bottom", "left", "right"), "10mm")
    with pikepdf.open(io.BytesIO(tab.pdf(format="A4", margin=edges))) as slips:
        assert len(slips.pages) <= 5
    follow(tab.get_by_role("link", name="Amina 3", exact=True))
    follow(tab.get_by_role("link", name="Anmeldung absagen"))
    follow(tab.get_by_role("button", name="Ja, absagen"))
    assert own.live().count() == 9
