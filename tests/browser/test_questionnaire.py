"""Whoever came to a training answers, with an old telephone and without scripts."""

import pytest
from playwright.sync_api import expect

from trainings.models import Answer, AnswerSheet

from .checks import none_of, too_wide
from .steps import follow

pytestmark = [pytest.mark.browser, pytest.mark.matrix, pytest.mark.django_db]


def test_questions_are_answered_in_turkish_without_scripts(open_tab, world):
    tab = open_tab(java_script_enabled=False, viewport={"width": 320, "height": 640}, locale="tr")
    run = world.training_over
    before = AnswerSheet.objects.filter(run=run).count()
    tab.goto(f"/tr/schulungen/{run.pk}/fragebogen/nachher/")
    none_of(too_wide(tab))
    follow(tab.locator("form[method=post] button[type=submit]"))
    expect(tab.locator(".error-summary")).to_be_visible()  # nothing is answered yet
    none_of(too_wide(tab))
    tab.get_by_label("5 – sicher").check()
    tab.get_by_label("Evet").check()
    tab.locator("textarea").fill("Çok faydalıydı")
    follow(tab.locator("form[method=post] button[type=submit]"))
    expect(tab).to_have_url("/tr/schulungen/danke/")
    none_of(too_wide(tab))
    sheet = Answer.objects.get(sentence="Çok faydalıydı").sheet
    chosen = sheet.answers.exclude(value=None).order_by("question__position", "question")
    assert [answer.value for answer in chosen] == [5, 1]
    assert AnswerSheet.objects.filter(run=run).count() == before + 1
