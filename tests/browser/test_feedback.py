"""Whoever was there says how it was, with an old telephone in their language."""

import pytest
from playwright.sync_api import expect

from events.models import Feedback

from .checks import none_of, too_wide
from .steps import follow

pytestmark = [pytest.mark.browser, pytest.mark.matrix, pytest.mark.django_db]


def test_face_is_tapped_in_arabic_without_scripts(open_tab, world):
    tab = open_tab(java_script_enabled=False, viewport={"width": 320, "height": 640}, locale="ar")
    before = Feedback.objects.filter(run=world.over_run).count()
    tab.goto(f"/r/{world.over_run.code}")
    none_of(too_wide(tab))
    follow(tab.locator("form[method=post] button[type=submit]"))
    expect(tab.locator(".error-summary")).to_be_visible()  # no face yet
    none_of(too_wide(tab))
    faces = tab.locator(".face")
    expect(faces).to_have_count(3)
    for box in (faces.nth(number).bounding_box() for number in range(3)):
        assert min(box["width"], box["height"]) >= 44
    faces.nth(1).click()  # wherever on the card
    tab.locator("[name=sentence]").fill("كان مفيدًا")
    follow(tab.locator("form[method=post] button[type=submit]"))
    expect(tab).to_have_url("/ar/seminare/danke/")
    none_of(too_wide(tab))
    answer = Feedback.objects.get(run=world.over_run, sentence="كان مفيدًا")
    assert (answer.face, answer.language) == ("middling", "ar")
    assert Feedback.objects.filter(run=world.over_run).count() == before + 1
