"""What the office sees of answers: whole trainings with at least five, never one sheet."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _

from miko_portal.base.anonymity import FEWEST
from miko_portal.base.clock import today
from trainings import actions
from trainings.admin.crumbs import crumbs
from trainings.facts import Occasion
from trainings.models import Answer, AnswerSheet, Course, Question, Questionnaire, Run
from trainings.questionnaires.results import results_of, sheets_of
from trainings.questionnaires.sheets import sheet_of

EACH_PAGE, SENTENCES = 25, 50


def course_answers(model_admin, request, pk):
    """A course over all its trainings with five answers each, and these, the last one first.

    There is no filter, since the difference of two results would be a few people.
    """
    _check(request, "view")
    on, course = today(), get_object_or_404(Course, pk=pk)
    shown = AnswerSheet.objects.shown(on=on).filter(run__course=course)
    runs = Run.objects.filter(pk__in=shown.order_by().values("run")).with_dates()
    page = Paginator(runs.select_related("course").order_by("-starts_at", "-pk"), EACH_PAGE)
    page = page.get_page(request.GET.get("page"))
    sheets = sheets_of(page.object_list, on=on)
    return TemplateResponse(
        request,
        "trainings/course_answers.html",
        {
            **model_admin.admin_site.each_context(request),
            "course": course,
            "results": results_of(Answer.objects.shown(on=on).filter(sheet__run__course=course)),
            "page_obj": page,
            "occasions": Occasion,
            "rows": [
                (run, [dict(sheets[run.pk]).get(each) for each in Occasion])
                for run in page.object_list
            ],
            "crumbs": crumbs(course, _("Answers")),
        },
    )


def run_answers(model_admin, request, pk):
    """What is said of one training: numbers, and what people wrote, in no order."""
    _check(request, "view")
    on = today()
    run = get_object_or_404(Run.objects.with_dates().with_sessions(), pk=pk)
    if request.method == "POST":
        _check(request, "change")
        _do(request, run, on=on)
        return redirect(request.get_full_path())
    sentences = Answer.objects.sentences(on=on).filter(sheet__run=run)
    page = Paginator(sentences.select_related("question", "sheet"), SENTENCES)
    page = page.get_page(request.GET.get("page"))
    return TemplateResponse(
        request,
        "trainings/run_answers.html",
        {
            **model_admin.admin_site.each_context(request),
            "run": run,
            "results": results_of(Answer.objects.shown(on=on).filter(sheet__run=run)),
            "sheets": sheets_of([run], on=on).get(run.pk, []),
            "page_obj": page,
            "sentences": [(answer, Occasion(answer.sheet.occasion)) for answer in page.object_list],
            "held_back": _held_back(run, on=on),
            "asked": _asked(run),
            "may_begin": _may_begin(request, run),
            "may_change": request.user.has_perm("trainings.change_answersheet"),
            "crumbs": crumbs(run, _("Answers")),
        },
    )


def sheet(model_admin, request, pk, when):
    """The sheet for the room, with the code that leads to the questions."""
    if not request.user.has_perm("trainings.view_run"):
        raise PermissionDenied
    runs = Run.objects.published(on=today()).with_dates().exclude(starts_at=None)
    run, occasion = get_object_or_404(runs, pk=pk), Occasion.of_slug(when)
    if occasion is None or not Question.objects.asked(run.course, occasion).exists():
        raise Http404
    return HttpResponse(
        sheet_of(run, occasion),
        content_type="application/pdf",
        headers={"Content-Disposition": f'inline; filename="{pk}-fragebogen-{when}.pdf"'},
    )


def _asked(run):
    """When people are asked about a training that is published and has dates."""
    if not (run.published_on and run.starts_at):
        return []
    return [each for each in Occasion if Question.objects.asked(run.course, each).exists()]


def _may_begin(request, run):
    """Nothing was ever asked about the course, and the reader may change that."""
    begun = Questionnaire.objects.filter(course=run.course_id).exists()
    return not begun and request.user.has_perm("trainings.add_questionnaire")


def _held_back(run, *, on):
    """Of fewer than five not even the number is told: it would say what those few have done."""
    held = run.answer_sheets.held_back(on=on)
    numbers = [(each, held.filter(occasion=each).count()) for each in Occasion]
    return [(occasion, number) for occasion, number in numbers if number >= FEWEST]


def _check(request, right):
    if not request.user.has_perm(f"trainings.{right}_answersheet"):
        raise PermissionDenied


def _do(request, run, *, on):
    """Takes a sentence out, or counts what was held back."""
    if request.POST.get("count") in Occasion.values:
        occasion = Occasion(request.POST["count"])
        try:
            number = actions.count_held_back(run, occasion, by=request.user, on=on)
        except ValidationError as error:
            messages.error(request, " ".join(error.messages))
        else:
            messages.success(request, _("Counted too: %(number)s answers.") % {"number": number})
        return
    typed = request.POST.get("remove", "")
    key = int(typed) if typed.isdecimal() and len(typed) < 20 else -1
    shown = Answer.objects.sentences(on=on).filter(sheet__run=run)
    actions.remove_sentence(get_object_or_404(shown, pk=key), by=request.user)
    messages.success(request, _("The sentence is taken out."))
