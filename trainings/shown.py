"""What the public pages of trainings show: with a change to any of it they are made anew."""

from cooperation.models import Organisation, Room, Venue
from trainings.models import Course, Run, Session

SHOWN = [Course, Run, Run.organisers.through, Session, Organisation, Room, Venue]
