from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html, format_html_join
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from miko_portal.base.administration import OfficeAdmin
from trainings.actions import accept_offer, cancel_enrolment, make_exception, replace_by
from trainings.admin.crumbs import crumbs
from trainings.admin.filters import ExceptionFilter, StandingFilter
from trainings.admin.forms import ExceptionForm, SubstituteForm
from trainings.facts import Side
from trainings.mail import reader_of
from trainings.models import Enrolment


class EnrolmentColumns:
    """How an enrolment is shown, in the list of all and on the page of its training."""

    @admin.display(description=gettext_lazy("standing"))
    def standing(self, enrolment):
        if enrolment.cancelled_at:
            return _("Cancelled on %(day)s") % {"day": _day(enrolment.cancelled_at)}
        if enrolment.confirmed_at:
            return _("Has a seat")
        if enrolment.offered_until:
            until = date_format(localtime(enrolment.offered_until), "D d.m.Y, H:i")
            return _("Is offered a seat until %(until)s") % {"until": until}
        return _("Waits, number %(position)s") % {"position": enrolment.position}

    @admin.display(description=gettext_lazy("person"), ordering="person__sort_key")
    def who(self, enrolment):
        return str(enrolment)

    @admin.display(description=gettext_lazy("entitled"))
    def entitled(self, enrolment):
        if enrolment.override_reason:
            return _("Exception: %(reason)s") % {"reason": enrolment.override_reason}
        party = enrolment.entitled_through
        return (
            format_html('<span class="nowrap">{}</span>', party.agreement.number) if party else ""
        )

    @admin.display(description=gettext_lazy("enrolled on"), ordering="created_at")
    def enrolled_on(self, enrolment):
        return _day(enrolment.created_at)

    @admin.display(description=gettext_lazy("change"))
    def changes(self, enrolment):
        if enrolment.cancelled_at or enrolment.forgotten_on:
            return ""
        if not enrolment.pk:  # a row that only a forged form has
            return ""
        links = [("cancel", _("Take off the list"))]
        if enrolment.is_offered:
            links.insert(0, ("accept", _("Takes the seat")))
        if enrolment.side == Side.EXTERNAL and not enrolment.override_reason:
            links.append(("exception", _("Exception")))
        if enrolment.begins_at and enrolment.begins_at > timezone.now():
            links.append(("replace", _("Substitute")))
        return format_html_join(
            " · ",
            '<a href="{}" aria-label="{}: {}">{}</a>',
            [(_address(name, enrolment), text, enrolment, text) for name, text in links],
        )


def _off_already(request, enrolment, back):
    """Somebody took them off meanwhile, or pressed twice: there is nothing to change any more."""
    text = _("%(person)s was taken off the list already.")
    messages.info(request, text % {"person": enrolment.person})
    return redirect(back)


def _address(name, enrolment):
    return reverse(f"admin:trainings_enrolment_{name}", args=[enrolment.pk])


def _day(instant):
    return date_format(localtime(instant), "d.m.Y")


