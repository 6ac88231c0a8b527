"""Agreements of the demo that were taken over from their paper, with all that lacks in it."""

from datetime import date

from cooperation import actions
from cooperation.actions import PartyDraft
from cooperation.models import Agreement, Organisation, Version
from miko_portal.base.models import User
from miko_portal.demo.content import read


def load_cupboard(organisations: dict[str, Organisation], *, today: date, by: User) -> None:
    """Take over what the file tells; an organisation that nobody knows is new and has no contact.

    The county has the lead.
    """
    for told in read("cupboard"):
        parties = [organisations.get(name) or _new(name) for name in told["with"]]
        actions.take_over(
            Agreement(number=told["number"], title=told["title"], clerk=by),
            version=Version(effective_on=told["effective"]),
            parties=[PartyDraft(parties[0], lead=True), *map(PartyDraft, parties[1:])],
            on=today,
            by=by,
        )


def _new(name):
    return Organisation(name=name, kind=Organisation.Kind.OTHER)
