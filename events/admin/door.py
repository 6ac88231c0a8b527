"""The evening itself: who is there, noted on a telephone at the door or afterwards from paper."""

from datetime import datetime

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.db.models import Count, Q, Sum
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from events import actions
from events.actions.door import WITH_A_LIST
from events.admin.pages import crumbs
from events.door_papers import door_list_of, signatures_of
from events.forms.door import WalkInForm
from events.models import Registration, Run, Session
from events.models.seminars import GERMAN
from miko_portal.base.clock import start_of, today

PAGE_SIZE = 100
MOST_WAITING = 50
MOST_BUTTONS = 6  # more persons are typed


def door_of_run(request, pk):
    """Leads to the list of the date that is today, else the next one, else the last."""
    _check(request, "view")
    session = date_at_door(get_object_or_404(Run, pk=pk))
    if session is None:
        messages.warning(request, _("It has no dates yet."))
        return redirect("admin:events_run_change", pk)
    address = reverse("admin:events_session_door", args=[session.pk])
    said = request.GET.get("q")
    return redirect(f"{address}?{urlencode({'q': said})}" if said else address)


def date_at_door(run: Run) -> Session | None:
    """The date whose list is wanted now: of today, else the next one, else the last."""
    dates = run.sessions.order_by("starts_at", "pk")
    ahead = dates.filter(starts_at__gte=start_of(today()), cancelled_on=None)
    return ahead.first() or dates.last()


def door(model_admin, request, pk):
    """Everybody with a seat, and whether they are there; who waits; who comes unannounced."""
    _check(request, "view")
    session = _session(pk)
    run = session.run
    form = WalkInForm(run=run)
    if request.method == "POST":
        _check(request, "change")
        if "new-persons" in request.POST:
            form = WalkInForm(request.POST, run=run)
        if address := _done(request, session, form):
            return redirect(address)
    said = request.GET.get("q", "").replace("\0", "").strip()
    places = run.places.confirmed().with_contact().with_came(session)
    found = places.with_name_or_code(said) if said else places
    page = Paginator(found.order_by("contact__name", "pk"), PAGE_SIZE)
    rows = page.get_page(request.GET.get("page"))
    for place in rows:
        place.fewer = range(place.persons - 1, 0, -1)
    waiting = run.places.live().filter(confirmed_at=None).with_contact().with_position()
    return TemplateResponse(
        request,
        "events/run_door.html",
        {
            **model_admin.admin_site.each_context(request),
            "session": session,
            "run": run,
            "others": run.sessions.exclude(pk=session.pk).order_by("starts_at", "pk")[:20],
            "form": form,
            "may_change": request.user.has_perm("events.change_attendance"),
            "closed": _why_closed(session),
            "said": said,
            "noted": request.GET.get("noted", ""),
            "page_obj": rows,
            "most_buttons": MOST_BUTTONS,
            "waiting": waiting.order_by("pk")[:MOST_WAITING],
            **_totals(places),
            "crumbs": [
                *crumbs("")[:-1],
                (run, reverse("admin:events_run_change", args=[run.pk])),
                (_("At the door"), ""),
            ],
        },
    )


def door_list(request, pk):
    """The list to print, with empty lines for who comes unannounced."""
    _check(request, "view")
    session = _session(pk)
    places = session.run.places.confirmed().with_contact().order_by("contact__name", "pk")
    return _document(door_list_of(session, places=places), name=f"einlass-{pk}.pdf")


def signature_sheet(request, pk):
    """The list to sign, as funders ask for it."""
    _check(request, "view")
    session = _session(pk)
    places = session.run.places.confirmed().with_contact().order_by("contact__name", "pk")
    return _document(signatures_of(session, places=places), name=f"teilnehmerliste-{pk}.pdf")


def _check(request, what):
    if not request.user.has_perms([f"events.{what}_attendance", "events.view_registrationcontact"]):
        raise PermissionDenied


def _session(pk):
    found = Session.objects.with_texts_in([GERMAN]).select_related("run__project", "head_count")
    return get_object_or_404(found, pk=pk)