@admin.register(Enrolment)
class EnrolmentAdmin(EnrolmentColumns, OfficeAdmin):
    """All enrolments, to be found and read; changed on pages that ask first."""

    list_display = ["who", "training", "organisation", "side", "standing", "enrolled_on"]
    list_filter = [
        StandingFilter,
        "side",
        ExceptionFilter,
        ("organisation", admin.RelatedOnlyFieldListFilter),
    ]
    search_fields = [
        "person__given_name",
        "person__family_name",
        "organisation__name",
        "run__course__title",
    ]
    date_hierarchy = "created_at"
    ordering = ["-pk"]
    fields = [*list_display, "entitled"]
    readonly_fields = fields

    def get_queryset(self, request):
        found = super().get_queryset(request).with_position()
        return found.select_related(
            "person", "organisation", "run__course", "entitled_through__agreement"
        )

    @admin.display(description=gettext_lazy("training"), ordering="run")
    def training(self, enrolment):
        url = reverse("admin:trainings_run_change", args=[enrolment.run_id])
        return format_html('<a href="{}">{}</a>', url, enrolment.run)

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def get_urls(self):
        return [
            path(
                f"<int:pk>/{name}/",
                self.admin_site.admin_view(view),
                name=f"trainings_enrolment_{name}",
            )
            for name, view in [
                ("cancel", self.cancel_view),
                ("accept", self.accept_view),
                ("exception", self.exception_view),
                ("replace", self.replace_view),
            ]
        ] + super().get_urls()

    def cancel_view(self, request, pk):
        """Asks, then takes somebody off the list and says who is offered the seat."""
        return self._ask(request, pk, accepts=False)

    def accept_view(self, request, pk):
        """Asks, then turns the offer into a seat."""
        return self._ask(request, pk, accepts=True)

    def exception_view(self, request, pk):
        """Why somebody keeps the seat though no agreement covers it."""
        enrolment, back = self._found(request, pk)
        if enrolment.cancelled_at:
            return _off_already(request, enrolment, back)
        form = ExceptionForm(request.POST or None)
        if request.method == "POST" and form.is_valid():
            try:
                make_exception(enrolment, reason=form.cleaned_data["reason"], by=request.user)
            except ValidationError as error:
                messages.error(request, " ".join(error.messages))
            else:
                text = _("%(person)s takes part by way of exception.")
                messages.success(request, text % {"person": enrolment.person})
            return redirect(back)
        return TemplateResponse(
            request,
            "trainings/enrolment_exception.html",
            {
                "crumbs": crumbs(enrolment.run, enrolment.person),
                "enrolment": enrolment,
                "form": form,
                "back": back,
            },
        )

    def replace_view(self, request, pk):
        """Who comes in the place of somebody who can't; the seat or place in the queue stays."""
        enrolment, back = self._found(request, pk)
        if enrolment.cancelled_at:
            return _off_already(request, enrolment, back)
        form = SubstituteForm(request.POST or None)
        if request.method == "POST" and form.is_valid():
            before = enrolment.person
            try:
                person = replace_by(
                    enrolment, **form.cleaned_data, by=request.user, at=timezone.now()
                )
            except ValidationError as error:
                form.add_error("family_name", " ".join(error.messages))
                enrolment, back = self._found(request, pk)
            else:
                text = _("%(person)s comes in the place of %(before)s.")
                messages.success(request, text % {"person": person, "before": before})
                say_who_must_be_told(request, before)
                say_who_has_no_mail(request, enrolment)
                return redirect(back)
        return TemplateResponse(
            request,
            "trainings/enrolment_replace.html",
            {
                "crumbs": crumbs(enrolment.run, enrolment.person),
                "enrolment": enrolment,
                "form": form,
                "back": back,
            },
        )

    def _found(self, request, pk):
        """The enrolment, for whoever may change it, and the way back to its training."""
        if not request.user.has_perm("trainings.change_enrolment"):
            raise PermissionDenied
        enrolment = get_object_or_404(
            Enrolment.objects.named().select_related("run__course"), pk=pk
        )
        return enrolment, reverse("admin:trainings_run_change", args=[enrolment.run_id])

    def _ask(self, request, pk, *, accepts):
        enrolment, back = self._found(request, pk)
        if enrolment.cancelled_at:
            return _off_already(request, enrolment, back)
        if request.method == "POST":
            try:
                self._do(request, enrolment, accepts=accepts)
            except ValidationError as error:
                messages.error(request, " ".join(error.messages))
            return redirect(back)
        return TemplateResponse(
            request,
            "trainings/enrolment_change.html",
            {
                "crumbs": crumbs(enrolment.run, enrolment.person),
                "enrolment": enrolment,
                "accepts": accepts,
                "back": back,
            },
        )

    def _do(self, request, enrolment, *, accepts):
        now = timezone.now()
        if accepts:
            accept_offer(enrolment, by=request.user, at=now)
            text = _("%(person)s has a seat now.")
            messages.success(request, text % {"person": enrolment.person})
            say_who_has_no_mail(request, enrolment)
            return
        offered = cancel_enrolment(enrolment, by=request.user, at=now)
        text = _("%(person)s is off the list.")
        messages.success(request, text % {"person": enrolment.person})
        say_who_has_no_mail(request, enrolment)
        say_who_is_offered_a_seat(request, offered)


def say_who_is_offered_a_seat(request, offered):
    """Whom the coordinators may want to call, since an offer does not last long."""
    for place in offered:
        until = date_format(localtime(place.offered_until), "D d.m.Y, H:i")
        text = _("%(person)s is offered the seat until %(until)s.")
        messages.warning(request, text % {"person": place.person, "until": until})
        say_who_has_no_mail(request, place)


def say_who_has_no_mail(request, enrolment):
    """Who is written to for somebody without mail; the office tells whom nobody is written for."""
    reader = reader_of(enrolment)
    if reader is None:
        say_who_must_be_told(request, enrolment.person)
    elif reader != enrolment.person:
        text = _("%(person)s has no mail address: %(contact)s gets the message, to pass it on.")
        messages.info(request, text % {"person": enrolment.person, "contact": reader})


def say_who_must_be_told(request, person):
    if not person.mail:
        text = _("%(person)s has no mail address: please tell them yourself.")
        messages.warning(request, text % {"person": person})
