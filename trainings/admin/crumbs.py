from django.urls import reverse
from django.utils.translation import gettext as _

from trainings.models import Run


def crumbs(*parts):
    """The way here through the administration; a training is linked."""
    way = [
        (_("Administration"), reverse("admin:index")),
        (_("Trainings"), reverse("admin:trainings_run_changelist")),
    ]
    for part in parts:
        is_run = isinstance(part, Run)
        way.append((part, reverse("admin:trainings_run_change", args=[part.pk]) if is_run else ""))
    return way
