"""Certificates of attendance for those whom somebody registered for others."""

from django.core.exceptions import ValidationError
from django.http import Http404
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from events import actions
from events.certifying import is_open, people_of
from events.forms.certificates import CertificateForm
from events.views.counselling import counsellors_only, crumb_of, crumbs_to, own_or_404
from miko_portal.base import certificates
from miko_portal.base.certificates.paper import pdf_response


@counsellors_only
@require_http_methods(["GET", "HEAD", "POST"])
def own_registration_certificates(request, pk):
    """Those that were issued for one of one's own, and a form for who came and has none yet."""
    registration, now = own_or_404(request, pk), timezone.now()
    people = people_of(registration)
    form = CertificateForm(request.POST or None, people=people, name=registration.name)
    if request.method == "POST" and form.is_valid():
        try:
            actions.issue_certificates(registration, names=form.names, by=request.user, at=now)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            return redirect("own_registration_certificates", pk=pk)
    return TemplateResponse(
        request,
        "events/own_registration_certificates.html",
        {
            "registration": registration,
            "people": people,
            "issued": [
                (person.issued.certificate, _address(pk, person.number))
                for person in people
                if person.issued
            ],
            "form": form,
            "open": is_open(registration.run, at=now),
            "may_issue": True,
            "back": reverse("own_registration_detail", args=[pk]),
            "crumbs": crumbs_to(crumb_of(registration), (_("Certificates of attendance"), None)),
        },
    )


@counsellors_only
@require_safe
def own_registration_certificate(request, pk, person):
    """The certificate of one of them, as it was issued; 404 once it is revoked or gone."""
    registration = own_or_404(request, pk)
    row = registration.certificates.select_related("certificate").filter(person=person).first()
    content = row and certificates.file_of(row.certificate)
    if not content or row.certificate.revoked_at:
        raise Http404
    return pdf_response(row.certificate, content)


def _address(pk, person):
    return reverse("own_registration_certificate", args=[pk, person])
