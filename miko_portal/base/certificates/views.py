"""Whether a certificate of attendance is ours, for whoever has it in hand."""

from django.contrib.auth.decorators import login_not_required
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from miko_portal.base.certificates.forms import CodeForm
from miko_portal.base.models import Certificate
from miko_portal.base.public import secret_page


@login_not_required
@never_cache
@require_safe
def certificate_check(request):
    """Takes a code that is typed from paper, and leads to what it says."""
    form = CodeForm(request.GET if "code" in request.GET else None)
    if form.is_bound and form.is_valid():
        return redirect("certificate_detail", code=form.cleaned_data["code"])
    return TemplateResponse(
        request,
        "certificate_check.html",
        {"form": form, "crumbs": [(_("Check a certificate of attendance"), "")]},
    )


@secret_page
@require_safe
def certificate_detail(request, code):
    """What a certificate attests, as far as whoever has the paper may compare it: no name."""
    found = Certificate.objects.with_code(code).select_related("replaced_by", "replaces").first()
    return TemplateResponse(
        request,
        "certificate_detail.html",
        {
            "certificate": found,
            "form": CodeForm(initial={"code": code}),
            "crumbs": [
                (_("Check a certificate of attendance"), reverse("certificate_check")),
                (str(found) if found else _("Unknown code"), ""),
            ],
        },
        status=200 if found else 404,
    )
