"""Somebody with an old telephone, in Arabic, on a narrow screen and without scripts."""

import re

import pytest
from playwright.sync_api import expect

from .checks import none_of, too_wide
from .steps import follow

pytestmark = [pytest.mark.browser, pytest.mark.matrix, pytest.mark.django_db]

NARROW = {"width": 320, "height": 640}


def test_arabic_reader_finds_registers_changes_and_cancels(open_tab, world):
    tab = open_tab(java_script_enabled=False, viewport=NARROW, locale="ar")

    def fits():
        none_of(too_wide(tab))

    def taken():
        world.open_run.refresh_from_db()
        return world.open_run.seats_taken, world.open_run.childcare_taken

    before = taken()
    tab.goto("/ar/seminare/")
    tab.locator("details.filter__more summary").click()
    tab.locator("[name=language]").select_option("so")
    follow(tab.locator(".filter__more button[type=submit]").first)
    expect(tab.locator(".seminar__link")).to_have_count(1)
    fits()
    follow(tab.locator(".seminar__link"))
    fits()
    follow(tab.locator("a[href$='/anmelden/']", has_text="التسجيل"))
    fits()

    tab.locator("[name=name]").fill("أمينة المثال")
    tab.locator("[name=persons]").fill("٢")
    tab.locator("[name=children_3_to_5]").fill("١")
    follow(tab.locator("form[method=post] button[type=submit]"))
    expect(tab.locator(".error-summary")).to_be_visible()  # no way to be reached yet
    expect(tab.locator("[name=name]")).to_have_value("أمينة المثال")
    fits()
    tab.locator("[name=telephone]").fill("٠١٥١ ٢٣٤٥٦٧٨٩")
    follow(tab.locator("form[method=post] button[type=submit]"))

    expect(tab.locator("main .slip .kern-alert--success")).to_be_visible()
    code = tab.locator(".code").inner_text()
    fits()
    follow(tab.locator("a[href*='/ar/anmeldung/']"))
    expect(tab.locator(".code")).to_have_text(code)
    expect(tab.locator("main")).to_contain_text("0151 23456789")
    fits()

    expect(tab.locator("#saved")).to_be_hidden()
    follow(tab.locator("a[href$='/aendern/']"))
    expect(tab.locator("[name=persons]")).to_have_value("2")
    fits()
    tab.locator("[name=persons]").fill("3")
    follow(tab.locator("form[method=post] button[type=submit]"))
    expect(tab).to_have_url(re.compile(r"/ar/anmeldung/[^/]+/#saved$"))
    expect(tab.locator("#saved")).to_be_visible()
    assert taken() == (before[0] + 3, before[1] + 1)

    follow(tab.locator("a[href$='/absagen/']"))
    fits()
    follow(tab.locator("form[method=post] button[type=submit]"))
    expect(tab.locator("main .slip .kern-alert--info")).to_be_visible()
    assert taken() == before
    expect(tab.locator("main a[href$='/seminare/']")).to_be_visible()
    fits()
