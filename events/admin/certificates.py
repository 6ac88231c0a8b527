"""Certificates of attendance of a registration: issued by the office for whoever asks."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from events import actions
from events.certifying import is_open, people_of
from events.forms.certificates import CertificateForm
from events.models import Registration


def registration_certificates(request, pk):
    """Who has one, and a form for who came and has none."""
    rights = ["base.view_certificate", "events.view_registrationcontact"]
    if not request.user.has_perms(rights):
        raise PermissionDenied
    may_issue = request.user.has_perm("base.change_certificate")
    if request.method == "POST" and not may_issue:
        raise PermissionDenied
    found = Registration.objects.select_related("contact", "run__seminar")
    registration = get_object_or_404(found, pk=pk)
    now, people = timezone.now(), people_of(registration)
    form = CertificateForm(request.POST or None, people=people, name=registration.name)
    if request.method == "POST" and form.is_valid():
        try:
            issued = actions.issue_certificates(
                registration, names=form.names, by=request.user, at=now
            )
        except ValidationError as error:
            form.add_error(None, error)
        else:
            for certificate in issued:
                text = _("Issued as number %(number)s.")
                messages.success(request, text % {"number": certificate})
            return redirect("admin:events_registration_certificates", pk)
    back = reverse("admin:events_registration_change", args=[pk])
    return TemplateResponse(
        request,
        "admin/events/registration/certificates.html",
        {
            "registration": registration,
            "people": people,
            "issued": [
                (
                    person.issued.certificate,
                    reverse("admin:base_certificate_file", args=[person.issued.certificate_id]),
                )
                for person in people
                if person.issued
            ],
            "form": form,
            "open": is_open(registration.run, at=now),
            "may_issue": may_issue,
            "back": back,
            "crumbs": [
                (_("Administration"), reverse("admin:index")),
                (_("Registrations"), reverse("admin:events_registration_changelist")),
                (registration.code, back),
                (_("Certificates of attendance"), ""),
            ],
        },
    )
