"""Pages that are the same for everybody."""

from functools import wraps
from hashlib import sha256

from django.contrib.auth.decorators import login_not_required
from django.core.cache import caches
from django.utils import timezone
from django.utils.html import format_html
from django.utils.http import http_date
from django.utils.translation import get_language
from django.views.decorators.cache import cache_control, cache_page, never_cache
from django.views.decorators.http import conditional_page, require_safe

from miko_portal.base.languages import BY_CODE

SECONDS = 60


def public_page(view):
    """A reading page that everybody may open: GET only, the same for all, kept for a minute.

    It is rendered once for each address with its query, and so once per language; a browser that
    has it asks by its ETag and gets 304.
    """
    kept = cache_page(SECONDS, cache="pages")(cache_control(public=True)(view))
    return login_not_required(require_safe(conditional_page(kept)))


def public_feed(view):
    """A public page that programs ask for again and again: it says since when it is as it is.

    That is as far as this process knows, and after the last change at the earliest. So who asks
    by the time alone may be sent a feed once more than needed, but never misses a change.
    """

    @wraps(view)
    def dated(request, *args, **kwargs):
        response = view(request, *args, **kwargs)
        key = f"since:{_digest(request.build_absolute_uri().encode())}"
        digest = _digest(response.content)
        known, since = caches["pages"].get(key, ("", None))
        if known != digest:
            since = int(timezone.now().timestamp())
            caches["pages"].set(key, (digest, since), timeout=None)
        response["Last-Modified"] = http_date(since)
        return response

    return public_page(dated)


def _digest(content):
    return sha256(content).hexdigest()


def secret_page(view):
    """A page for whoever holds its address: nobody keeps it, lists it or learns where it was."""

    @login_not_required
    @never_cache
    @wraps(view)
    def shown(request, *args, **kwargs):
        response = view(request, *args, **kwargs)
        response["X-Robots-Tag"] = "noindex, nofollow"
        # "no-referrer" would have browsers hide the origin of a form, which the check against
        # forged requests needs to know.
        response["Referrer-Policy"] = "same-origin"
        return response

    return shown


def marked(words, *, language):
    """Words of a text, marked with the language they are in where the page speaks another."""
    if language == get_language():
        return words
    direction = BY_CODE[language].direction
    return format_html('<span lang="{}" dir="{}">{}</span>', language, direction, words)
