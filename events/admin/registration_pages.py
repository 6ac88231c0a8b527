"""Pages by which the office answers a call: registers, changes, cancels, takes an answer."""

from typing import NamedTuple

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from events import actions
from events.forms import RegistrationOfOthersForm
from events.models import Registration, RegistrationContact, Run


class Step(NamedTuple):
    """One answer of somebody who calls: what does it, what it is called and what it means."""

    act: object
    label: str
    meaning: str


STEPS = {
    "cancel": Step(
        actions.cancel_registration,
        gettext_lazy("Cancel the registration"),
        gettext_lazy("The seats go to those who wait."),
    ),
    "accept": Step(
        actions.accept_offer,
        gettext_lazy("Accept the offer"),
        gettext_lazy("The seats that are offered are theirs then."),
    ),
    "decline": Step(
        actions.decline_offer,
        gettext_lazy("Decline the offer"),
        gettext_lazy("The seats are offered to the next who waits."),
    ),
    "approve": Step(
        actions.approve_registration,
        gettext_lazy("The registration is meant"),
        gettext_lazy("Now the confirmation is sent that was held back."),
    ),
}


def answer(request, pk, step):
    """Asks, then does it."""
    registration = _found(request, pk)
    act, label, meaning = STEPS[step]
    if request.method == "POST":
        try:
            offered = act(registration, by=request.user, at=timezone.now())
        except ValidationError as error:
            messages.error(request, " ".join(error.messages))
        else:
            messages.success(request, _("Done: %(registration)s") % {"registration": registration})
            _say_who_is_called(request, [registration, *(offered or [])])
        return redirect("admin:events_registration_change", pk)
    return TemplateResponse(
        request,
        "admin/events/registration/answer.html",
        {
            "registration": registration,
            "label": label,
            "meaning": meaning,
            "back": reverse("admin:events_registration_change", args=[pk]),
            "crumbs": _crumbs(label),
        },
    )


def edit(request, pk):
    """Changes what somebody says in a call."""
    registration = _found(request, pk)
    if registration.known_as is None:
        raise PermissionDenied
    form = RegistrationOfOthersForm(
        request.POST or None, run=registration.run, registration=registration
    )

    def store():
        form.store_in(registration, registration.contact)
        actions.change_registration(
            registration, contact=registration.contact, by=request.user, at=timezone.now()
        )
        return registration

    return _form(request, form, _("Edit the registration"), store)


def new(request, run):
    """Registers somebody who calls."""
    if not request.user.has_perm("events.add_registration"):
        raise PermissionDenied
    run = get_object_or_404(Run, pk=run)
    form = RegistrationOfOthersForm(request.POST or None, run=run)

    def store():
        registration, contact = Registration(), RegistrationContact()
        form.store_in(registration, contact)
        return actions.register(
            run, registration=registration, contact=contact, by=request.user, at=timezone.now()
        )

    return _form(request, form, _("Register somebody"), store)


def _form(request, form, heading, store):
    if request.method == "POST" and form.is_valid():
        try:
            registration = store()
        except ValidationError as error:
            form.add_error(None, error)
        else:
            text = _("Stored under the number %(code)s: %(name)s")
            told = {"code": registration.code, "name": registration.name}
            messages.success(request, text % told)
            _say_who_is_called(request, [registration])
            return redirect("admin:events_registration_change", registration.pk)
    return TemplateResponse(
        request,
        "admin/events/registration/form.html",
        {
            "form": form,
            "run": form.run,
            "heading": heading,
            "back": reverse("admin:events_registration_changelist"),
            "crumbs": _crumbs(heading),
        },
    )


def _found(request, pk):
    if not request.user.has_perm("events.change_registration"):
        raise PermissionDenied
    found = Registration.objects.select_related("contact", "run__seminar")
    return get_object_or_404(found, pk=pk)


def _say_who_is_called(request, registrations):
    """Those whom no mail reaches."""
    for registration in registrations:
        contact = registration.known_as
        if contact and contact.telephone and not registration.is_written_to:
            text = _("%(name)s has no mail address: please call %(telephone)s.")
            told = {"name": registration.name, "telephone": registration.contact.telephone}
            messages.warning(request, text % told)


def _crumbs(page):
    return [
        (_("Administration"), reverse("admin:index")),
        (_("Registrations"), reverse("admin:events_registration_changelist")),
        (page, ""),
    ]
