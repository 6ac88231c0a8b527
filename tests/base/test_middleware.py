import pytest
from django.http import HttpResponse
from django.test import RequestFactory
from django.utils.translation import get_language

from miko_portal.base.middleware import LanguageMiddleware
from miko_portal.base.models import User


def answer(path, *, user=None, public=False, accept="en"):
    """The language a view speaks, and the response."""

    def view(request):
        return HttpResponse(get_language())

    view.login_required = not public

    def get_response(request):
        middleware.process_view(request, view, [], {})
        return view(request)

    middleware = LanguageMiddleware(get_response)
    request = RequestFactory().get(path, headers={"accept-language": accept})
    if user:
        request.user = user
    return middleware(request)


@pytest.mark.parametrize(
    ("path", "chosen", "accept", "spoken"),
    [
        ("/ar/", "en", "de", "ar"),
        ("/fristen/", "en", "de", "en"),
        ("/fristen/", "de", "en", "de"),
        ("/fristen/", "", "en", "en"),
        ("/fristen/", "ar", "tr", "de"),
    ],
)
def test_address_then_user_then_browser_decide(path, chosen, accept, spoken):
    response = answer(path, user=User(language=chosen), accept=accept)
    assert response.content.decode() == response["Content-Language"] == spoken
    assert get_language() == "de"


@pytest.mark.parametrize("path", ["/ar/", "/"])
def test_public_pages_do_not_ask_who_is_signed_in(path):
    answer(path, public=True)  # a request without a user: asking would fail


def test_public_pages_in_a_language_do_not_vary(client, db):
    assert "Cookie" not in client.get("/de/").headers.get("Vary", "")
