from datetime import datetime

from django.conf import settings
from django.db import transaction

from miko_portal.base import outbox
from miko_portal.base.history import acting
from miko_portal.base.models import User


@transaction.atomic
def invite(
    *, email: str, first_name: str, last_name: str, role: str, by: User, at: datetime
) -> User:
    """Makes an account without a password; who has the mail address signs in with a code."""
    with acting(by):
        user = User.objects.create_user(email, first_name=first_name, last_name=last_name)
        user.set_roles([role])
        outbox.post("base.invitation", to=user, about=user, language=settings.LANGUAGE_CODE, at=at)
    return user
