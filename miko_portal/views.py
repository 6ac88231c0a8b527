import json
from functools import cache

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required, permission_required
from django.contrib.staticfiles.storage import staticfiles_storage
from django.db import DatabaseError, IntegrityError, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.template.loader import render_to_string
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.cache import patch_vary_headers
from django.utils.translation import get_language, get_language_from_request, override
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control, never_cache
from django.views.decorators.gzip import gzip_page
from django.views.decorators.http import conditional_page, require_http_methods, require_safe

from events.models import Run
from events.shown import SHOWN
from miko_portal.actions import invite as send_invitation
from miko_portal.base.clock import today
from miko_portal.base.languages import LANGUAGES
from miko_portal.base.models import LegalText
from miko_portal.base.public import marked, public_page
from miko_portal.forms import InvitationForm

SHOWN_AT_HOME = 3


@login_not_required
@require_safe
def choose_language(request):
    """Leads to the home page in the language the browser asks for."""
    response = redirect(f"/{get_language_from_request(request)}/")
    patch_vary_headers(response, ["Accept-Language"])
    return response


@public_page(shows=SHOWN)
def home(request):
    """What one finds here, and the next seminars."""
    on = today()
    runs = Run.objects.published(on=on).upcoming(on=on).with_facts_for(get_language())
    return TemplateResponse(request, "home.html", {"on": on, "runs": runs[:SHOWN_AT_HOME]})


@public_page(shows=[LegalText])
def legal(request, page):
    """A page that the law asks for, in the reader's language, as it holds today."""
    texts, on = LegalText.objects, today()
    text = texts.in_force(page, get_language(), on=on) or texts.in_force(page, "de", on=on)
    if text is None:
        raise Http404
    crumbs = [(marked(text.title, language=text.language), "")]
    return TemplateResponse(request, "legal.html", {"text": text, "crumbs": crumbs})


@login_not_required
@require_safe
@cache_control(no_cache=True)
@gzip_page
@conditional_page
def worker(request):
    """What keeps pages on a telephone for when there is no network; another with each release."""
    release = getattr(staticfiles_storage, "manifest_hash", "")
    return TemplateResponse(
        request,
        "worker.js",
        {"release": release, "files_at": settings.STATIC_URL, "not_here": _not_here(release)},
        content_type="text/javascript; charset=utf-8",
    )


@cache
def _not_here(release):
    """The page for want of a network, in each language, as JSON; with the files of a release."""
    pages = {}
    for language in LANGUAGES:
        with override(language.code):
            facts = {"language": language, "office": settings.OFFICE}
            pages[language.code] = render_to_string("not_here.html", facts)
    return json.dumps(pages, ensure_ascii=False)


@login_not_required
@never_cache
@require_safe
def alive(request):
    """The process answers; the database is not asked."""
    return HttpResponse("ok", content_type="text/plain")


@login_not_required
@never_cache
@require_safe
def ready(request):
    """The database answers and every migration is applied; else 503."""
    try:
        executor = MigrationExecutor(connection)
        waiting = executor.migration_plan(executor.loader.graph.leaf_nodes())
    except DatabaseError:
        return HttpResponse("no database", content_type="text/plain", status=503)
    if waiting:
        return HttpResponse("migrations to apply", content_type="text/plain", status=503)
    return HttpResponse("ok", content_type="text/plain")


@permission_required("cooperation.add_membership", raise_exception=True)
@require_http_methods(["GET", "HEAD", "POST"])
def invite(request):
    """Gives somebody an account and mails them how to sign in."""
    form = InvitationForm(request.POST or None, by=request.user)
    if form.is_valid():
        try:
            user = send_invitation(**form.cleaned_data, by=request.user, at=timezone.now())
        except IntegrityError:
            if not form.is_taken():
                raise
            form.refuse_taken()
        else:
            messages.success(request, _("%(email)s is invited.") % {"email": user.email})
            return redirect("invite")
    return TemplateResponse(request, "invite.html", {"form": form})
