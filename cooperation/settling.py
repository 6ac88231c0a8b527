"""How contacts, accesses and attendances of two that are the same become one."""

from cooperation.merging import settles
from cooperation.models import Attendance, Contact, ContactCheck, Membership


@settles(Membership)
def access_once(there: Membership, row: Membership):
    """An access says nothing but that it is there."""


@settles(Contact)
def contact_once(there: Contact, row: Contact):
    """First rather than deputy; both functions; the absence that is known, the last answer."""
    there.deputy = there.deputy and row.deputy
    there.function = _both(there.function, row.function, ", ", longest=120)
    if not there.absent_from:
        there.absent_from, there.absent_until = row.absent_from, row.absent_until
    there.confirmed_on = max(filter(None, [there.confirmed_on, row.confirmed_on]), default=None)
    there.save()


@settles(ContactCheck)
def asked_once(there: ContactCheck, row: ContactCheck):
    """Asked twice on one day: the first answer counts, nothing that was told is dropped."""
    answers = filter(None, [there.answered_on, row.answered_on])
    there.answered_on = min(answers, default=None)
    to_take_up = [check for check in (there, row) if check.remark and not check.taken_up_on]
    taken_up = filter(None, [there.taken_up_on, row.taken_up_on])
    there.taken_up_on = None if to_take_up else max(taken_up, default=None)
    there.remark = _both(there.remark, row.remark, "\n")
    there.save()


@settles(Attendance)
def attends_once(there: Attendance, row: Attendance):
    """Invited since the first invitation; whoever came by one of the two rows came."""
    there.organisation_id = there.organisation_id or row.organisation_id
    there.invited_at = min(filter(None, [there.invited_at, row.invited_at]), default=None)
    known = [came for came in (there.came, row.came) if came is not None]
    there.came = any(known) if known else None
    there.save()


def _both(one: str, other: str, between: str, *, longest: int | None = None) -> str:
    """Both texts, the one that is there first; where they don't fit, that one alone."""
    if not other or other.casefold() in one.casefold():
        return one
    joined = f"{one}{between}{other}" if one else other
    return one if longest and len(joined) > longest else joined
