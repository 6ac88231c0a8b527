from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from miko_portal.base.clock import today
from miko_portal.base.public import marked, public_page
from trainings.models import Run
from trainings.shown import SHOWN

PAGE_SIZE = 12


@public_page(shows=SHOWN)
def training_list(request):
    """The trainings to come, the next first."""
    on = today()
    runs = Run.objects.published(on=on).upcoming(on=on).with_state(on=on).with_sessions()
    page = Paginator(runs.order_by("starts_at", "pk"), PAGE_SIZE).get_page(request.GET.get("page"))
    language = get_language()
    return TemplateResponse(
        request,
        "trainings/training_list.html",
        {
            "page_obj": page,
            "trainings": [
                (run, run.course.text_in(language), run.sessions_from(on)) for run in page
            ],
            "crumbs": [(_("Trainings"), "")],
        },
    )


@public_page(shows=SHOWN)
def training_detail(request, pk):
    """One training: whom it is for, when, where, and how one gets a seat."""
    on = today()
    runs = Run.objects.published(on=on).with_state(on=on).with_sessions()
    run = get_object_or_404(runs, pk=pk)
    text = run.course.text_in(get_language())
    return TemplateResponse(
        request,
        "trainings/training_detail.html",
        {
            "on": on,
            "run": run,
            "text": text,
            "crumbs": [
                (_("Trainings"), reverse("trainings:training_list")),
                (marked(text.title, language=text.language), ""),
            ],
        },
    )
