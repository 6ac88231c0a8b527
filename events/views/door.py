"""The code that people show at the door: it says nothing to anybody but the office."""

from django.contrib.auth.decorators import login_not_required
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import activate, get_language_from_request
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from events.models import Registration
from miko_portal.base.public import public_page


@login_not_required
@never_cache
@require_safe
def door_code(request, code):
    """Leads the office to the list of the date, at this registration; others to what it is for."""
    may_note = request.user.has_perms(["events.view_attendance", "events.view_registrationcontact"])
    place = Registration.objects.called(code).first() if may_note else None
    if place is not None:
        run = reverse("admin:events_run_door", args=[place.run_id])
        return redirect(f"{run}?{urlencode({'q': place.code})}")
    activate(get_language_from_request(request))
    return redirect("events:door_notice")


@public_page(shows=[])
def door_notice(request):
    """What the code is for; the same for everybody, whether there is such a registration or not."""
    return TemplateResponse(request, "events/door_notice.html", {})
