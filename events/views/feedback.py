"""How was it? Asked of whoever was there, without a name."""

from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import ValidationError
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.cache import patch_vary_headers
from django.utils.translation import get_language
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from events import actions
from events.forms import FeedbackForm
from events.models import Feedback, Run
from events.views.sharing import in_language_of_reader
from miko_portal.base.anonymity import key_of
from miko_portal.base.clock import today
from miko_portal.base.networks import address_of
from miko_portal.base.public import public_page


@login_not_required
@require_safe
def feedback_code(request, code):
    """The code on the sheet in the room: leads to the question, in the reader's language."""
    run = in_language_of_reader(request, code)
    response = redirect("events:feedback_create", run.pk)
    patch_vary_headers(response, ["Accept-Language"])
    return response


@login_not_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def feedback_create(request, pk):
    """Three faces and a sentence. When it is too early or too late, it says so."""
    now, language = timezone.now(), get_language()
    run = get_object_or_404(Run.objects.published(on=today()).with_facts_for(language), pk=pk)
    form = FeedbackForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.give_feedback(_answer(request, run, form, at=now), at=now)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            return redirect("events:feedback_done")
    form.note(privacy_text=None, at=now)
    return TemplateResponse(
        request,
        "events/feedback_form.html",
        {
            "run": run,
            "form": form,
            "closed": actions.why_no_feedback(run, at=now),
            "text": run.seminar.text_in(language),
        },
    )


def _answer(request, run, form, *, at):
    key, _shown, _made = form.noted
    feedback = Feedback(
        run=run,
        face=form.cleaned_data["face"],
        sentence=form.cleaned_data["sentence"],
        language=get_language(),
        suspicion=form.suspicion(address=address_of(request), at=at),
    )
    if key:
        feedback.pk = key_of(key)
    return feedback


@public_page(shows=[])
def feedback_done(request):
    """Thanks; the same for everybody."""
    return TemplateResponse(request, "events/feedback_done.html", {})
