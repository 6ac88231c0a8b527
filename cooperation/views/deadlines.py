"""What falls due, for the office: as a list, and as a calendar to subscribe to ("Fristen")."""

from datetime import timedelta

from django.conf import settings
from django.contrib.auth.decorators import login_not_required, permission_required
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from cooperation.calendars import deadline_entries
from cooperation.deadlines import deadlines, due
from cooperation.forms.deadlines import DeadlineForm
from cooperation.views.agreements import PAGE_SIZE
from miko_portal.base import calendars, secret_links
from miko_portal.base.clock import today
from miko_portal.base.deputies import people_of

CALENDAR = "cooperation.deadlines"
IN_THE_CALENDAR = timedelta(days=365)
MOST_ENTRIES = 500


@permission_required("cooperation.view_followup", raise_exception=True)
@require_safe
def deadline_list(request):
    on = today()
    form = DeadlineForm(request.GET)
    rows = due(on=on, people=form.people(request.user, on=on), **form.period(on=on))
    page = Paginator(rows, PAGE_SIZE).get_page(request.GET.get("page"))
    return TemplateResponse(
        request,
        "cooperation/deadline_list.html",
        {
            "filter": {"form": form},
            "page_obj": page,
            "deadlines": deadlines(page.object_list),
            "today": on,
            "crumbs": [(_("Deadlines"), None)],
        },
    )


@permission_required("cooperation.view_followup", raise_exception=True)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def deadline_calendar(request):
    """How to subscribe; the secret address is shown once, when it is made or renewed."""
    address = ""
    if request.method == "POST":
        token = secret_links.issue(request.user, CALENDAR, at=timezone.now())
        address = settings.PORTAL_URL + reverse("cooperation:deadline_feed", args=[token])
    return TemplateResponse(
        request,
        "cooperation/deadline_calendar.html",
        {
            "address": address,
            "issued_at": secret_links.issued_at(request.user, CALENDAR),
            "crumbs": [
                (_("Deadlines"), reverse("cooperation:deadline_list")),
                (_("As a calendar"), None),
            ],
        },
    )


@login_not_required
@never_cache
@require_safe
def deadline_feed(request, token):
    """The deadlines of whoever the secret address belongs to; 404 once it was renewed."""
    user = secret_links.user_of(token, CALENDAR)
    if user is None or not user.has_perm("cooperation.view_followup"):
        raise Http404
    on = today()
    with translation.override(user.language or settings.LANGUAGE_CODE):
        rows = due(on=on, until=on + IN_THE_CALENDAR, people=people_of(user, on=on))
        entries = deadline_entries(deadlines(rows[:MOST_ENTRIES]), at=timezone.now())
        content = calendars.write(entries, name=_("Deadlines"))
    return HttpResponse(content, content_type="text/calendar; charset=utf-8")
