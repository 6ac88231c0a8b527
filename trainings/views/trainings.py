from datetime import timedelta

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import translation
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from miko_portal.base.clock import start_of, today
from miko_portal.base.lists import BoundedPaginator
from miko_portal.base.public import marked, public_feed, public_page
from miko_portal.base.secret_links import hash_of
from trainings.calendars import calendar_of, calendar_of_trainer, calendar_to_subscribe
from trainings.facts import Occasion
from trainings.filters import TrainingFilter
from trainings.models import Question, Questionnaire, Run, Session, TrainerCalendar
from trainings.questionnaires.links import occasions_asked
from trainings.shown import SHOWN

PAGE_SIZE = 12
MOST = 500  # trainings in a calendar
KEPT_IN_CALENDAR = timedelta(days=90)  # what was, in that of a trainer
CALENDAR = "text/calendar; charset=utf-8"


@public_page(shows=SHOWN)
def training_list(request):
    """The trainings to come, by what the reader looks for, the next first."""
    on, language = today(), get_language()
    filters = _filtered(request, on=on)
    page = BoundedPaginator(_coming(filters, on=on), PAGE_SIZE).get_page(request.GET.get("page"))
    return TemplateResponse(
        request,
        "trainings/training_list.html",
        {
            "filter": filters,
            "page_obj": page,
            "trainings": [
                (run, run.course.text_in(language), run.sessions_from(on)) for run in page
            ],
            "feeds": _addresses(request),
            "crumbs": [(_("Trainings"), "")],
        },
    )


@public_page(shows=[*SHOWN, Questionnaire, Question])
def training_detail(request, pk):
    """One training: whom it is for, when, where, and how one gets a seat."""
    on = today()
    runs = Run.objects.published(on=on).with_state(on=on).with_sessions()
    run = get_object_or_404(runs, pk=pk)
    text = run.course.text_in(get_language())
    others = runs.filter(course=run.course_id, cancelled_on=None, starts_at__gte=start_of(on))
    return TemplateResponse(
        request,
        "trainings/training_detail.html",
        {
            "on": on,
            "run": run,
            "text": text,
            # What is expected beforehand, those who have a seat are asked on their own page.
            "asked": occasions_asked(run, on=on, of=[Occasion.AFTER, Occasion.LATER]),
            "others": others.exclude(pk=pk).order_by("starts_at", "pk")[:5],
            "crumbs": [
                (_("Trainings"), reverse("trainings:training_list")),
                (marked(text.title, language=text.language), ""),
            ],
        },
    )


@public_feed(shows=SHOWN)
def trainings_ics(request):
    """All dates to come that the list finds, as a calendar to subscribe to."""
    on = today()

    def page_of(run):
        address = reverse("trainings:training_detail", args=[run.pk])
        return request.build_absolute_uri(address)

    runs = _coming(_filtered(request, on=on), on=on)[:MOST]
    return HttpResponse(calendar_to_subscribe(runs, page_of=page_of), content_type=CALENDAR)


@public_page(shows=SHOWN)
def training_calendar(request, pk):
    """The dates of a training as a file for a calendar."""
    run = get_object_or_404(Run.objects.published(on=today()).with_sessions(), pk=pk)
    address = request.build_absolute_uri(reverse("trainings:training_detail", args=[pk]))
    return HttpResponse(
        calendar_of(run, address=address),
        content_type=CALENDAR,
        headers={"Content-Disposition": f'attachment; filename="{pk}.ics"'},
    )


@login_not_required
@never_cache
@require_safe
def trainer_calendar(request, token):
    """What the trainer leads whom the secret address belongs to; 404 once it was renewed."""
    calendar = get_object_or_404(
        TrainerCalendar.objects.select_related("trainer"), token_hash=hash_of(token)
    )
    since = start_of(today() - KEPT_IN_CALENDAR)

    def page_of(run):
        return settings.PORTAL_URL + reverse("trainings:training_detail", args=[run.pk])

    sessions = Session.objects.led_by(calendar.trainer).filter(starts_at__gte=since)
    nearest = sessions.with_run().order_by("starts_at", "pk")[:MOST]
    with translation.override(settings.LANGUAGE_CODE):
        content = calendar_of_trainer(nearest, page_of=page_of)
    return HttpResponse(content, content_type=CALENDAR)


def _filtered(request, *, on):
    return TrainingFilter(request.GET, queryset=Run.objects.published(on=on), on=on)


def _coming(filters, *, on):
    """What is found, the next first, with all that is told about it."""
    runs = filters.qs.upcoming(on=on).with_state(on=on).with_sessions()
    return runs.order_by("starts_at", "pk")


def _addresses(request):
    """Where the dates of the list are as a calendar, with the filters that are set."""
    query = request.GET.copy()
    query.pop("page", None)
    path = reverse("trainings:trainings_ics") + (f"?{query.urlencode()}" if query else "")
    return {"ics": path, "webcal": f"webcal://{request.get_host()}{path}"}
