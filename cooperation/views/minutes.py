"""What is noted after a meeting: who came, the minutes, and what was decided."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.forms import all_valid
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from cooperation import actions
from cooperation.forms import CameForm, DecisionFormSet, GuestFormSet, MinutesForm
from cooperation.models import Agreement, Decision, Meeting
from cooperation.planning import place_name
from cooperation.views.meetings import crumbs_of
from cooperation.views.storing import minutes_clash_of
from miko_portal.base import pdf
from miko_portal.base.clock import today
from miko_portal.base.forms import leave_unchecked, with_added_row


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def meeting_attendance(request, pk):
    """One list of all who were asked; and rows for those who came unasked."""
    meeting = get_object_or_404(Meeting.objects.changeable_by(request.user).planned(), pk=pk)
    data, added = with_added_row(request) if request.method == "POST" else (None, False)
    form = CameForm(data, meeting=meeting)
    guests = GuestFormSet(data, prefix="guests")
    if added:
        leave_unchecked(form, guests)
    elif data is not None and all_valid([form, guests]):
        came = meeting.attendances.all() if "all" in data else form.cleaned_data["came"]
        try:
            count = actions.record_attendance(
                meeting, came=came, further=guests.guests(), by=request.user, on=today()
            )
        except ValidationError as error:
            form.add_error(None, error)
        else:
            text = ngettext("%(count)s person came.", "%(count)s people came.", count)
            messages.success(request, text % {"count": count})
            return redirect("cooperation:meeting_detail", pk=meeting.pk)
    return _page(
        request,
        "cooperation/meeting_attendance.html",
        meeting,
        heading=_("Who came"),
        form=form,
        formset=guests,
    )


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def meeting_minutes(request, pk):
    """The minutes and the decisions, in one page."""
    meeting = get_object_or_404(Meeting.objects.changeable_by(request.user).planned(), pk=pk)
    data, added = with_added_row(request) if request.method == "POST" else (None, False)
    form = MinutesForm(data, instance=meeting)
    decisions = DecisionFormSet(data, instance=meeting, prefix="decisions")
    if added:
        leave_unchecked(form, decisions)
    elif data is not None and all_valid([form, decisions]):
        try:
            actions.save_minutes(
                form.instance,
                minutes=form.cleaned_data["minutes"],
                decisions=decisions.save(commit=False),
                by=request.user,
            )
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, _("The minutes are stored."))
            return redirect("cooperation:meeting_detail", pk=meeting.pk)
    return _page(
        request,
        "cooperation/meeting_minutes.html",
        meeting,
        heading=_("Minutes"),
        form=form,
        formset=decisions,
        clash=minutes_clash_of(form, decisions),
    )


@login_required
@require_safe
def meeting_minutes_pdf(request, pk):
    meeting = get_object_or_404(
        Meeting.objects.visible_to(request.user).select_related("project", "room__venue"), pk=pk
    )
    title = _("Minutes: %(meeting)s") % {"meeting": meeting.title}
    file = pdf.render("cooperation/meeting_minutes.typ", _told_of(meeting), title=title)
    day = meeting.local_start.date()
    return HttpResponse(
        file,
        content_type="application/pdf",
        headers={"Content-Disposition": f'attachment; filename="protokoll-{day}-{pk}.pdf"'},
    )


@login_required
@require_POST
def decision_measure(request, pk):
    """Makes a measure of a decision, in one click; where there are several agreements, on one."""
    meetings = Meeting.objects.changeable_by(request.user)
    decision = get_object_or_404(Decision.objects.filter(meeting__in=meetings), pk=pk)
    changeable = Agreement.objects.changeable_by(request.user)
    agreements = decision.meeting.agreements.filter(pk__in=changeable.values("pk"))
    asked = request.POST.get("agreement", "")
    if asked.isdecimal():
        agreements = agreements.filter(pk=int(asked[:18]))
    if len(agreements) == 1:
        try:
            measure = actions.make_measure(decision, agreement=agreements[0], by=request.user)
            messages.success(request, _("The measure is stored. Say who does it until when."))
            return redirect("cooperation:measure_update", pk=measure.pk)
        except ValidationError as error:
            messages.error(request, " ".join(error.messages))
    else:
        messages.error(request, _("Choose the agreement that the measure belongs to."))
    return redirect("cooperation:meeting_detail", pk=decision.meeting_id)


def _told_of(meeting):
    """What the document says."""
    starts, ends = meeting.local_start, meeting.local_end
    when = f"{date_format(starts, 'l, d.m.Y, H:i')}–{date_format(ends, 'H:i')}"
    people = meeting.attendances.select_related("person", "organisation")
    agreements = "\n".join(str(agreement) for agreement in meeting.agreements.all())
    decisions = meeting.decisions.select_related("measure__party__organisation")
    facts = [
        (_("When"), when),
        (_("Where"), place_name(meeting.room) if meeting.room else ""),
        (_("Kind"), meeting.get_kind_display()),
        (_("Project"), str(meeting.project or "")),
        (_("Agreements"), agreements),
        (_("Cancelled"), meeting.cancellation_reason),
    ]
    return {
        "facts": [(label, value) for label, value in facts if value],
        "agenda": {"heading": _("Agenda"), "text": meeting.agenda},
        "minutes": {"heading": _("Minutes"), "text": meeting.minutes},
        "decisions": {
            "heading": _("Decisions"),
            "rows": [_decided(decision) for decision in decisions],
        },
        "people": {
            "heading": _("Who came"),
            "header": [_("Name"), _("Organisation")],
            "rows": _names(people.filter(came=True)),
        },
        "absent": {
            "heading": _("Asked, but not there"),
            "header": [_("Name"), _("Organisation")],
            "rows": _names(people.filter(came=False)),
        },
    }


def _names(people):
    return [[str(row), str(row.organisation or "")] for row in people]


def _decided(decision):
    """A decision, with who does what of it until when."""
    measure = getattr(decision, "measure", None)
    if measure is None:
        return decision.text
    due = measure.due_on and date_format(measure.due_on, "SHORT_DATE_FORMAT")
    who = ", ".join(str(part) for part in (measure.party, due) if part)
    return f"{decision.text} ({who})" if who else decision.text


def _page(request, template, meeting, *, heading, **context):
    detail = reverse("cooperation:meeting_detail", args=[meeting.pk])
    crumbs = crumbs_of((meeting.title, detail), (heading, None))
    shared = {"meeting": meeting, "heading": heading, "cancel": detail, "crumbs": crumbs}
    return TemplateResponse(request, template, shared | context)
