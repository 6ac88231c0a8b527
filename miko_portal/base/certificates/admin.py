from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html, format_html_join
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override

from miko_portal.base import certificates
from miko_portal.base.administration import ReadingAdmin
from miko_portal.base.certificates.admin_forms import ReissueForm, RevocationForm
from miko_portal.base.certificates.paper import pdf_response
from miko_portal.base.models import Certificate


class StandingFilter(admin.SimpleListFilter):
    title = gettext_lazy("standing")
    parameter_name = "standing"

    def lookups(self, request, model_admin):
        return [("valid", _("valid")), ("revoked", _("revoked"))]

    def queryset(self, request, found):
        match self.value():
            case "valid":
                return found.filter(revoked_at=None)
            case "revoked":
                return found.exclude(revoked_at=None)
        return found


@admin.register(Certificate)
class CertificateAdmin(ReadingAdmin):
    """All certificates of attendance: found, downloaded, revoked, issued anew."""

    list_display = ["said_number", "whom", "title", "said_days", "issued_at", "standing"]
    list_filter = [StandingFilter, "year"]
    search_fields = ["name", "title"]
    search_help_text = gettext_lazy("Number such as 2027-0012, code, name or title")
    fields = [
        "said_number",
        "whom",
        "title",
        "said_days",
        "said_units",
        "standing",
        "reason",
        "issued_at",
        "issued_by",
        "replaces",
        "kept_until",
        "said_code",
        "sha256",
        "todo",
    ]
    readonly_fields = fields

    def get_queryset(self, request):
        found = super().get_queryset(request)
        return found.select_related("replaced_by", "replaces", "issued_by")

    def get_search_results(self, request, queryset, search_term):
        """By the number or the code that stands on the paper, else by name or title."""
        year, _dash, number = search_term.strip().partition("-")
        told = Q(pk__in=Certificate.objects.with_code(search_term).values("pk"))
        if all(part.isdecimal() and len(part) < 6 for part in (year, number)):
            told |= Q(year=int(year), number=int(number))
        if (found := queryset.filter(told)).exists():
            return found, False
        return super().get_search_results(request, queryset, search_term)

    @admin.display(description=gettext_lazy("number"), ordering="-pk")
    def said_number(self, certificate):
        return str(certificate)

    @admin.display(description=gettext_lazy("teaching units of 45 minutes"))
    def said_units(self, certificate):
        return certificate.said_units

    @admin.display(description=gettext_lazy("name"), ordering="name")
    def whom(self, certificate):
        return certificate.name or _("deleted")

    @admin.display(description=gettext_lazy("days"))
    def said_days(self, certificate):
        return ", ".join(date_format(day, "d.m.Y") for day in certificate.days)

    @admin.display(description=gettext_lazy("standing"), ordering="revoked_at")
    def standing(self, certificate):
        if not certificate.revoked_at:
            return _("valid")
        day = date_format(localtime(certificate.revoked_at), "d.m.Y")
        if certificate.replacement:
            text = _("revoked on %(day)s, replaced by %(number)s")
            return text % {"day": day, "number": certificate.replacement}
        return _("revoked on %(day)s") % {"day": day}

    @admin.display(description=gettext_lazy("reason of revocation"))
    def reason(self, certificate):
        return certificate.revocation_reason

    @admin.display(description=gettext_lazy("code"))
    def said_code(self, certificate):
        with override("de"):
            address = reverse("certificate_detail", args=[certificate.shown_code])
        return format_html('<a href="{}">{}</a>', address, certificate.shown_code)

    @admin.display(description=gettext_lazy("to do"))
    def todo(self, certificate):
        steps = [("file", _("Download as PDF"))] if certificate.is_kept else []
        if not certificate.revoked_at:
            steps.append(("revoke", _("Revoke")))
        if certificate.is_kept and not certificate.replacement:
            steps.append(("reissue", _("Issue anew")))
        if certificate.is_kept:
            steps.append(("forget", _("Delete the name")))
        return format_html_join(
            " · ",
            '<a href="{}">{}</a>',
            (
                (reverse(f"admin:base_certificate_{name}", args=[certificate.pk]), label)
                for name, label in steps
            ),
        )

    def get_urls(self):
        wrap = self.admin_site.admin_view
        return [
            path("<int:pk>/file/", wrap(self.file), name="base_certificate_file"),
            path("<int:pk>/revoke/", wrap(self.revoke), name="base_certificate_revoke"),
            path("<int:pk>/forget/", wrap(self.forget), name="base_certificate_forget"),
            path("<int:pk>/reissue/", wrap(self.reissue), name="base_certificate_reissue"),
            *super().get_urls(),
        ]

    def file(self, request, pk):
        """The PDF as it was issued."""
        certificate = self._found(request, pk, "view")
        content = certificates.file_of(certificate)
        if content is None:
            message = _(
                "There is no such file, or it was altered. Please tell who runs the portal."
            )
            messages.error(request, message)
            return redirect("admin:base_certificate_change", pk)
        return pdf_response(certificate, content)

    def revoke(self, request, pk):
        """Why it is revoked; then it is."""
        certificate = self._found(request, pk, "change")
        form = RevocationForm(request.POST or None)
        meaning = _("Whoever asks by its code is told that it is revoked. This can't be undone.")

        def do():
            reason = form.cleaned_data["reason"]
            certificates.revoke(certificate, reason=reason, by=request.user, at=timezone.now())
            messages.success(request, _("Number %(number)s is revoked.") % {"number": certificate})
            return certificate

        return self._asked(request, certificate, form, do, _("Revoke"), meaning)

    def forget(self, request, pk):
        """Name and file go before their time, for somebody who asks for it."""
        certificate = self._found(request, pk, "change")
        form = forms.Form(request.POST if request.method == "POST" else None)
        meaning = _("Name and file go for good. The paper can still be checked by its code.")

        def do():
            certificates.forget(certificate, by=request.user)
            messages.success(request, _("The name and the file are deleted."))
            return certificate

        return self._asked(request, certificate, form, do, _("Delete the name"), meaning)

    def reissue(self, request, pk):
        """The name and why it is issued anew; then it is, under a number of its own."""
        certificate = self._found(request, pk, "change")
        form = ReissueForm(request.POST or None, initial={"name": certificate.name})
        meaning = _("This one is revoked. The new one has a number of its own and names this one.")

        def do():
            issued = certificates.reissue(
                certificate, **form.cleaned_data, by=request.user, at=timezone.now()
            )
            messages.success(request, _("Issued as number %(number)s.") % {"number": issued})
            return issued

        return self._asked(request, certificate, form, do, _("Issue anew"), meaning)

    def _found(self, request, pk, what):
        if not request.user.has_perm(f"base.{what}_certificate"):
            raise PermissionDenied
        return get_object_or_404(self.get_queryset(request), pk=pk)

    def _asked(self, request, certificate, form, do, label, meaning) -> HttpResponse:
        if request.method == "POST" and form.is_valid():
            try:
                after = do()
            except ValidationError as error:
                form.add_error(None, error)
            else:
                return redirect("admin:base_certificate_change", after.pk)
        back = reverse("admin:base_certificate_change", args=[certificate.pk])
        changelist = reverse("admin:base_certificate_changelist")
        return TemplateResponse(
            request,
            "admin/base/certificate/answer.html",
            {
                "form": form,
                "certificate": certificate,
                "label": label,
                "meaning": meaning,
                "back": back,
                "crumbs": [
                    (_("Administration"), reverse("admin:index")),
                    (_("Certificates of attendance"), changelist),
                    (certificate, back),
                    (label, ""),
                ],
            },
        )
