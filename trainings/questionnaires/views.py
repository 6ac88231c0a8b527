"""What is asked before and after a training, of whoever holds the link, without a name."""

from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import ValidationError
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from miko_portal.base.anonymity import by_lot, key_of
from miko_portal.base.clock import today
from miko_portal.base.networks import address_of
from miko_portal.base.public import public_page
from trainings import actions
from trainings.facts import Occasion
from trainings.models import AnswerSheet, Question, Run
from trainings.questionnaires.forms import AnswerForm


@login_not_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def questionnaire_fill(request, pk, when):
    """The questions of an occasion. When it is too early or too late, it says so."""
    run, occasion, questions = _asked(pk, when)
    now, language = timezone.now(), get_language()
    form = AnswerForm(request.POST or None, questions=questions, language=language)
    if request.method == "POST" and form.is_valid():
        try:
            actions.hand_in(_sheet(request, run, occasion, form, at=now), form.answers(), at=now)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            return redirect("trainings:questionnaire_done")
    form.note(privacy_text=None, at=now)
    return TemplateResponse(
        request,
        "trainings/questionnaire_fill.html",
        {
            "run": run,
            "occasion": occasion,
            "form": form,
            "closed": actions.why_not_asked(run, occasion, at=now),
            "text": run.course.text_in(language),
        },
    )


def _asked(pk, when):
    """A training that is published, the occasion, and what is asked then; else 404."""
    run = get_object_or_404(Run.objects.published(on=today()).with_dates().with_sessions(), pk=pk)
    occasion = Occasion.of_slug(when)
    questions = occasion and list(Question.objects.asked(run.course, occasion))
    if not questions:
        raise Http404
    return run, occasion, questions


def _sheet(request, run, occasion, form, *, at):
    key, _shown, _made = form.noted
    return AnswerSheet(
        pk=key_of(key) if key else by_lot(),
        run=run,
        occasion=occasion,
        suspicion=form.suspicion(address=address_of(request), at=at),
    )


@public_page(shows=[])
def questionnaire_done(request):
    """Thanks; the same for everybody."""
    return TemplateResponse(request, "trainings/questionnaire_done.html", {})
