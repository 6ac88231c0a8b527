from django.db import migrations

from miko_portal.base.operations import NotePublicChanges, TrackHistory
from miko_portal.base.triggers import KeepBookings


class Migration(migrations.Migration):
    # Databases of before 0.1.0 have these instead, and only note that this one is done.
    replaces = [
        ("cooperation", "0015_public_changes"),
        ("cooperation", "0016_history_of_documents"),
    ]

    dependencies = [
        ("base", "0002_history_and_public_changes"),
        ("cooperation", "0004_merging_and_pairs"),
    ]

    operations = [
        KeepBookings(model="Meeting", room="room"),
        TrackHistory("Organisation"),
        TrackHistory("Membership", parent="organisation"),
        TrackHistory("Person", personal=["given_name", "family_name", "mail", "telephone"]),
        TrackHistory(
            "Contact",
            parent="organisation",
            personal=["function", "deputy", "absent_from", "absent_until", "confirmed_on"],
        ),
        TrackHistory(
            "ContactCheck", parent="contact", personal=["asked_on", "answered_on", "remark"]
        ),
        TrackHistory("Agreement"),
        TrackHistory("Party", parent="agreement"),
        TrackHistory("Version", parent="agreement"),
        TrackHistory("Share", parent="version"),
        TrackHistory("Signatory", parent="version"),
        TrackHistory("Accession", parent="party"),
        TrackHistory("Notice", parent="party"),
        TrackHistory("Suspension", parent="agreement"),
        # Where a document is kept is nothing to tell; its SHA-256 says which file it is.
        TrackHistory(
            "Document", parent="agreement", personal=["name", "added_at"], ignore=["stored_as"]
        ),
        TrackHistory("Note", parent="agreement", personal=["text"]),
        TrackHistory("FollowUp", parent="agreement", personal=["text"]),
        TrackHistory("Measure", parent="agreement"),
        TrackHistory("Meeting"),
        TrackHistory("Attendance", parent="meeting", personal=["person", "invited_at", "came"]),
        TrackHistory("Decision", parent="meeting"),
        TrackHistory("OrganisationMerger", parent="kept"),
        TrackHistory("PersonMerger", parent="kept", personal=["former_id", "merged_on"]),
        TrackHistory("PartyName", parent="party"),
        TrackHistory("DistinctOrganisations", parent="one"),
        TrackHistory("DistinctPeople", parent="one", personal=["told_on"]),
        TrackHistory("PlanningPeriod"),
        NotePublicChanges("Organisation"),
        NotePublicChanges("Venue"),
        NotePublicChanges("Room"),
    ]
