"""The page of a run's interpreters: who is needed, who is asked, and what became of it."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError
from django.db.models import Sum
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from events import actions
from events.admin.interpreter_forms import AskForm, CameForm
from events.admin.pages import crumbs
from events.interpreting import certain
from events.languages import CODES, name_of
from events.models import InterpreterAssignment, Run
from events.models.seminars import GERMAN
from miko_portal.base.clock import today
from miko_portal.base.languages import BY_CODE


def interpreters(model_admin, request, pk):
    """Needs by language beside who is asked; asking, and what the answer was."""
    if not model_admin.has_view_permission(request):
        raise PermissionDenied
    run = get_object_or_404(Run.objects.with_facts_for(GERMAN), pk=pk)
    may_change = model_admin.has_change_permission(request)
    if request.method == "POST" and not may_change:
        raise PermissionDenied
    if request.method == "POST" and "answer" in request.POST:
        _note_answer(request, run)
        return redirect("admin:events_run_interpreters", pk)
    form = AskForm(request.POST if request.method == "POST" else None, run=run, on=today())
    if form.is_valid() and _ask(request, form):
        return redirect("admin:events_run_interpreters", pk)
    assignments = InterpreterAssignment.objects.filter(session__run=run)
    return TemplateResponse(
        request,
        "events/run_interpreters.html",
        {
            **model_admin.admin_site.each_context(request),
            "run": run,
            "form": form if may_change and form.can_ask else None,
            "may_change": may_change,
            "needs": list(_needs(run, on=today())),
            "assignments": assignments.select_related("person", "session"),
            "crumbs": [*_way(run), (_("Interpreting"), "")],
        },
    )


def _needs(run, *, on):
    """For each language people registered in or that is interpreted: how many, and what is done."""
    persons = dict(
        run.places.live().order_by().values_list("language").annotate(persons=Sum("persons"))
    )
    settled = certain(run, on=on)
    for code in dict.fromkeys([*run.interpreted, *persons]):
        if code in run.interpreted:
            state = _("somebody has confirmed") if code in settled else _("nobody yet")
        else:
            state = _("held in it") if code.partition("-")[0] in run.spoken else _("not planned")
        name = name_of(code) if code in CODES else BY_CODE[code].name
        yield {"language": name, "persons": persons.get(code, 0), "state": state}


def _ask(request, form):
    """Whether it went through; if somebody else was faster, the form says so at its field."""
    try:
        asked = actions.ask_interpreter(**form.asked, by=request.user, at=timezone.now())
    except IntegrityError:
        form.full_clean()
        return False
    except ValidationError as error:
        form.add_error("interpreter", error)
        return False
    person = asked[0].person
    if form.cleaned_data["confirmed"]:
        messages.success(request, _("%(person)s is booked.") % {"person": person})
    elif person.mail:
        messages.success(request, _("%(person)s is asked by mail.") % {"person": person})
    else:
        _say_who_has_no_mail(request, person)
    return True


def _note_answer(request, run):
    """What the chosen ones answered, or that they are not needed."""
    keys = [int(key) for key in request.POST.getlist("chosen") if key.isdecimal() and len(key) < 19]
    chosen = list(
        InterpreterAssignment.objects.named()
        .filter(pk__in=keys, session__run=run)
        .select_related("person")
    )
    if not chosen:
        messages.warning(request, _("Please choose the dates first."))
        return
    answer, by = request.POST["answer"], request.user
    try:
        if answer == "confirm":
            actions.confirm_interpreters(chosen, by=by, on=today())
        elif answer == "decline":
            actions.decline_interpreters(chosen, by=by, on=today())
        elif answer == "release":
            actions.release_interpreters(chosen, by=by, at=timezone.now())
            for person in dict.fromkeys(each.person for each in chosen):
                if not person.mail:
                    _say_who_has_no_mail(request, person)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    else:
        messages.success(request, _("The answer is noted."))


def _say_who_has_no_mail(request, person):
    text = _("%(person)s has no mail address: please call. Telephone: %(telephone)s")
    told = {"person": person, "telephone": person.telephone or "–"}
    messages.warning(request, text % told)


def interpreter_came(model_admin, request, pk):
    """Somebody was there: for how many hours, and for which fee."""
    if not model_admin.has_change_permission(request):
        raise PermissionDenied
    found = InterpreterAssignment.objects.live().named()
    found = found.select_related("person", "session__run__seminar")
    assignment = get_object_or_404(found, pk=pk)
    run = assignment.session.run
    form = CameForm(request.POST if request.method == "POST" else None, assignment=assignment)
    if form.is_valid():
        try:
            actions.record_interpreter(assignment, **form.cleaned_data, by=request.user)
        except ValidationError as error:
            messages.error(request, " ".join(error.messages))
        else:
            messages.success(request, _("%(person)s is noted.") % {"person": assignment.person})
        return redirect("admin:events_run_interpreters", run.pk)
    back = reverse("admin:events_run_interpreters", args=[run.pk])
    return TemplateResponse(
        request,
        "events/run_interpreter_came.html",
        {
            **model_admin.admin_site.each_context(request),
            "assignment": assignment,
            "form": form,
            "back": back,
            "crumbs": [*_way(run), (_("Interpreting"), back), (assignment.person, "")],
        },
    )


def _way(run):
    """The way here through the administration, over the page of the run."""
    return [*crumbs("")[:-1], (run, reverse("admin:events_run_change", args=[run.pk]))]
