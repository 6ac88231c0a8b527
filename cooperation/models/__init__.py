from cooperation.models.agreements import Agreement, Party
from cooperation.models.organisations import Contact, Membership, Organisation
from cooperation.models.people import Person
from cooperation.models.places import Booking, Room, Venue
from cooperation.models.projects import Project
from cooperation.models.states import State
from cooperation.models.versions import Share, Signatory, Version

__all__ = [
    "Agreement",
    "Booking",
    "Contact",
    "Membership",
    "Organisation",
    "Party",
    "Person",
    "Project",
    "Room",
    "Share",
    "Signatory",
    "State",
    "Venue",
    "Version",
]
