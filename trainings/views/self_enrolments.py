"""Enrolling oneself, and the page of an enrolment for whoever holds its address."""

from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import ValidationError
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.timezone import localdate
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from miko_portal.base.clock import today
from miko_portal.base.public import marked, public_page, secret_page
from miko_portal.base.secret_links import hash_of
from trainings import actions
from trainings.forms.self_enrolments import SelfEnrolmentForm
from trainings.models import EnrolmentLink, Run
from trainings.questionnaires.links import occasions_asked


@login_not_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def self_enrolment_create(request, pk):
    """Asks for name and address, and mails a link; nothing is taken before it is confirmed."""
    now = timezone.now()
    run = _run_or_404(pk)
    form = SelfEnrolmentForm(request.POST or None, run=run)
    closed = actions.why_closed(run, at=now)
    if request.method == "POST" and not closed and form.is_valid():
        actions.ask_for_seat(run, **form.cleaned_data, language=get_language(), at=now)
        return redirect("trainings:self_enrolment_sent", pk=pk)
    return TemplateResponse(
        request,
        "trainings/self_enrolment_create.html",
        {
            "run": run,
            "text": run.course.text_in(get_language()),
            "form": form,
            "closed": closed,
            "first_day": run.starts_at and localdate(run.starts_at),
            "crumbs": _crumbs(run, _("Register")),
        },
    )


@public_page
def self_enrolment_sent(request, pk):
    """What to do now: look into one's mail."""
    run = _run_or_404(pk)
    return TemplateResponse(
        request,
        "trainings/self_enrolment_sent.html",
        {"run": run, "crumbs": _crumbs(run, _("Register"))},
    )


@secret_page
@require_http_methods(["GET", "HEAD", "POST"])
def self_enrolment_detail(request, token):
    """To confirm, or the enrolment as it stands. Looking changes nothing; the buttons do."""
    now, refused = timezone.now(), ""
    link = _link(token, at=now)
    if link is None:
        return _gone(request)
    if request.method == "POST":
        try:
            _answer(link, request.POST.get("answer"), at=now)
        except ValidationError as error:
            refused = " ".join(error.messages)
        else:
            return redirect("trainings:self_enrolment_detail", token=token)
        link = _link(token, at=now)
    enrolment = link.enrolment
    about = enrolment or link.request
    runs = Run.objects.with_state(on=today()).with_sessions()
    run = runs.get(pk=about.run_id)
    return TemplateResponse(
        request,
        "trainings/self_enrolment_detail.html",
        {
            "run": run,
            "text": run.course.text_in(get_language()),
            "enrolment": enrolment,
            "asked": occasions_asked(run, on=localdate(now)) if _has_seat(enrolment) else [],
            "wish": link.request,
            "refused": refused,
            "over": bool(run.ends_at and run.ends_at <= now),
            "lapsed": bool(enrolment and enrolment.is_offered and enrolment.offered_until < now),
            "cancels": request.GET.get("cancel") == "1",
        },
    )


def _gone(request):
    return TemplateResponse(request, "trainings/self_enrolment_gone.html", {}, status=404)


def _answer(link, answer, *, at):
    if link.request and answer == "confirm":
        actions.confirm(link.request, at=at)
    elif link.enrolment and answer == "yes":
        actions.accept_offer(link.enrolment, by=None, at=at)
    elif link.enrolment and answer == "no" and not _is_over(link.enrolment.run, at=at):
        actions.cancel_enrolment(link.enrolment, by=None, at=at)


def _is_over(run, *, at):
    return not run.sessions.filter(ends_at__gt=at).exists()


def _has_seat(enrolment):
    return bool(enrolment and enrolment.confirmed_at and not enrolment.cancelled_at)


def _link(token, *, at):
    links = EnrolmentLink.objects.in_force(at=at).filter(token_hash=hash_of(token))
    return links.select_related("request", "enrolment__person", "enrolment__run").first()


def _run_or_404(pk):
    on = today()
    runs = Run.objects.published(on=on).with_state(on=on).with_sessions()
    run = get_object_or_404(runs, pk=pk)
    if run.starts_at is None:
        raise Http404
    return run


def _crumbs(run, page):
    text = run.course.text_in(get_language())
    return [
        (_("Trainings"), reverse("trainings:training_list")),
        (
            marked(text.title, language=text.language),
            reverse("trainings:training_detail", args=[run.pk]),
        ),
        (page, ""),
    ]
