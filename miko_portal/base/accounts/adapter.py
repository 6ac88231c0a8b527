from allauth.account.adapter import DefaultAccountAdapter
from django.conf import settings
from django.shortcuts import resolve_url

from miko_portal.base import roles
from miko_portal.base.networks import address_of


class AccountAdapter(DefaultAccountAdapter):
    def is_open_for_signup(self, request):
        """Accounts are made by the office: nobody makes one for themselves."""
        return False

    def get_client_ip(self, request):
        """Whom limits on attempts count for: not the proxy."""
        return address_of(request)

    def get_login_redirect_url(self, request):
        """Where the role works, for those who were on the way to no other page."""
        return resolve_url(roles.start_of(request.user))

    def send_mail(self, template_prefix, email, context):
        """Every letter says who it is from."""
        super().send_mail(template_prefix, email, {"office": settings.OFFICE, **context})
