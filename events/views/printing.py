"""What is printed and hung up: posters, flyers, and the month for the notice board."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from events.feedback_sheets import sheet_of
from events.models import Run, Session
from events.models.seminars import GERMAN
from events.month_forms import MonthForm
from events.overviews import languages_among, months_from, overview_of
from events.posters import Size, poster_of
from events.shown import SHOWN
from miko_portal.base.clock import today
from miko_portal.base.languages import LANGUAGES
from miko_portal.base.public import marked, public_page


@public_page(shows=SHOWN)
def seminar_print(request, pk):
    """Poster and flyer of a run, to choose in which language and how large."""
    on, language = today(), get_language()
    run = get_object_or_404(Run.objects.published(on=on).with_facts_for(language), pk=pk)
    text = run.seminar.text_in(language)
    translated = set(run.seminar.texts.values_list("language", flat=True))
    return TemplateResponse(
        request,
        "events/seminar_print.html",
        {
            "run": run,
            "text": text,
            "sheets": [(row, row.code in translated) for row in LANGUAGES],
            "sizes": Size.choices,
            "crumbs": [
                (_("Courses and meetings"), reverse("events:seminar_list")),
                (
                    marked(text.title, language=text.language),
                    reverse("events:seminar_detail", args=[pk]),
                ),
                (_("To print"), ""),
            ],
        },
    )


@public_page(shows=SHOWN)
def seminar_poster(request, pk):
    """A run on one sheet, as PDF in the language of the address; `size` is a4, a3 or a5."""
    on, language = today(), get_language()
    run = get_object_or_404(Run.objects.published(on=on).with_facts_for(language), pk=pk)
    size = request.GET.get("size")
    size = size if size in Size.values else Size.A4.value
    return _document(
        poster_of(run, on=on, language=language, size=size), name=f"{pk}-{size}-{language}.pdf"
    )


@public_page(shows=SHOWN)
def feedback_sheet(request, pk):
    """The sheet for the room: how was it? The same in every language, since it has all of them."""
    run = get_object_or_404(Run.objects.published(on=today()).with_facts_for(GERMAN), pk=pk)
    return _document(sheet_of(run), name=f"{pk}-rueckmeldung.pdf")


@public_page(shows=[])
def month_print(request):
    """The month for the notice board, to choose which one and in which languages."""
    return TemplateResponse(
        request,
        "events/month_print.html",
        {
            "form": MonthForm(on=today(), language=get_language()),
            "crumbs": [
                (_("Courses and meetings"), reverse("events:seminar_list")),
                (_("To print"), ""),
            ],
        },
    )


@public_page(shows=SHOWN)
def month_overview(request):
    """The dates to come of a month as PDF; `month` is 2027-03, `language` any number of codes.

    What is not understood is left out: then it is this month, in the language of the address.
    """
    on = today()
    by_name = {f"{month:%Y-%m}": month for month in months_from(on)}
    month = by_name.get(request.GET.get("month"), on.replace(day=1))
    languages = languages_among(request.GET.getlist("language"), otherwise=get_language())
    sessions = Session.objects.published(on=on).in_month(max(month, on)).with_texts_in(languages)
    return _document(
        overview_of(sessions, month=month, languages=languages),
        name=f"{month:%Y-%m}-{'-'.join(languages)}.pdf",
    )


def _document(content, *, name):
    return HttpResponse(
        content,
        content_type="application/pdf",
        headers={"Content-Disposition": f'inline; filename="{name}"'},
    )
