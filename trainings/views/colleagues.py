"""Contacts of partners enrol their colleagues, and see to those of their own organisation."""

from functools import wraps

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.db.models import Prefetch
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.timezone import localdate
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from cooperation.models import Organisation
from miko_portal.base import roles
from miko_portal.base.clock import today
from trainings import actions, enrol_lists
from trainings.colleagues import why_not
from trainings.enrol_lists import EnrolList
from trainings.entitlement import entitling_parties
from trainings.facts import Audience
from trainings.forms.colleagues import ColleaguesForm, PersonForm
from trainings.models import Enrolment, Run

PAGE_SIZE = 25


def contacts_only(view):
    """For whoever acts for a partner; the office works in the administration."""

    @login_required
    @wraps(view)
    def closed(request, *args, **kwargs):
        if not roles.sees_own(request.user, "trainings.enrolment"):
            raise PermissionDenied
        return view(request, *args, **kwargs)

    return closed


@contacts_only
@require_safe
def own_enrolment_list(request):
    """The colleagues who are enrolled, the last first; of one training, where it is asked for."""
    rows = _own(request).with_position().order_by("-created_at", "-pk")
    asked = request.GET.get("run", "")
    run = None
    if asked.isascii() and asked.isdigit() and len(asked) < 10:
        rows = rows.filter(run=int(asked))
        run = Run.objects.with_dates().select_related("course").filter(pk=int(asked)).first()
        run = run if rows.exists() else None
    return TemplateResponse(
        request,
        "trainings/own_enrolment_list.html",
        {
            "page_obj": Paginator(rows, PAGE_SIZE).get_page(request.GET.get("page")),
            "run": run,
            "now": timezone.now(),
            "crumbs": [(_("Our enrolments"), None)],
        },
    )


@contacts_only
@require_safe
def own_enrolment_choose(request):
    """What is to come for staff, with the seats that are left and whether one's own may come."""
    runs = _coming().filter(starts_at__gt=timezone.now()).order_by("starts_at", "pk")
    page = Paginator(runs.with_sessions(), PAGE_SIZE).get_page(request.GET.get("page"))
    organisations = Organisation.objects.of_partner(request.user).select_related("parent")
    entitled = _entitled(organisations, [_first_day(run) for run in page])
    return TemplateResponse(
        request,
        "trainings/own_enrolment_choose.html",
        {
            "page_obj": page,
            "rows": [
                (run, run.course.text_in(get_language()), entitled.get(_first_day(run)))
                for run in page
            ],
            "crumbs": _crumbs((_("Enrol colleagues"), None)),
        },
    )


@contacts_only
@require_http_methods(["GET", "HEAD", "POST"])
def own_enrolment_create(request, pk):
    """First what becomes of each row, then all of them are enrolled; nothing is stored before."""
    now = timezone.now()
    run = get_object_or_404(_coming(), pk=pk)
    organisations = Organisation.objects.of_partner(request.user).select_related("parent")
    files = (request.POST, request.FILES) if request.method == "POST" else ()
    form = ColleaguesForm(*files, organisations=organisations)
    closed = actions.why_closed(run, at=now)
    told = EnrolList(run, form)
    if request.method == "POST" and not closed:
        told = enrol_lists.sent(request, run, form, organisations=organisations, at=now)
        if told is None:
            return redirect(f"{reverse('own_enrolment_list')}?run={run.pk}")
    if told.judged:
        form = ColleaguesForm(initial=told.typed, organisations=organisations)
    entitled = _entitled(organisations, [_first_day(run)])
    return TemplateResponse(
        request,
        "trainings/own_enrolment_create.html",
        {
            **told.context,
            "run": run,
            "text": run.course.text_in(get_language()),
            "first_day": _first_day(run),
            "entitled": entitled.get(_first_day(run)),
            "why_not": "" if entitled else _why_not(organisations, run),
            "closed": closed,
            "form": form,
            "crumbs": _crumbs(
                (_("Enrol colleagues"), reverse("own_enrolment_choose")), (str(run), None)
            ),
        },
    )


