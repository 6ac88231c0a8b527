from django.db import transaction

from cooperation.models import Agreement, FollowUp
from miko_portal.base.history import acting
from miko_portal.base.models import User


@transaction.atomic
def hand_over(*, giver: User, taker: User, by: User) -> int:
    """Let a colleague answer for all that somebody answered for ("Übergabe"). Counts the rows.

    All agreements, the ended ones too, so that none is without a clerk; open follow-ups.
    """
    with acting(by):
        agreements = Agreement.objects.filter(clerk=giver).update(clerk=taker)
        follow_ups = FollowUp.objects.open().filter(person=giver).update(person=taker)
    return agreements + follow_ups
