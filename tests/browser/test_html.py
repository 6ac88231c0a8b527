"""The HTML of every page is valid, in German and in Arabic."""

import pytest

from . import requirements
from .checks import invalid, none_of
from .pages import PAGES

pytestmark = [pytest.mark.matrix, pytest.mark.django_db]


def test_every_page_is_valid_html(ask, tmp_path):
    requirements.nu_html_checker()
    for number, page in enumerate(PAGES):
        for language in ("de", "ar") if page.public else ("de",):
            name = f"{number}-{page.route}-{language}.html".replace(":", "-")
            (tmp_path / name).write_bytes(ask(page, language).content)
    faults = invalid(tmp_path)
    none_of(faults)
