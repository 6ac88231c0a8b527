"""The page on which a trainer's secret calendar is made; its address is shown once."""

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from trainings.actions import issue_calendar
from trainings.models import TrainerCalendar


def trainer_calendar(model_admin, request, pk):
    """Whether there is one, since when, and a new one at the press of a button."""
    trainer = get_object_or_404(model_admin.get_queryset(request), pk=pk)
    if not model_admin.has_change_permission(request, trainer):
        raise PermissionDenied
    address = ""
    if request.method == "POST":
        token = issue_calendar(trainer, by=request.user, at=timezone.now())
        address = settings.PORTAL_URL + reverse("trainer_calendar", args=[token])
    back = reverse("admin:trainings_trainer_change", args=[pk])
    return TemplateResponse(
        request,
        "trainings/trainer_calendar.html",
        {
            "trainer": trainer,
            "address": address,
            "calendar": TrainerCalendar.objects.filter(trainer=trainer).first(),
            "back": back,
            "crumbs": [
                (_("Administration"), reverse("admin:index")),
                (_("Trainers"), reverse("admin:trainings_trainer_changelist")),
                (trainer, back),
                (_("Calendar"), ""),
            ],
        },
    )
