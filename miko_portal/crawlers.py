"""What the portal tells search engines: which pages there are, in which languages."""

from django.http import HttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import override

from cooperation.models import Room
from events.models import Run as Seminar
from events.models import Session as SeminarSession
from miko_portal.base.clock import today
from miko_portal.base.languages import LANGUAGES
from miko_portal.base.models import LegalText
from miko_portal.base.public import public_page
from trainings.models import Run as Training
from trainings.models import Session as TrainingSession

MOST = 200  # of each kind, the nearest


@public_page(shows=[Seminar, SeminarSession, Training, TrainingSession, Room, LegalText])
def sitemap(request):
    """The public pages, each in every language."""
    pages = [
        {
            language.code: request.build_absolute_uri(path)
            for language, path in _in_each_language(route, *args)
        }
        for route, *args in _pages(today())
    ]
    return TemplateResponse(
        request, "sitemap.xml", {"pages": pages}, content_type="application/xml"
    )


def _pages(on):
    yield from (["home"], ["events:seminar_list"], ["trainings:training_list"])
    texts = LegalText.objects.filter(language="de", valid_from__lte=on)
    for page in texts.order_by("page").values_list("page", flat=True).distinct():
        yield "legal", page
    for label, runs in (
        ("events:seminar", Seminar.objects),
        ("trainings:training", Training.objects),
    ):
        for run in runs.published(on=on).upcoming(on=on)[:MOST]:
            yield f"{label}_detail", run.pk


def _in_each_language(route, *args):
    for language in LANGUAGES:
        with override(language.code):
            yield language, reverse(route, args=args)


@public_page(shows=[])
def robots(request):
    """Which addresses are no use to search engines: what needs an account, and endless filters."""
    lines = [
        "User-agent: *",
        "Disallow: /verwaltung/",
        "Disallow: /konto/",
        "Disallow: /*?",
        f"Sitemap: {request.build_absolute_uri(reverse('sitemap'))}",
    ]
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")
