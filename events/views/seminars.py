from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from events.calendars import calendar_of
from events.feeds import addresses
from events.filters import SeminarFilter
from events.models import Run
from events.models.feedback import takes_feedback
from events.sharing import ways_to_share
from events.shown import SHOWN
from events.structured_data import events_of
from miko_portal.base.clock import today
from miko_portal.base.lists import BoundedPaginator
from miko_portal.base.public import marked, public_page

PAGE_SIZE = 12


@public_page(shows=SHOWN)
def seminar_list(request):
    """The seminars to come, by what the reader looks for."""
    on, language = today(), get_language()
    filters = SeminarFilter(request.GET, queryset=Run.objects.published(on=on), on=on)
    page = BoundedPaginator(filters.dates, PAGE_SIZE).get_page(request.GET.get("page"))
    dates = page.object_list
    runs = {run.next_session: run for run in filters.runs_of(dates).with_facts_for(language)}
    page.object_list = [runs[date] for date in dates if date in runs]
    nothing = filters.in_use and not page.object_list
    return TemplateResponse(
        request,
        "events/seminar_list.html",
        {
            "on": on,
            "filter": filters,
            "page_obj": page,
            "feeds": addresses(request),
            "instead_of": _instead_of(request, on=on),
            "next_runs": filters.next_of_topic().with_facts_for(language)[:3] if nothing else [],
            "crumbs": [(_("Courses and meetings"), "")],
        },
    )


def _instead_of(request, *, on):
    """The run that an old poster led to, where this page is shown in its stead."""
    code = request.GET.get("instead_of")
    if not code or not code.isalpha():
        return None
    runs = Run.objects.published(on=on).with_facts_for(get_language())
    return runs.filter(code=code).first()


@public_page(shows=SHOWN)
def seminar_detail(request, pk):
    """One run of a seminar: all that one has to know to come."""
    on, language = today(), get_language()
    runs = Run.objects.published(on=on).with_state(on=on).with_facts_for(language)
    run = get_object_or_404(
        runs.select_related("seminar__organiser").prefetch_related("seminar__partners"), pk=pk
    )
    text = run.seminar.text_in(language)
    address = request.build_absolute_uri(request.path)
    picture = request.build_absolute_uri(reverse("events:seminar_preview", args=[pk]))
    short = f"{reverse('short_link', args=[run.code])}?l={language}"
    others = Run.objects.filter(seminar=run.seminar, cancelled_on=None).exclude(pk=run.pk)
    others = others.published(on=on).upcoming(on=on).filter(next_called_off_on=None)
    return TemplateResponse(
        request,
        "events/seminar_detail.html",
        {
            "on": on,
            "run": run,
            "text": text,
            "voice": run.seminar.voices.filter(language=language).first(),
            "others": others[:5],
            "instead_of": _instead_of(request, on=on),
            "takes_feedback": takes_feedback(run, on=on),
            "address": address,
            "picture": picture,
            "structured_data": events_of(run, text=text, address=address, picture=picture),
            "share": ways_to_share(
                run,
                text=text,
                session=run.date_to_tell(on=on),
                link=request.build_absolute_uri(short),
            ),
            "crumbs": [
                (_("Courses and meetings"), reverse("events:seminar_list")),
                (marked(text.title, language=text.language), ""),
            ],
        },
    )


@public_page(shows=SHOWN)
def seminar_calendar(request, pk):
    """The dates of a run as a file for a calendar."""
    language = get_language()
    runs = Run.objects.published(on=today()).with_facts_for(language)
    run = get_object_or_404(runs, pk=pk)
    address = request.build_absolute_uri(reverse("events:seminar_detail", args=[pk]))
    return HttpResponse(
        calendar_of(run, language=language, address=address),
        content_type="text/calendar; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{pk}.ics"'},
    )
