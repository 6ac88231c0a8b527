"""Meetings: the list, planning, inviting, cancelling."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required, permission_required
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.db import IntegrityError
from django.forms import all_valid
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from cooperation import actions
from cooperation.filters import MeetingFilter
from cooperation.forms import CancelMeetingForm, GuestFormSet, MeetingForm
from cooperation.models import Agreement, Meeting
from cooperation.views.agreements import PAGE_SIZE
from miko_portal.base.clock import today
from miko_portal.base.forms import leave_unchecked, with_added_row


@permission_required("cooperation.view_meeting", raise_exception=True)
@require_safe
def meeting_list(request):
    meetings = Meeting.objects.visible_to(request.user).with_state(on=today())
    chosen = MeetingFilter(request.GET, queryset=meetings, request=request)
    rows = chosen.qs.next_first(on=today()).with_people()
    page = Paginator(rows.select_related("project", "room__venue"), PAGE_SIZE)
    return TemplateResponse(
        request,
        "cooperation/meeting_list.html",
        {
            "filter": chosen,
            "page_obj": page.get_page(request.GET.get("page")),
            "last": Meeting.objects.planned().order_by("-starts_at").first(),
            "may_change": request.user.has_perm("cooperation.change_meeting"),
            "crumbs": crumbs_of(),
        },
    )


@login_required
@require_safe
def meeting_detail(request, pk):
    meeting = get_object_or_404(
        Meeting.objects.visible_to(request.user)
        .with_state(on=today())
        .select_related("project", "room__venue"),
        pk=pk,
    )
    people = list(meeting.attendances.reached(on=today()).select_related("person", "organisation"))
    waiting = [row for row in people if row.invited_at is None]
    return TemplateResponse(
        request,
        "cooperation/meeting_detail.html",
        {
            "meeting": meeting,
            "begun": meeting.local_start.date() <= today(),
            "over": meeting.ends_at < timezone.now(),
            "agreements": Agreement.objects.visible_to(request.user).filter(meetings=meeting),
            "people": people,
            "came": sum(row.came is True for row in people),
            "to_invite": [row for row in waiting if row.address],
            "out_of_reach": [row for row in waiting if not row.address],
            "decisions": meeting.decisions.select_related("measure"),
            "may_change": request.user.has_perm("cooperation.change_meeting"),
            "may_add_measures": request.user.has_perm("cooperation.add_measure"),
            "crumbs": crumbs_of((meeting.title, None)),
        },
    )


@permission_required("cooperation.add_meeting", raise_exception=True)
@require_http_methods(["GET", "HEAD", "POST"])
def meeting_create(request):
    def store(meeting, **told):
        actions.plan_meeting(meeting, by=request.user, **told)
        messages.success(request, _("The meeting is stored. Nobody is told yet."))

    initial = {"agreements": Agreement.objects.filter(number=request.GET.get("agreement", ""))}
    return _edit(request, store, heading=_("New meeting"), initial=initial)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def meeting_update(request, pk):
    """Time and place, what it is about, who is asked; whoever was invited is told of a move."""
    meeting = get_object_or_404(Meeting.objects.changeable_by(request.user).planned(), pk=pk)

    def store(meeting, **told):
        count = actions.save_meeting(meeting, by=request.user, at=timezone.now(), **told)
        messages.success(request, _("The changes are stored."))
        if count:
            messages.info(request, _told(count))

    return _edit(request, store, heading=_("Edit meeting"), instance=meeting)


def _edit(request, store, *, heading, instance=None, initial=None):
    data, added = with_added_row(request) if request.method == "POST" else (None, False)
    detail = instance and reverse("cooperation:meeting_detail", args=[instance.pk])
    crumbs = [(instance.title, detail), (_("Edit"), None)] if instance else [(heading, None)]
    form = MeetingForm(data, instance=instance, initial=initial)
    guests = GuestFormSet(data, prefix="guests")
    if added or (data is not None and "propose" in data):
        unknown = {}
        if not added:
            form = form.with_proposals()
            unknown = form.unknown
        leave_unchecked(form, guests)
        for name, error in unknown.items():
            form.add_error(name, error)
    elif data is not None and all_valid([form, guests]) and _stored(store, form, guests):
        return redirect("cooperation:meeting_detail", pk=form.instance.pk)
    invited = instance.attendances.invited().select_related("person") if instance else []
    return TemplateResponse(
        request,
        "cooperation/meeting_form.html",
        {
            "heading": heading,
            "form": form,
            "formset": guests,
            "invited": invited,
            "cancel": detail or reverse("cooperation:meeting_list"),
            "crumbs": crumbs_of(*crumbs),
        },
    )


def _stored(store, form, guests):
    """Whether it could be stored; else the reason stands in the form."""
    told = form.cleaned_data
    asked = [*told["asked"], *guests.guests()]
    try:
        store(form.meeting(), agreements=told["agreements"], guests=asked)
    except ValidationError as error:
        form.add_error(None, error)
    except IntegrityError:
        form.add_error("place", _("The room was taken just now. Choose another one."))
    return not form.errors


@login_required
@require_POST
def meeting_copy(request, pk):
    """The next meeting like this one, in one click."""
    meeting = get_object_or_404(Meeting.objects.changeable_by(request.user), pk=pk)
    copy = actions.copy_meeting(meeting, by=request.user, on=today())
    day = date_format(copy.local_start, "l, d.m.Y")
    messages.success(
        request, _("The copy is planned for %(day)s. Nobody is told yet.") % {"day": day}
    )
    if meeting.room and not copy.room:
        messages.warning(request, _("The room is taken then: choose a place."))
    return redirect("cooperation:meeting_detail", pk=copy.pk)


@login_required
@require_POST
def meeting_invite(request, pk):
    meeting = get_object_or_404(Meeting.objects.changeable_by(request.user), pk=pk)
    try:
        count = actions.invite(meeting, by=request.user, at=timezone.now())
        messages.success(
            request,
            ngettext(
                "%(count)s invitation is on its way.",
                "%(count)s invitations are on their way.",
                count,
            )
            % {"count": count},
        )
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    return redirect("cooperation:meeting_detail", pk=meeting.pk)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def meeting_cancel(request, pk):
    meeting = get_object_or_404(Meeting.objects.changeable_by(request.user).planned(), pk=pk)
    form = CancelMeetingForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            count = actions.cancel_meeting(
                meeting,
                reason=form.cleaned_data["reason"],
                by=request.user,
                on=today(),
                at=timezone.now(),
            )
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, _("The meeting is cancelled."))
            if count:
                messages.info(request, _told(count))
            return redirect("cooperation:meeting_detail", pk=meeting.pk)
    detail = reverse("cooperation:meeting_detail", args=[meeting.pk])
    return TemplateResponse(
        request,
        "cooperation/meeting_cancel.html",
        {
            "meeting": meeting,
            "form": form,
            "invited": meeting.attendances.invited().count(),
            "cancel": detail,
            "crumbs": crumbs_of((meeting.title, detail), (_("Cancel the meeting"), None)),
        },
    )


def crumbs_of(*more):
    """The way to a page about meetings."""
    address = reverse("cooperation:meeting_list") if more else None
    return [(_("Meetings"), address), *more]


def _told(count):
    return ngettext(
        "%(count)s person who was invited is told.",
        "%(count)s people who were invited are told.",
        count,
    ) % {"count": count}
