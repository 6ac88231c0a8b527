"""Every page is usable where no script runs."""

import pytest

from .checks import needs_a_script, none_of
from .pages import PAGES, matrix

pytestmark = [pytest.mark.browser, pytest.mark.django_db]


@pytest.mark.parametrize(("page", "language"), matrix(PAGES, "de"))
def test_page_needs_no_script(page, language, visit):
    none_of(needs_a_script(visit(page, language, java_script_enabled=False)))
