"""What people see when something is wrong: in the look, in their language, without the database."""

import logging
import sys

from django.contrib.auth.context_processors import auth
from django.db import InterfaceError, OperationalError
from django.http import HttpResponse
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from miko_portal.base.context import page_without_address

log = logging.getLogger(__name__)

SENTENCES = {
    400: (
        _("This request was not understood"),
        _("Please go back, and try again. If you typed the address, please check it."),
    ),
    403: (
        _("You may not open this page"),
        _("You may have to sign in, or the page belongs to somebody else."),
    ),
    404: (
        _("This page does not exist"),
        _("It may have moved, or the address is not complete."),
    ),
    500: (
        _("Something went wrong on our side"),
        _("It is not your fault, and we have been told. Please try again later, or call us."),
    ),
    503: (
        _("The portal is not available at the moment"),
        _("Please try again in a few minutes, or call us."),
    ),
}
FORM_TOO_OLD = (
    _("We could not take your form"),
    _(
        "The form was open for too long, or your browser keeps no cookies. "
        "Please go back, load the page again and send the form once more."
    ),
)


def _page(request, status, said=None):
    title, text = said or SENTENCES[status]
    language = translation.get_language_from_path(request.path_info) or translation.get_language()
    with translation.override(language):
        html = render_to_string(
            "error.html",
            {
                **page_without_address(request),
                **(_who(request) if status in (403, 404) else {}),
                "request": request,
                "status": status,
                "title": title,
                "text": text,
            },
        )
    return HttpResponse(html, status=status, headers={"Cache-Control": "no-store"})


def _who(request):
    """Whoever is signed in, for their menu; public pages are the same for everybody."""
    if translation.get_language_from_path(request.path_info) or not hasattr(request, "user"):
        return {}
    return auth(request)


def bad_request(request, exception):
    return _page(request, 400)


def permission_denied(request, exception):
    return _page(request, 403)


def csrf_failure(request, reason=""):
    """A form that came back without its secret."""
    return _page(request, 403, FORM_TOO_OLD)


def page_not_found(request, exception):
    return _page(request, 404)


def server_error(request):
    """500, or 503 where the database doesn't answer; plain text where even the page fails."""
    cause = sys.exc_info()[1]
    status = 503 if isinstance(cause, (OperationalError, InterfaceError)) else 500
    try:
        response = _page(request, status)
    except Exception:  # whatever broke the page may have broken this one too
        log.exception("The error page itself failed")
        response = HttpResponse("Fehler / Error 500", "text/plain; charset=utf-8", status)
    if status == 503:
        response["Retry-After"] = "120"
    return response
