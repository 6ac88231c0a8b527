"""What every page needs to know."""

from django.conf import settings
from django.utils.translation import get_language, get_language_from_path

from miko_portal.base.languages import BY_CODE, LANGUAGES


def page(request):
    """The language of the page, those one can switch to, and the office that runs the portal.

    Under `/<lang>/` every page exists in every language at the same address but for its
    first part, so that the switch stays on the page and keeps the query string.
    """
    return page_without_address(request) | {
        "translations": [
            {**row, "address": request.build_absolute_uri(row["path"].partition("?")[0])}
            for row in _translations(request)
        ]
    }


def page_without_address(request):
    """The same where the name of the host may be what is wrong, as on an error page."""
    return {
        "language": BY_CODE.get(get_language(), LANGUAGES[0]),
        "languages": LANGUAGES,
        "translations": list(_translations(request)),
        "office": settings.OFFICE,
    }


def _translations(request):
    code = get_language_from_path(request.path_info)
    if not code:
        return
    rest = request.path_info.removeprefix(f"/{code}")
    query = request.META.get("QUERY_STRING", "")
    for language in LANGUAGES:
        path = f"/{language.code}{rest}"
        yield {
            "language": language,
            "path": f"{path}?{query}" if query else path,
            "current": language.code == code,
        }
