"""The main journeys by the keyboard alone, each with scripts and without."""

import re

import pytest
from playwright.sync_api import expect

from .checks import inaccessible, none_of
from .steps import follow

pytestmark = [pytest.mark.browser, pytest.mark.django_db]


@pytest.fixture(
    params=[
        pytest.param(False, id="no-script"),
        pytest.param(True, id="script", marks=pytest.mark.matrix),
    ]
)
def walk(request, open_tab):
    """Opens a page for a reader who has a keyboard and nothing else."""

    def walk(address, reader=""):
        tab = open_tab(reader, java_script_enabled=request.param, bypass_csp=True)
        tab.goto(address)
        return Walker(tab, scripts=request.param)

    return walk


class Walker:
    def __init__(self, tab, *, scripts):
        self.tab = tab
        self.scripts = scripts

    def to(self, target):
        """Presses Tab until the target has the focus."""
        if isinstance(target, str):
            target = self.tab.locator(target)
        for _ in range(200):
            self.tab.keyboard.press("Tab")
            if target.evaluate("element => element === document.activeElement"):
                return target
        pytest.fail(f"The tab key never gets to {target}")

    def look_around(self):
        """The page as it is now is accessible; axe-core can say so where scripts run."""
        if self.scripts:
            none_of(inaccessible(self.tab))

    def press(self, target):
        self.to(target).press("Enter")

    def follow(self, target):
        follow(self.to(target), key="Enter")

    def fill(self, **answers):
        """Types each answer into its field, as the page has them in order."""
        for name, answer in answers.items():
            self.to(f"#id_{name.replace('__', '-')}")
            self.tab.keyboard.type(answer)


SUBMIT = "main form[method=post] .form-actions button[type=submit]"


def test_skip_link_leads_to_the_content(walk):
    walker = walk("/de/")
    skip_link = walker.to(".skip-link")
    expect(skip_link).to_be_in_viewport()
    walker.tab.keyboard.press("Enter")
    expect(walker.tab.locator("main")).to_be_focused()


def test_navigation_leads_from_home_to_a_seminar(walk):
    walker = walk("/de/")
    walker.follow(".site-nav a[href='/de/seminare/']")
    walker.follow(walker.tab.locator(".seminar__link").first)
    expect(walker.tab).to_have_url(re.compile(r"/de/seminare/\d+/$"))


def test_menu_of_the_office_is_one_button_on_a_telephone(walk):
    walker = walk("/vereinbarungen/", "clerk")
    entries = walker.tab.locator(".site-menu li")
    button = walker.tab.locator(".site-menu > summary")
    expect(button).to_be_hidden()
    expect(entries.last).to_be_visible()
    walker.tab.set_viewport_size({"width": 320, "height": 640})
    expect(entries.last).to_be_hidden()
    walker.press(button)
    expect(entries.last).to_be_visible()
    walker.look_around()
    walker.follow(".site-menu a[href='/fristen/']")
    expect(walker.tab).to_have_url(re.compile("/fristen/$"))


def test_filters_are_set_and_survive_the_change_of_language(walk):
    walker = walk("/de/seminare/")
    walker.press("details.filter__more summary")
    walker.to("#id_town")
    walker.tab.keyboard.type("Polch")
    walker.follow(walker.tab.locator(".filter__more button[type=submit]").first)
    expect(walker.tab).to_have_url(re.compile("town=Polch"))
    walker.press(".language-switch summary")
    walker.follow(walker.tab.get_by_role("link", name="العربية"))
    expect(walker.tab).to_have_url(re.compile(r"/ar/seminare/\?.*town=Polch"))
    expect(walker.tab.locator("html")).to_have_attribute("dir", "rtl")
    expect(walker.tab.locator("#id_town")).to_have_value("Polch")


def test_errors_of_a_form_are_summed_up(walk):
    walker = walk("/de/jedes-feld/")
    walker.follow(walker.tab.get_by_role("button", name="Speichern"))
    summary = walker.tab.locator(".error-summary")
    expect(summary).to_be_focused()
    expect(walker.tab).to_have_title(re.compile("^Fehler: "))
    walker.look_around()
    walker.press(summary.get_by_role("link").first)
    expect(walker.tab.get_by_label("Name")).to_be_focused()


def test_agreement_is_drafted_after_its_errors_are_mended(walk):
    walker = walk("/vereinbarungen/neu/", "clerk")
    walker.follow(SUBMIT)
    expect(walker.tab.locator(".error-summary")).to_be_focused()
    walker.look_around()
    walker.fill(
        title="Sprachmittlung im Kreis",
        parties__0__organisation="Kreisverwaltung",
        parties__1__organisation="Verbraucherzentrale",
    )
    walker.follow(SUBMIT)
    expect(walker.tab).to_have_url(re.compile(r"/vereinbarungen/\d+/$"))
    expect(walker.tab.locator("h1")).to_have_text("Sprachmittlung im Kreis")


def test_training_is_planned_on_one_page(walk):
    walker = walk("/verwaltung/trainings/run/add/", "coordinator")
    walker.follow(SUBMIT)
    expect(walker.tab.locator(".error-summary")).to_be_focused()
    walker.look_around()
    walker.fill(
        course="Gesprächsabend Somalia",
        day_1_0="5",
        day_1_1="10",
        day_1_2="2099",
        starts_1="9",
        ends_1="12:30",
    )
    walker.to("#id_capacity")
    walker.tab.keyboard.type("12")
    walker.follow(SUBMIT)
    expect(walker.tab).to_have_url(re.compile(r"/trainings/run/\d+/change/$"))
