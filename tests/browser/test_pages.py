"""The list of pages is complete: each address of the portal stands in it, or says why not."""

import pytest
from django.urls import URLResolver, get_resolver
from django.views.generic import RedirectView

from .pages import NO_PAGES, PAGES, TEST_PAGES

pytestmark = pytest.mark.django_db


def addresses(resolver, namespace="", prefix=""):
    """The name of each address of the portal that leads nowhere else; the address, if unnamed."""
    for pattern in resolver.url_patterns:
        route = prefix + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            inner = f"{namespace}{pattern.namespace}:" if pattern.namespace else namespace
            yield from addresses(pattern, inner, route)
        elif getattr(pattern.callback, "view_class", None) is not RedirectView:
            yield f"{namespace}{pattern.name}" if pattern.name else route


def test_list_of_pages_is_complete():
    known = {page.route for page in PAGES} - TEST_PAGES | set(NO_PAGES)
    portal = set(addresses(get_resolver("miko_portal.urls")))
    assert (sorted(portal - known), sorted(known - portal)) == ([], [])


@pytest.mark.parametrize("page", PAGES, ids=str)
def test_page_answers(page, ask):
    assert ask(page).status_code == page.status
