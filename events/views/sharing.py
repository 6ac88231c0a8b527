"""What posters and messages carry: short links, and pictures of a date."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.cache import patch_vary_headers
from django.utils.http import urlencode
from django.utils.translation import activate, get_language, get_language_from_request
from django.views.decorators.cache import cache_control
from django.views.decorators.http import conditional_page, require_safe

from events.models import Run
from events.preview import preview_of
from miko_portal.base.clock import today
from miko_portal.base.languages import BY_CODE


@login_not_required
@require_safe
def short_link(request, code):
    """Leads to a run in the reader's language; an old poster's to what comes next instead."""
    run = in_language_of_reader(request, code)
    response = redirect(_address(run, on=today()))
    if request.GET.get("l") not in BY_CODE:
        patch_vary_headers(response, ["Accept-Language"])
    return response


def in_language_of_reader(request, code):
    """The run with a code, for whom all else is said in the language named or the browser's."""
    wanted = request.GET.get("l")
    language = wanted if wanted in BY_CODE else get_language_from_request(request)
    activate(language)  # for the address, and for the page about a code that nobody knows
    request.LANGUAGE_CODE = language
    return get_object_or_404(Run.objects.select_related("seminar"), code=code.lower())


def _address(run, *, on):
    """The page of the run; of the next one instead, which says so; else the list."""
    shown = Run.objects.published(on=on).filter(pk=run.pk)
    if shown.expected(on=on).exists():
        return reverse("events:seminar_detail", args=[run.pk])
    named = f"?{urlencode({'instead_of': run.code})}" if shown.exists() else ""
    following = Run.objects.instead_of(run, on=on).first()
    if following is None:
        return reverse("events:seminar_list") + named
    return reverse("events:seminar_detail", args=[following.pk]) + named


@login_not_required
@require_safe
@conditional_page
@cache_control(public=True, max_age=60)
def seminar_preview(request, pk):
    """A picture of a run with its day and place, for messages that show the link."""
    on, language = today(), get_language()
    runs = Run.objects.published(on=on).with_facts_for(language)
    run = get_object_or_404(runs, pk=pk)
    return HttpResponse(preview_of(run, on=on, language=language), content_type="image/png")