def _document(content, *, name):
    return HttpResponse(
        content,
        content_type="application/pdf",
        headers={"Content-Disposition": f'inline; filename="{name}"', "Cache-Control": "no-store"},
    )


def _totals(places):
    """What stands above the list, in one query."""
    noted = Q(came__isnull=False)
    return {
        "totals": places.aggregate(
            registered=Sum("persons", default=0),
            there=Sum("came", default=0),
            open=Count("pk", filter=~noted),
            walked_in=Sum("persons", filter=Q(walked_in_at__isnull=False), default=0),
        )
    }


def _why_closed(session):
    """Why nothing can be noted here; empty: it can."""
    if session.run.coming not in WITH_A_LIST:
        return _("Nobody registers with us for this date: only count who came.")
    if session.run.reason_against(session) is not None:
        return _("This date was called off.")
    if localdate(session.starts_at) > today():
        return _("This date is still to come: note who is there on the day.")
    if hasattr(session, "head_count"):
        message = _("The number of this date was entered already: %(persons)s came.")
        return message % {"persons": session.head_count.persons}
    return ""


def _done(request, session, form):
    """Does what was tapped; answers where to go on, nothing where a form is to be put right."""
    here = reverse("admin:events_session_door", args=[session.pk])
    now, by = timezone.now(), request.user
    kept = {name: request.GET[name] for name in ("q", "page") if request.GET.get(name)}
    try:
        if form.is_bound:
            return _walked_in(request, session, form, at=now) and here + "#new"
        if "all" in request.POST:
            number = actions.check_in_all(session, by=by, at=now)
            said = ngettext(
                "%(number)s registration is noted as there.",
                "%(number)s registrations are noted as there.",
                number,
            )
            messages.success(request, said % {"number": number})
            return f"{here}?{urlencode({'noted': now.isoformat()})}" if number else here
        if "undo_all" in request.POST:
            tapped = _moment(request.POST["undo_all"])
            number = actions.undo_check_in_all(session, noted_at=tapped, by=by, at=now)
            said = ngettext(
                "%(number)s registration is open again.",
                "%(number)s registrations are open again.",
                number,
            )
            messages.success(request, said % {"number": number})
            return here
        place = _place(request, session)
        if "let_in" in request.POST:
            actions.let_in(session, registration=place, by=by, at=now)
            messages.success(request, _("Has a seat and is there: %(who)s") % {"who": place})
            return here
        if "undo" in request.POST:
            actions.undo_check_in(session, registration=place, by=by, at=now)
        else:
            typed = request.POST.get("none") or request.POST.get("persons", "")
            persons = _number(typed, at_most=9999)
            actions.check_in(session, registration=place, persons=persons, by=by, at=now)
        query = f"?{urlencode(kept)}" if kept else ""
        return f"{here}{query}#r{place.pk}"
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
        return f"{here}?{urlencode(kept)}" if kept else here


def _walked_in(request, session, form, *, at):
    """Stores who came unannounced; says at the form what is refused."""
    if not form.is_valid():
        return False
    try:
        place = actions.register_at_door(
            session,
            registration=form.registration(),
            name=form.cleaned_data["name"],
            by=request.user,
            at=at,
        )
    except ValidationError as error:
        form.add_error(None, error)
        return False
    messages.success(request, _("Has a seat and is there: %(who)s") % {"who": place})
    return True


def _place(request, session) -> Registration:
    key = _number(request.POST.get("registration", ""), at_most=2**62)
    return get_object_or_404(session.run.places.with_contact(), pk=key)


def _number(typed, *, at_most):
    typed = typed.strip()
    if not (typed.isdecimal() and len(typed) < 19 and int(typed) <= at_most):
        raise ValidationError(_("Please write a number, such as 2."))
    return int(typed)


def _moment(typed):
    try:
        moment = datetime.fromisoformat(typed)
    except ValueError:
        moment = None
    if moment is None or timezone.is_naive(moment):
        raise ValidationError(_("There is nothing to take back."))
    return moment
