from django.contrib import messages
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from miko_portal.base.accounts.forms import AccountForm


@require_http_methods(["GET", "HEAD", "POST"])
def account(request):
    """One's own account: name, language, and the ways to sign in."""
    form = AccountForm(request.POST or None, instance=request.user)
    if form.is_valid():
        user = form.save()
        with translation.override(user.language or translation.get_language()):
            messages.success(request, _("Your changes are saved."))
        return redirect("account")
    return TemplateResponse(request, "account.html", {"form": form})
