from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from miko_portal.base.outbox import Letter, writes


@writes("base.invitation", _("Invitation to the portal"))
def invitation(user, _about):
    """How to sign in for the first time; nothing once somebody has."""
    if user.last_login:
        return None
    address = settings.PORTAL_URL + reverse("account_request_login_code")
    context = {"user": user, "address": address, "office": settings.OFFICE}
    body = render_to_string("account/email/invitation_message.txt", context)
    return Letter(to=user.email, subject=_("Your access to the MiKo portal"), body=body)
