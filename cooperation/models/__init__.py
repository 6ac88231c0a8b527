from cooperation.models.agreements import Agreement, Party
from cooperation.models.changes import Accession, Notice, Suspension
from cooperation.models.contacts import Contact, ContactCheck, ContactCheckLink
from cooperation.models.gaps import Gap
from cooperation.models.measures import Measure
from cooperation.models.meetings import Attendance, Decision, Meeting
from cooperation.models.mergers import OrganisationMerger, PartyName, PersonMerger
from cooperation.models.organisations import Membership, Organisation
from cooperation.models.pairs import (
    Alike,
    DistinctOrganisations,
    DistinctPeople,
    OrganisationPair,
    PersonPair,
)
from cooperation.models.papers import Document, FollowUp, Note
from cooperation.models.people import Person
from cooperation.models.places import Booking, Room, Venue
from cooperation.models.planning_periods import PlanningPeriod
from cooperation.models.projects import Project
from cooperation.models.shares import Share
from cooperation.models.signatories import Signatory
from cooperation.models.states import State
from cooperation.models.versions import Version

__all__ = [
    "Accession",
    "Agreement",
    "Alike",
    "Attendance",
    "Booking",
    "Contact",
    "ContactCheck",
    "ContactCheckLink",
    "Decision",
    "DistinctOrganisations",
    "DistinctPeople",
    "Document",
    "FollowUp",
    "Gap",
    "Measure",
    "Meeting",
    "Membership",
    "Note",
    "Notice",
    "Organisation",
    "OrganisationMerger",
    "OrganisationPair",
    "Party",
    "PartyName",
    "Person",
    "PersonMerger",
    "PersonPair",
    "PlanningPeriod",
    "Project",
    "Room",
    "Share",
    "Signatory",
    "State",
    "Suspension",
    "Venue",
    "Version",
]
