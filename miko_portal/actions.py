"""What the office does across the apps. Each is one transaction, done by somebody."""

from datetime import datetime

from django.db import transaction

from cooperation.models import Membership, Organisation
from miko_portal.base.accounts import actions as accounts
from miko_portal.base.history import acting
from miko_portal.base.models import User


@transaction.atomic
def invite(
    *,
    email: str,
    first_name: str,
    last_name: str,
    role: str,
    organisation: Organisation | None,
    by: User,
    at: datetime,
) -> User:
    """Invites somebody, a partner with access to what concerns their organisation ("Einladen")."""
    user = accounts.invite(
        email=email, first_name=first_name, last_name=last_name, role=role, by=by, at=at
    )
    if organisation:
        with acting(by):
            Membership.objects.create(user=user, organisation=organisation)
    return user
