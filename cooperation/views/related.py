"""What the pages of agreements and organisations show of measures and meetings."""

from cooperation.models import Measure, Meeting
from miko_portal.base.clock import today

MOST_MEASURES = 25
MOST_MEETINGS = 5


def measures_of(agreement, user):
    """The measures of an agreement that somebody may see, for its page: the open ones first."""
    measures = Measure.objects.visible_to(user).filter(agreement=agreement)
    rows = measures.with_state(on=today()).open_first()
    return rows.select_related("party__organisation", "person")[:MOST_MEASURES]


def open_measures_of(organisation, user):
    """What an organisation still has to do, for its page."""
    measures = Measure.objects.visible_to(user).filter(party__organisation=organisation)
    rows = measures.open().with_state(on=today()).open_first()
    return rows.select_related("agreement", "person")[:MOST_MEASURES]


def meetings_about(agreement, user):
    """The last meetings about an agreement that somebody may see, for its page."""
    meetings = Meeting.objects.visible_to(user).filter(agreements=agreement)
    return meetings.with_state(on=today()).next_first(on=today())[:MOST_MEETINGS]


def meetings_with(organisation, user):
    """The last meetings to which somebody of an organisation was asked, for its page."""
    meetings = Meeting.objects.visible_to(user).for_organisation(organisation)
    return meetings.with_state(on=today()).next_first(on=today())[:MOST_MEETINGS]
