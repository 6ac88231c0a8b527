"""The portal's addresses, with its error pages, a form of every field and the planted faults."""

from django.conf.urls.i18n import i18n_patterns
from django.core.exceptions import PermissionDenied, SuspiciousOperation
from django.db import OperationalError
from django.http import Http404
from django.urls import path

from miko_portal.urls import *  # noqa: F403
from miko_portal.urls import urlpatterns as portal
from tests.forms_page import form_page

from . import planted


def refuse(error):
    def view(request):
        raise error

    view.login_required = False
    return view


urlpatterns = [
    path("planted/trap.js", planted.script, name="planted_script"),
    path("planted/<slug:fault>/", planted.page, name="planted"),
    *i18n_patterns(
        path("jedes-feld/", form_page, {"code": ""}, name="every_field"),
        path("fehler/400/", refuse(SuspiciousOperation()), name="error_400"),
        path("fehler/403/", refuse(PermissionDenied()), name="error_403"),
        path("fehler/404/", refuse(Http404()), name="error_404"),
        path("fehler/500/", refuse(ZeroDivisionError()), name="error_500"),
        path("fehler/503/", refuse(OperationalError()), name="error_503"),
    ),
    *portal,
]
