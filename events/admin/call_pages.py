"""The list of calls: whom to call, what to say, and whether somebody was reached."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from events.actions import note_call
from events.admin.pages import crumbs
from events.models import Call, CallRequest, Run
from events.models.seminars import GERMAN
from events.short import sms_link, text_of
from miko_portal.base import outbox
from miko_portal.base.languages import BY_CODE

EACH_PAGE = 40
UNREACHABLE, REQUESTS = 20, 10  # are shown below; the others have lists of their own


def calls(model_admin, request, run=None):
    """Those of all runs, in the order in which they begin, or of one run."""
    if not request.user.has_perm("events.view_call"):
        raise PermissionDenied
    if run:
        run = get_object_or_404(Run.objects.with_facts_for(GERMAN), pk=run)
    may_change = request.user.has_perm("events.change_call")
    if request.method == "POST":
        if not may_change:
            raise PermissionDenied
        _note(request)
        return redirect(request.get_full_path())
    now = timezone.now()
    due = Call.objects.due(at=now)
    due = due.filter(run=run) if run else due
    page = Paginator(_with_people(due.with_number()), EACH_PAGE).get_page(request.GET.get("page"))
    unreachable = _with_people(due.without_number())[:UNREACHABLE]
    requests = CallRequest.objects.open().filter(**{"run": run} if run else {})
    heading = _("Calls: %(run)s") % {"run": run} if run else _("Calls to make today")
    return TemplateResponse(
        request,
        "events/run_calls.html",
        {
            **model_admin.admin_site.each_context(request),
            "run": run,
            "heading": heading,
            "page_obj": page,
            "calls": _told(page.object_list, at=now),
            "unreachable": _told(unreachable, at=now),
            "requests": requests[:REQUESTS],
            "requests_in_all": requests.count(),
            "may_change": may_change,
            "crumbs": crumbs(heading),
        },
    )


def _with_people(due):
    return due.select_related(
        "registration__contact", "interpreting__person", "circular", "noted_by"
    )


def _told(page, *, at):
    """What to say to each, in German and in their language; a few queries for all of them."""
    found = list(page)
    codes = {GERMAN, *(call.language for call in found)}
    runs = Run.objects.with_facts_for(*codes).in_bulk({call.run_id for call in found})
    for call in found:
        call.run = runs[call.run_id]
        call.what = outbox.kinds[call.kind].name
        call.spoken = BY_CODE[call.language]
        call.german = text_of(call, language=GERMAN, at=at)
        call.own = text_of(call, language=call.language, at=at)
        call.sms = sms_link(call.telephone, call.own)
    return found


def _note(request):
    """One is ticked: reached, or to be called again."""
    for name, found in (("call", Call.objects), ("request", CallRequest.objects)):
        typed = request.POST.get(name, "")
        if typed.isdecimal() and len(typed) < 19:
            call = get_object_or_404(found, pk=int(typed))
            reached = request.POST.get("answer") == "reached"
            note_call(call, reached=reached, by=request.user, at=timezone.now())
            messages.success(request, _("Noted."))
            return
