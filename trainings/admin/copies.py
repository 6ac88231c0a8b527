"""Dates of earlier trainings on new days: of a whole programme, or of one training."""

from django.core.exceptions import PermissionDenied
from django.db.models import Prefetch
from django.shortcuts import get_object_or_404
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from cooperation import copying
from cooperation.bookings import Wish
from cooperation.programmes import copy_page
from miko_portal.base.clock import today
from miko_portal.base.recurrence import years_later
from trainings.actions import copy_runs
from trainings.admin.crumbs import crumbs
from trainings.models import Course, Session, TrainerAssignment


class ProgrammeForm(copying.ProgrammeForm):
    dates, project_path = Session, "run__shares__project"


class CopyForm(copying.CopyForm):
    def date_in(self, period):
        earlier = self.session
        return Session(
            starts_at=period[0],
            ends_at=period[1],
            room=earlier.room,
            link=earlier.link,
            units=earlier.units,
        )

    def wishes(self):
        for wish in super().wishes():
            yield Wish(wish.form, wish.field, wish.taken, *self.period, self.session.run.capacity)


class CopyFormWithTrainers(CopyForm):
    """The same trainers are asked for again."""

    def date_in(self, period):
        session = super().date_in(period)
        session.led_by = [each.person for each in self.session.assignments.all()]
        return session

    def wishes(self):
        yield from super().wishes()
        for assignment in self.session.assignments.all():
            yield Wish(self, "day", assignment.person, *self.period)


class Copies(copying.Copies):
    row, held = CopyForm, "course"

    def titles(self, keys):
        return Course.objects.in_bulk(keys)


class CopiesWithTrainers(Copies):
    row = CopyFormWithTrainers


def new_programme(model_admin, request):
    """Proposes new days for each date of an earlier programme; stores those that are ticked."""
    if not model_admin.has_add_permission(request):
        raise PermissionDenied
    form, copies = ProgrammeForm(request.GET or None, on=today()), None
    if form.is_valid():
        copies = Copies(form.sessions, moved=form.moved, data=_sent(request))
    return copy_page(
        model_admin,
        request,
        form=form,
        copies=copies,
        store=copy_runs,
        title=_("Take over a programme"),
        explanation=_(
            "Every date of an earlier programme is proposed for the same weekday of the same week."
            " What you tick becomes a draft, with its room and its seats, without trainers and"
            " without the people who were enrolled."
        ),
        crumbs=crumbs(_("Take over a programme")),
    )


def copy_run(model_admin, request, pk):
    """Proposes new days for the dates of one training, a year later or the next to come."""
    if not model_admin.has_add_permission(request):
        raise PermissionDenied
    run = get_object_or_404(model_admin.get_queryset(request), pk=pk)
    held = run.sessions.filter(cancelled_on=None).select_related("run", "room__venue")
    asked = TrainerAssignment.objects.still_asked().select_related("person")
    dates = held.prefetch_related(Prefetch("assignments", asked))
    sessions = list(dates.order_by("starts_at", "pk"))
    years = _years_ahead(sessions, on=today())
    return copy_page(
        model_admin,
        request,
        form=None,
        copies=CopiesWithTrainers(
            sessions[: copying.MOST_COPIED],
            moved=lambda day: years_later(day, years),
            data=_sent(request),
        ),
        store=copy_runs,
        title=_("Copy a training"),
        explanation=_(
            "Every date is proposed for the same weekday of the same week of a later year. What"
            " you tick becomes a draft, with its room, its trainers and its seats, without the"
            " people who were enrolled."
        ),
        crumbs=crumbs(run, _("Copy a training")),
    )


def _years_ahead(sessions, *, on):
    """How many years later all of it is to come; at least one."""
    if not sessions:
        return 1
    first = localtime(sessions[0].starts_at).date()
    years = max(1, on.year - first.year)
    return years if years_later(first, years) > on else years + 1


def _sent(request):
    return request.POST if request.method == "POST" else None
