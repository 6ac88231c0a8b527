"""The list as files for calendars, readers and other portals, with the list's own filters."""

from django.http import HttpResponse, JsonResponse
from django.urls import reverse
from django.utils.translation import get_language, override

from events.calendars import calendar_for_integreat, calendar_to_subscribe
from events.feeds import atom, described
from events.filters import SeminarFilter
from events.models import Run
from events.models.seminars import GERMAN
from events.shown import SHOWN
from miko_portal.base.clock import start_of, today
from miko_portal.base.public import public_feed

MOST = 500
CALENDAR = "text/calendar; charset=utf-8"


def _found(request, *, language):
    """The runs that the list finds, the nearest first, with the facts for a language."""
    on = today()
    runs = SeminarFilter(request.GET, queryset=Run.objects.published(on=on), on=on).qs
    return runs.with_state(on=on).with_facts_for(language)[:MOST]


def _page_of(request):
    """Where the page of a run is, in the language of the page."""

    def address(run):
        return request.build_absolute_uri(reverse("events:seminar_detail", args=[run.pk]))

    return address


def _addresses(request):
    """Where a feed is itself, and the list that shows the same."""
    feed = request.build_absolute_uri()
    query = feed.partition("?")[2]
    page = request.build_absolute_uri(reverse("events:seminar_list"))
    return {"feed_at": feed, "list_at": f"{page}?{query}" if query else page}


@public_feed(shows=SHOWN)
def seminars_ics(request):
    """All dates to come, as a calendar to subscribe to."""
    language = get_language()
    runs = _found(request, language=language)
    content = calendar_to_subscribe(runs, language=language, page_of=_page_of(request))
    return HttpResponse(content, content_type=CALENDAR)


@public_feed(shows=SHOWN)
def integreat_ics(request):
    """All dates to come as the importer of Integreat takes them, in German."""
    with override(GERMAN):
        runs = _found(request, language=GERMAN)
        content = calendar_for_integreat(runs, page_of=_page_of(request))
    return HttpResponse(content, content_type=CALENDAR)


@public_feed(shows=SHOWN)
def seminars_atom(request):
    """What is to come as news, the last changed first."""
    content = atom(
        _found(request, language=get_language()),
        page_of=_page_of(request),
        begins=start_of(today()),
        **_addresses(request),
    )
    return HttpResponse(content, content_type="application/atom+xml; charset=utf-8")


@public_feed(shows=SHOWN)
def seminars_json(request):
    """All that is to come with its facts, for other programs."""
    language = get_language()
    runs = _found(request, language=language).with_offerers_for(language)
    content = described(runs, on=today(), page_of=_page_of(request), **_addresses(request))
    return JsonResponse(content, json_dumps_params={"ensure_ascii": False, "indent": 1})
