""" "Call me": a number and a language, nothing else."""

import re

from django.contrib.auth.decorators import login_not_required
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from events import actions
from events.forms import CallRequestForm
from events.models import CallRequest, Run
from miko_portal.base.clock import today
from miko_portal.base.networks import address_of
from miko_portal.base.public import public_page


@login_not_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def call_request_create(request):
    """Asks the office to call; `?seminar=` says which run it is about."""
    now, language = timezone.now(), get_language().partition("-")[0]
    run = _run(request.GET.get("seminar", ""))
    form = CallRequestForm(request.POST or None, initial={"language": language})
    if request.method == "POST" and form.is_valid():
        call = CallRequest(
            telephone=form.cleaned_data["telephone"],
            language=form.cleaned_data["language"],
            run=run,
            suspicion=form.suspicion(address=address_of(request), at=now),
        )
        actions.ask_for_call(call, at=now)
        return redirect("events:call_request_done")
    form.note(privacy_text=None, at=now)
    crumbs = [(_("Courses and meetings"), reverse("events:seminar_list")), (_("Call me"), "")]
    return TemplateResponse(
        request,
        "events/call_request_form.html",
        {
            "form": form,
            "run": run,
            "text": run and run.seminar.text_in(get_language()),
            "crumbs": crumbs,
        },
    )


@public_page
def call_request_done(request):
    """Says when the office calls."""
    return TemplateResponse(request, "events/call_request_done.html", {})


def _run(text):
    if not re.fullmatch(r"[0-9]{1,18}", text):
        return None
    runs = Run.objects.published(on=today()).with_facts_for(get_language())
    return runs.filter(pk=int(text)).first()
