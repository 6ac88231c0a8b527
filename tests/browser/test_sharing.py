"""Passing a date on: by the telephone's own list where it has one, by links without scripts."""

import pytest

pytestmark = [pytest.mark.browser, pytest.mark.matrix, pytest.mark.django_db]

# What browsers of telephones have, and this one hasn't.
SHARE = "navigator.share = async (what) => { window.shared = what; };"
REFUSE = "navigator.share = async () => { throw new DOMException('no', 'NotAllowedError'); };"


@pytest.fixture
def page_of_a_run(open_tab, world):
    def page_of_a_run(script="", **options):
        tab = open_tab("", **options)
        if script:
            tab.add_init_script(script)
        tab.goto(f"/ar/seminare/{world.seminar_run.pk}/")
        return tab

    return page_of_a_run


def test_telephone_shares_words_and_short_link(page_of_a_run, world):
    tab = page_of_a_run(SHARE)
    tab.locator("[data-share]").click()
    shared = tab.evaluate("window.shared")
    assert shared["url"].endswith(f"/s/{world.seminar_run.code}?l=ar")
    assert shared["text"].startswith(shared["title"])


def test_button_goes_where_sharing_is_refused(page_of_a_run):
    tab = page_of_a_run(REFUSE)
    tab.locator("[data-share]").click()
    tab.locator("[data-share]").wait_for(state="hidden")


@pytest.mark.parametrize("scripts", [True, False])
def test_links_serve_without_it(page_of_a_run, scripts):
    tab = page_of_a_run("delete Navigator.prototype.share;", java_script_enabled=scripts)
    links = tab.locator(".share a").evaluate_all("links => links.map(link => link.protocol)")
    assert tab.locator("[data-share]").is_hidden()
    assert links == ["sms:", "mailto:", "http:", "http:"]  # the short address, and the posters
