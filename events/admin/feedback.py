"""What the office sees of feedback: whole dates with at least five answers, never one answer."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from events import actions
from events.admin.pages import crumbs
from events.feedback import result_of, results_of
from events.models import Feedback, Run, Seminar
from events.models.seminars import GERMAN
from miko_portal.base.anonymity import FEWEST
from miko_portal.base.clock import today
from miko_portal.base.languages import BY_CODE

EACH_PAGE, SENTENCES = 25, 50


def feedback_list(model_admin, request):
    """Every date that has a result, the last one first; `?seminar=` those of one seminar.

    There is no other filter: what stands above the list is of whole dates with five answers each.
    """
    _check(request, "view")
    on, seminar = today(), _seminar(request)
    answers = Feedback.objects.shown(on=on)
    if seminar:
        answers = answers.filter(run__seminar=seminar)
    runs = Run.objects.filter(pk__in=answers.order_by().values("run")).with_facts_for(GERMAN)
    page = Paginator(runs.order_by("-starts_at", "-pk"), EACH_PAGE)
    page = page.get_page(request.GET.get("page"))
    results = results_of(page.object_list, on=on)
    heading = _("Feedback: %(seminar)s") % {"seminar": seminar} if seminar else _("Feedback")
    return TemplateResponse(
        request,
        "events/run_feedback_list.html",
        {
            **model_admin.admin_site.each_context(request),
            "heading": heading,
            "seminar": seminar,
            "result": result_of(answers),
            "page_obj": page,
            "rows": [(run, results[run.pk]) for run in page.object_list if run.pk in results],
            "crumbs": crumbs(heading),
        },
    )


def feedback(model_admin, request, pk):
    """What is said of one run: numbers, and what people wrote, in no order."""
    _check(request, "view")
    on, run = today(), get_object_or_404(Run.objects.with_facts_for(GERMAN), pk=pk)
    answers = Feedback.objects.shown(on=on).filter(run=run)
    if request.method == "POST":
        _check(request, "change")
        _do(request, run, answers, on=on)
        return redirect(request.get_full_path())
    page = Paginator(answers.with_sentence(), SENTENCES).get_page(request.GET.get("page"))
    held_back = run.feedback.held_back(on=on).count()
    heading = _("Feedback: %(run)s") % {"run": run}
    return TemplateResponse(
        request,
        "events/run_feedback.html",
        {
            **model_admin.admin_site.each_context(request),
            "heading": heading,
            "run": run,
            "result": result_of(answers),
            "page_obj": page,
            "sentences": [(answer, BY_CODE[answer.language]) for answer in page.object_list],
            # Of fewer not even the number is told: it would say what those few have done.
            "held_back": held_back if held_back >= FEWEST else 0,
            "may_change": request.user.has_perm("events.change_feedback"),
            "crumbs": [
                *crumbs("")[:-1],
                (_("Feedback"), reverse("admin:events_run_feedback_list")),
                (run, ""),
            ],
        },
    )


def _check(request, right):
    if not request.user.has_perm(f"events.{right}_feedback"):
        raise PermissionDenied


def _seminar(request):
    typed = request.GET.get("seminar", "")
    if not (typed.isdecimal() and len(typed) < 19):
        return None
    return get_object_or_404(Seminar.objects.with_title(), pk=int(typed))


def _do(request, run, answers, *, on):
    """Takes a sentence out, or counts what was held back."""
    if "count" in request.POST:
        try:
            number = actions.count_held_back(run, by=request.user, on=on)
        except ValidationError as error:
            messages.error(request, " ".join(error.messages))
        else:
            messages.success(request, _("Counted too: %(number)s answers.") % {"number": number})
        return
    typed = request.POST.get("remove", "")
    key = int(typed) if typed.isdecimal() and len(typed) < 20 else -1
    actions.remove_sentence(get_object_or_404(answers, pk=key), by=request.user)
    messages.success(request, _("The sentence is taken out."))
