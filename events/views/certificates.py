"""Certificates of attendance for whoever holds the link to a registration."""

from django.core.exceptions import ValidationError
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.http import require_http_methods, require_safe

from events import actions
from events.certifying import is_open, people_of
from events.forms.certificates import CertificateForm
from events.views.registrations import gone, held_by, published_run
from miko_portal.base import certificates
from miko_portal.base.certificates.paper import pdf_response
from miko_portal.base.public import secret_page


@secret_page
@require_http_methods(["GET", "HEAD", "POST"])
def registration_certificates(request, token):
    """Those that were issued, and a form for who came and has none yet."""
    registration = held_by(token)
    if registration is None:
        return gone(request)
    now, run = timezone.now(), published_run(registration.run_id)
    people = people_of(registration)
    form = CertificateForm(request.POST or None, people=people, name=registration.name)
    if request.method == "POST" and form.is_valid():
        try:
            actions.issue_certificates(registration, names=form.names, by=None, at=now)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            return redirect("events:registration_certificates", token=token)
    return TemplateResponse(
        request,
        "events/registration_certificates.html",
        {
            "run": run,
            "text": run.seminar.text_in(get_language()),
            "token": token,
            "people": people,
            "issued": [person for person in people if person.issued],
            "form": form,
            "open": is_open(run, at=now),
            "kept_until": certificates.kept_until(now),
        },
    )


@secret_page
@require_safe
def registration_certificate(request, token, person):
    """The certificate of one of those who came, as it was issued."""
    registration = held_by(token)
    rows = registration.certificates.select_related("certificate") if registration else []
    row = next((row for row in rows if row.person == person), None)
    certificate = row and row.certificate
    content = certificates.file_of(certificate) if certificate else None
    if content is None or certificate.revoked_at:
        return gone(request)
    return pdf_response(certificate, content)
