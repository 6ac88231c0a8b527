"""Which user accounts see what concerns an organisation ("Zugang")."""

from django.db import transaction

from cooperation.models import Membership, Organisation
from miko_portal.base.history import acting
from miko_portal.base.models import User


@transaction.atomic
def give_access(*, user: User, organisation: Organisation, by: User) -> Membership:
    """Let a user account see what concerns an organisation ("Zugang")."""
    with acting(by):
        return Membership.objects.get_or_create(user=user, organisation=organisation)[0]


@transaction.atomic
def end_access(membership: Membership, *, by: User):
    """Take the access of a user account to an organisation back; the history keeps both."""
    with acting(by):
        membership.delete()
