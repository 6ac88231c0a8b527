"""Certificates of a training: who gets one and who doesn't, issued in batches, downloaded."""

import zipfile
from datetime import timedelta
from io import BytesIO

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from miko_portal.base import certificates
from miko_portal.base.filenames import attachment, safe_name
from trainings.actions import issue_certificate, issue_certificates
from trainings.admin.crumbs import crumbs
from trainings.certifying import judged, why_too_early
from trainings.models import TrainingCertificate

BATCH = timedelta(seconds=4)  # so long a request issues, then the page says how far it is
PAGE_SIZE = 100


def run_certificates(model_admin, request, pk):
    """Who has a certificate, who gets one now and who doesn't; issued for one or for all.

    All are issued in batches: the page shows how far it is and goes on by its button, which a
    script presses by itself.
    """
    _check(request, "base.view_certificate", "trainings.view_trainingcertificate")
    run = get_object_or_404(model_admin.get_queryset(request), pk=pk)
    now, wanted, issued = timezone.now(), 0, []
    if request.method == "POST":
        _check(request, "base.change_certificate", "trainings.change_trainingcertificate")
        issued = _issued(request, run, at=now)
        wanted = _number(request.POST.get("of", ""))
    parts = _parts(judged(run))
    due = parts["due"]
    goes_on = bool(issued and due and "all" in request.POST)
    if request.method == "POST" and not goes_on:
        _say(request, max(wanted, len(issued)) if "all" in request.POST else len(issued))
        return redirect(_address(request))
    everybody = [row for rows in parts.values() for row in rows]
    page = Paginator(everybody, PAGE_SIZE).get_page(request.GET.get("page"))
    of = max(wanted, len(issued) + len(due))
    rights = ["base.change_certificate", "trainings.change_trainingcertificate"]
    return TemplateResponse(
        request,
        "trainings/run_certificates.html",
        {
            "crumbs": crumbs(run, _("Certificates of attendance")),
            "run": run,
            "too_early": why_too_early(run, at=now),
            **_parts(page.object_list),
            "numbers": {part: len(rows) for part, rows in parts.items()},
            "page_obj": page,
            "goes_on": goes_on,
            "of": of,
            "done": of - len(due),
            "may_issue": request.user.has_perms(rights),
        },
    )


def archive(model_admin, request, pk):
    """The certificates of a training that hold, each as it was issued, in one archive."""
    _check(request, "base.view_certificate", "trainings.view_trainingcertificate")
    run = get_object_or_404(model_admin.get_queryset(request), pk=pk)
    rows = TrainingCertificate.objects.filter(
        enrolment__run=run, certificate__revoked_at=None, certificate__stored_as__gt=""
    )
    if not rows.exists():
        messages.warning(request, _("There is no certificate to download."))
        return redirect("admin:trainings_run_certificates", pk)
    file = BytesIO()
    with zipfile.ZipFile(file, "w") as packed:
        for row in rows.select_related("certificate").order_by("certificate"):
            content = certificates.file_of(row.certificate)
            if content is None:
                text = _(
                    "The file of number %(number)s is missing or was altered. Please tell who runs"
                    " the portal."
                )
                messages.error(request, text % {"number": row.certificate})
                return redirect("admin:trainings_run_certificates", pk)
            packed.writestr(safe_name(f"{row.certificate} {row.certificate.name}.pdf"), content)
    name = _("Certificates of attendance") + f" {run}.zip"
    headers = {"Content-Disposition": attachment(name), "Cache-Control": "no-store"}
    return HttpResponse(file.getvalue(), content_type="application/zip", headers=headers)


def _check(request, *rights):
    if not request.user.has_perms([*rights, "trainings.view_enrolment"]):
        raise PermissionDenied


def _parts(rows):
    """Those who get one now, who get none and who have one, in this order on the page."""
    return {
        "due": [row for row in rows if not (row.certificate or row.why_not)],
        "without": [row for row in rows if row.why_not],
        "held": [row for row in rows if row.certificate],
    }


def _address(request):
    """Where to go on: on the same page of the list, at its beginning once all are issued."""
    page = request.GET.get("page")
    if not page or "all" in request.POST:
        return request.path
    return f"{request.path}?{urlencode({'page': page})}"


def _issued(request, run, *, at):
    """The certificates that this request issues; what is refused is said."""
    try:
        if "all" in request.POST:
            return issue_certificates(run, by=request.user, at=at, within=BATCH)
        key = _number(request.POST.get("enrolment", ""))
        enrolment = get_object_or_404(run.places.confirmed(), pk=key)
        return [issue_certificate(enrolment, by=request.user, at=at)]
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
        return []


def _say(request, number):
    if number:
        text = ngettext(
            "%(number)s certificate is issued.", "%(number)s certificates are issued.", number
        )
        messages.success(request, text % {"number": number})


def _number(typed):
    return int(typed) if typed.isascii() and typed.isdecimal() and len(typed) < 19 else 0
