"""Who was there, all dates of a training in one grid; and the list of a date to be signed."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from trainings.actions import note_attendance
from trainings.actions.attendance import names_are_gone, why_not_noted
from trainings.admin.crumbs import crumbs
from trainings.models import Attendance, Session
from trainings.signature_sheets import signatures_of

PAGE_SIZE = 100


def attendance(model_admin, request, pk):
    """Tick who was there, everybody of a date with one button, and save it all at once."""
    _check(request, "view")
    run = get_object_or_404(model_admin.get_queryset(request), pk=pk)
    if request.method == "POST":
        _check(request, "change")
        if address := _noted(request, run):
            return redirect(address)
    seated = run.places.confirmed().with_completion().select_related("person", "organisation")
    page = Paginator(seated.order_by("person__sort_key", "pk"), PAGE_SIZE)
    rows = page.get_page(request.GET.get("page"))
    columns = _columns(run, may_change=request.user.has_perm("trainings.change_attendance"))
    _fill_in(rows, columns, typed=_typed(request) if request.method == "POST" else None)
    return TemplateResponse(
        request,
        "trainings/run_attendance.html",
        {
            "crumbs": crumbs(run, _("Attendance")),
            "run": run,
            "columns": columns,
            "page_obj": rows,
            "may_change": any(column.open for column in columns),
            "back": reverse("admin:trainings_run_change", args=[run.pk]),
        },
    )


def signature_sheet(model_admin, request, pk, session):
    """The list of a date to be signed, as PDF."""
    _check(request, "view")
    found = Session.objects.select_related("run__course", "room__venue")
    content = signatures_of(get_object_or_404(found, run=pk, pk=session))
    return HttpResponse(
        content,
        content_type="application/pdf",
        headers={
            "Content-Disposition": f'inline; filename="teilnehmerliste-{session}.pdf"',
            "Cache-Control": "no-store",
        },
    )


def _check(request, what):
    if not request.user.has_perms([f"trainings.{what}_attendance", "trainings.view_enrolment"]):
        raise PermissionDenied


def _columns(run, *, may_change):
    """The dates, each with who is noted, how many these are, and whether more can be noted."""
    columns = list(run.sessions.all())
    noted = {column.pk: set() for column in columns}
    cells = Attendance.objects.filter(session__run=run).values_list("enrolment", "session")
    for enrolment, session in cells:
        noted[session].add(enrolment)
    may_change = may_change and not names_are_gone(run)
    for column in columns:
        column.noted = noted[column.pk]
        column.why_not = why_not_noted(run, column, at=timezone.now())
        column.open = may_change and not column.why_not
    return columns


def _fill_in(rows, columns, *, typed):
    """What stands in each cell: what is stored, or after a refusal what was ticked."""
    for row in rows:
        row.cells = [
            (column, row.pk in column.noted if typed is None else (row.pk, column.pk) in typed)
            for column in columns
        ]
    keys = {row.pk for row in rows}
    for column in columns:
        column.seen = " ".join(str(key) for key in sorted(column.noted & keys))


def _noted(request, run):
    """Stores what was changed in the grid as it was shown; where to go on, nothing if refused.

    What somebody else noted meanwhile stays, since only what was changed here is sent on.
    """
    ticked, seen = _typed(request), _seen(request, run)
    everybody_at = next(
        (row for row in run.sessions.all() if str(row.pk) == request.POST.get("all")), None
    )
    try:
        note_attendance(
            run,
            there=ticked - seen,
            away=seen - ticked,
            everybody_at=everybody_at,
            by=request.user,
            at=timezone.now(),
        )
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
        return None
    messages.success(request, _("The attendance is stored."))
    page = request.GET.get("page")
    return request.path + (f"?{urlencode({'page': page})}" if page else "")


def _typed(request):
    """The cells that are ticked, as pairs of keys."""
    return {pair for typed in request.POST.getlist("there") for pair in _pairs(typed)}


def _seen(request, run):
    """The cells that were ticked when the page was made."""
    return {
        pair
        for session in run.sessions.all()
        for key in request.POST.get(f"seen-{session.pk}", "").split()
        for pair in _pairs(f"{key}-{session.pk}")
    }


def _pairs(typed):
    enrolment, _dash, session = typed.partition("-")
    if all(part.isascii() and part.isdecimal() and len(part) < 19 for part in (enrolment, session)):
        yield int(enrolment), int(session)