@contacts_only
@require_http_methods(["GET", "HEAD", "POST"])
def own_enrolment_accept(request, pk):
    """Asks, then turns the offer to a colleague into a seat."""
    enrolment = _own_or_404(request, pk)
    if request.method == "POST":
        try:
            actions.accept_offer(enrolment, by=request.user, at=timezone.now())
        except ValidationError as error:
            messages.error(request, " ".join(error.messages))
        else:
            text = _("%(person)s has a seat now.")
            messages.success(request, text % {"person": enrolment.person})
        return redirect("own_enrolment_list")
    return _asking(request, enrolment, "accept", _("Take the seat"))


@contacts_only
@require_http_methods(["GET", "HEAD", "POST"])
def own_enrolment_cancel(request, pk):
    """Asks, then takes a colleague off the list."""
    enrolment = _own_or_404(request, pk)
    if request.method == "POST":
        if enrolment.run.ends_at and enrolment.run.ends_at < timezone.now():
            messages.error(request, _("This training is over."))
        else:
            actions.cancel_enrolment(enrolment, by=request.user, at=timezone.now())
            text = _("%(person)s is off the list.")
            messages.success(request, text % {"person": enrolment.person})
        return redirect("own_enrolment_list")
    return _asking(request, enrolment, "cancel", _("Take off the list"))


@contacts_only
@require_http_methods(["GET", "HEAD", "POST"])
def own_enrolment_replace(request, pk):
    """Who comes in the place of a colleague; the seat, or the place in the queue, stays."""
    enrolment = _own_or_404(request, pk)
    form = PersonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        before = enrolment.person
        try:
            person = actions.replace_by(
                enrolment, **form.cleaned_data, by=request.user, at=timezone.now()
            )
        except ValidationError as error:
            form.add_error(None, " ".join(error.messages))
            enrolment = _own_or_404(request, pk)
        else:
            told = _("%(person)s comes in the place of %(before)s.")
            messages.success(request, told % {"person": person, "before": before})
            return redirect("own_enrolment_list")
    return _asking(request, enrolment, "replace", _("Somebody else comes"), form=form)


def _asking(request, enrolment, what, title, **more):
    return TemplateResponse(
        request,
        f"trainings/own_enrolment_{what}.html",
        {
            "enrolment": enrolment,
            "text": enrolment.run.course.text_in(get_language()),
            "title": title,
            "crumbs": _crumbs((title, None)),
            **more,
        },
    )


def _coming():
    """What staff may come to, with a date to come."""
    on = today()
    runs = Run.objects.published(on=on).upcoming(on=on).for_audience(Audience.STAFF)
    return runs.filter(cancelled_on=None).with_state(on=on).select_related("course")


def _first_day(run):
    return run.starts_at and localdate(run.starts_at)


def _entitled(organisations, days):
    """Through what one's own may come on each of the days: a party, or "internal"."""
    found = {}
    days = [day for day in days if day]
    for organisation in organisations:
        if organisation.internal:
            found |= dict.fromkeys(days, "internal")
        else:
            found = entitling_parties(organisation, days=days) | found
    return found


def _why_not(organisations, run):
    day = _first_day(run)
    found = (why_not(organisation, on=day) for organisation in organisations if day)
    return next(filter(None, found), "")


def _own(request):
    runs = Run.objects.with_state(on=today()).select_related("course")
    own = Enrolment.objects.of_partner(request.user).select_related("person", "organisation")
    return own.prefetch_related(Prefetch("run", runs))


def _own_or_404(request, pk):
    return get_object_or_404(_own(request).live(), pk=pk)


def _crumbs(*below):
    return [(_("Our enrolments"), reverse("own_enrolment_list")), *below]
