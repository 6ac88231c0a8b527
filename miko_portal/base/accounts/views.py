from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.db import IntegrityError, transaction
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from miko_portal.base.accounts.forms import AbsenceForm, AccountForm
from miko_portal.base.clock import today

SHOWN = 20  # absences


@require_http_methods(["GET", "HEAD", "POST"])
def account(request):
    """One's own account: name, language, absences, and the ways to sign in."""
    user, on = request.user, today()
    form = AccountForm(request.POST or None, instance=user)
    if form.is_valid():
        user = form.save()
        with translation.override(user.language or translation.get_language()):
            messages.success(request, _("Your changes are saved."))
        return redirect("account")
    return TemplateResponse(
        request,
        "account.html",
        {
            "form": form,
            "absences": user.absences.upcoming(on=on)[:SHOWN],
            "absences_of_others": user.absences_of_others.upcoming(on=on)[:SHOWN],
        },
    )


@permission_required("base.add_absence", raise_exception=True)
@require_http_methods(["GET", "HEAD", "POST"])
def absence_create(request):
    """Says when one is away and who stands in."""
    told = {"user": request.user, "on": today()}
    form = AbsenceForm(request.POST or None, **told)
    if form.is_valid():
        try:
            with transaction.atomic():
                absence = form.save()
        except IntegrityError:  # sent twice at once: asked again, the form says so
            form = AbsenceForm(request.POST, **told)
        else:
            messages.success(request, _("%(name)s stands in for you.") % {"name": absence.deputy})
            return redirect("account")
    crumbs = [(_("My account"), reverse("account")), (_("Enter an absence"), "")]
    return TemplateResponse(request, "absence_form.html", {"form": form, "crumbs": crumbs})


@permission_required("base.add_absence", raise_exception=True)
@require_POST
def absence_remove(request, pk):
    """Takes back an absence of one's own."""
    get_object_or_404(request.user.absences, pk=pk).delete()
    messages.success(request, _("The absence is removed."))
    return redirect("account")
