"""What is printed and hung up: posters and flyers."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import conditional_page, require_safe

from events.models import Run
from events.posters import Size, poster_of
from miko_portal.base.clock import today
from miko_portal.base.languages import LANGUAGES
from miko_portal.base.public import marked, public_page


@public_page
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


@login_not_required
@require_safe
@conditional_page
@cache_control(public=True, max_age=60)
def seminar_poster(request, pk):
    """A run on one sheet, as PDF in the language of the address; `size` is a4, a3 or a5."""
    on, language = today(), get_language()
    run = get_object_or_404(Run.objects.published(on=on).with_facts_for(language), pk=pk)
    size = request.GET.get("size")
    size = size if size in Size.values else Size.A4.value
    return _document(
        poster_of(run, on=on, language=language, size=size), name=f"{pk}-{size}-{language}.pdf"
    )


def _document(content, *, name):
    return HttpResponse(
        content,
        content_type="application/pdf",
        headers={"Content-Disposition": f'inline; filename="{name}"'},
    )
