"""Pages that are the same for everybody."""

import gzip
from functools import partial, wraps
from hashlib import sha256

from django.contrib.auth.decorators import login_not_required
from django.core.cache import caches
from django.http import HttpResponse
from django.utils import timezone
from django.utils.cache import patch_cache_control, patch_vary_headers
from django.utils.html import format_html
from django.utils.http import http_date
from django.utils.translation import get_language
from django.views.decorators.cache import never_cache
from django.views.decorators.http import conditional_page, require_safe

from miko_portal.base.clock import today
from miko_portal.base.languages import BY_CODE
from miko_portal.base.models import PublicChange

BIGGEST_UNPACKED = 500  # bytes; what is smaller is not worth packing
LEVEL = 6  # of compression: the last three make a page hardly smaller, and take three times as long
BIGGEST_KEPT = 100_000  # compressed: with 500 pages at most (`CACHES`), 50 MB in each process


def public_page(view=None, *, shows=None):
    """A reading page that everybody may open: GET only, the same for all.

    With `shows`, the models whose rows it shows, it is kept: rendered once for each address with
    its query, and so once per language, until one of these rows or the day changes. Their changes
    have to be noted (`NotePublicChanges`). A browser asks each time and gets 304 while the page
    is as it has it.
    """
    if view is None:
        return partial(public_page, shows=shows)
    made = _made if shows is None else _kept
    return login_not_required(require_safe(conditional_page(made(view, shows))))


def _made(view, shows):
    """Made for each reader anew."""

    @wraps(view)
    def made(request, *args, **kwargs):
        response = view(request, *args, **kwargs)
        patch_cache_control(response, public=True, no_cache=True)
        return response

    return made


def _kept(view, shows):
    """Made once for each state of what it shows."""
    tables = sorted(model._meta.db_table for model in shows)

    @wraps(view)
    def kept(request, *args, **kwargs):
        # Asked before the page reads anything: what is kept for a state is never older than it.
        state = PublicChange.objects.state_of(tables) if tables else None
        about = [request.build_absolute_uri(), get_language(), today().isoformat(), state]
        key = f"page:{_digest(repr(about).encode())}"
        page = caches["pages"].get(key)
        if page is None:
            response = view(request, *args, **kwargs)
            if response.status_code != 200:
                return response
            page = _packed(response)
            if len(page[1]) <= BIGGEST_KEPT:
                caches["pages"].set(key, page, timeout=None)
        return _unpacked(page, packed="gzip" in request.headers.get("Accept-Encoding", ""))

    kept.tables = tables
    return kept


def _packed(response):
    """What is kept of a page: its headers and its content, compressed if that is worth it."""
    if not getattr(response, "is_rendered", True):
        response.render()
    patch_cache_control(response, public=True, no_cache=True)
    patch_vary_headers(response, ["Accept-Encoding"])
    content = response.content
    # Weak, since it is the same for the page as it is and compressed.
    response["ETag"] = f'W/"{_digest(content)[:32]}"'
    if len(content) <= BIGGEST_UNPACKED:
        return dict(response.items()), content, False
    return dict(response.items()), gzip.compress(content, LEVEL, mtime=0), True


def _unpacked(page, *, packed):
    """The answer to a browser that takes compressed pages, or to one that doesn't."""
    headers, content, is_packed = page
    if is_packed and packed:
        headers = headers | {"Content-Encoding": "gzip"}
    elif is_packed:
        content = gzip.decompress(content)
    return HttpResponse(content, headers=headers)


def public_feed(view=None, *, shows):
    """A public page that programs ask for again and again: it says since when it is as it is.

    That is as far as this process knows, and after the last change at the earliest. So who asks
    by the time alone may be sent a feed once more than needed, but never misses a change.
    """
    if view is None:
        return partial(public_feed, shows=shows)

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

    return public_page(dated, shows=shows)


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
