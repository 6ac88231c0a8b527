"""The start page of a clerk: what is due, and handing it over ("Aufgaben")."""

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.db.models import Count, Exists, OuterRef, Q
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from cooperation import actions
from cooperation.deadlines import deadlines, due
from cooperation.forms.tasks import HandoverForm
from cooperation.models import Agreement, Organisation, Party, State, Version
from cooperation.reminders import AHEAD
from miko_portal.base.clock import today
from miko_portal.base.deputies import people_of

SHOWN = 10


@permission_required("cooperation.change_agreement", raise_exception=True)
@require_safe
def tasks(request):
    """What waits for the clerk, and for whoever the clerk stands in for; the rest a click away."""
    on = today()
    people = people_of(request.user, on=on)
    falling_due = due(on=on, until=on + AHEAD, people=people)
    return TemplateResponse(
        request,
        "cooperation/tasks.html",
        {
            "today": on,
            "absent": [person for person in people if person != request.user],
            "deadlines": deadlines(falling_due[:SHOWN]),
            "deadline_count": falling_due.count(),
            "unsigned": _unsigned(people),
            "unconfirmed": _unconfirmed(request.user),
            "open": _open(people, on=on),
            "incomplete": _incomplete(people, on=on),
            "without_contact": _without_contact(),
            "crumbs": [(_("Tasks"), None)],
        },
    )


def _unsigned(people):
    """Texts out for signature, with how many have still to sign."""
    missing = Count("signatories", Q(signatories__signed_on=None))
    found = Version.objects.open().filter(
        released_on__isnull=False,
        correction=0,
        agreement__clerk__in=people,
        agreement__withdrawn_on=None,
    )
    return found.annotate(missing=missing).select_related("agreement")[:SHOWN]


def _unconfirmed(user):
    """Corrections that a colleague wrote and somebody else has to confirm."""
    found = Version.objects.open().filter(correction__gt=0).exclude(written_by=user)
    return found.select_related("agreement", "written_by")[:SHOWN]


def _open(people, *, on):
    """Agreements that are being drafted or in consultation."""
    states = [State.DRAFT, State.IN_CONSULTATION]
    found = Agreement.objects.filter(clerk__in=people).with_state(on=on).filter(state__in=states)
    return found.order_by("number", "pk")[:SHOWN]


def _without_contact():
    """Organisations that are party to an agreement, and in which nobody is named to turn to."""
    found = Organisation.objects.filter(Exists(Party.objects.filter(organisation=OuterRef("pk"))))
    return found.filter(contacts=None)[:SHOWN]


def _incomplete(people, *, on):
    """Agreements whose file has gaps; those that nobody answers for are everybody's."""
    found = Agreement.objects.with_gaps(on=on).filter(Q(clerk__in=people) | Q(clerk=None))
    return found.order_by("number", "pk")[:SHOWN]


@permission_required("cooperation.change_agreement", raise_exception=True)
@require_http_methods(["GET", "HEAD", "POST"])
def handover(request):
    """Everything that one answers for goes to a colleague, in one step."""
    form = HandoverForm(request.POST or None, user=request.user)
    if form.is_valid():
        count = actions.hand_over(by=request.user, **form.cleaned_data)
        text = ngettext(
            "One agreement or follow-up is handed over.",
            "%(count)s agreements and follow-ups are handed over.",
            count,
        )
        messages.success(request, text % {"count": count})
        return redirect("cooperation:tasks")
    return TemplateResponse(
        request,
        "cooperation/handover.html",
        {
            "form": form,
            "cancel": reverse("cooperation:tasks"),
            "crumbs": [(_("Tasks"), reverse("cooperation:tasks")), (_("Hand over"), None)],
        },
    )
