from django.db import migrations

from miko_portal.base.operations import NotePublicChanges, TrackHistory


class Migration(migrations.Migration):
    # Databases of before 0.1.0 have these instead, and only note that this one is done.
    replaces = [
        ("events", "0005_track_texts"),
        ("events", "0008_public_changes"),
    ]

    dependencies = [
        ("base", "0002_history_and_public_changes"),
        ("events", "0004_rules_of_registrations"),
    ]

    operations = [
        # What a text said before is read from its history when a translator asks what has changed.
        TrackHistory("SeminarText", parent="seminar"),
        TrackHistory("VoiceMessage", parent="seminar", personal=["stored_as", "added_at"]),
        TrackHistory(
            "InterpreterAssignment", parent="session", personal=["person", "hours", "fee_cents"]
        ),
        TrackHistory(
            "Registration",
            parent="run",
            personal=[
                "persons",
                "language",
                "children_under_3",
                "children_3_to_5",
                "children_from_6",
                "submission",
                "suspicion",
                "registered_by",
            ],
        ),
        TrackHistory(
            "RegistrationContact",
            parent="registration",
            personal=["name", "mail", "telephone", "needs"],
        ),
        TrackHistory("Attendance", parent="session", personal=["persons", "noted_at", "noted_by"]),
        TrackHistory("HeadCount"),
        TrackHistory("SeminarCertificate", parent="run", personal=["registration", "person"]),
        TrackHistory(
            "Feedback",
            parent="run",
            personal=["face", "sentence", "language", "given_on"],
            inserts=False,
        ),
        NotePublicChanges("Topic"),
        NotePublicChanges("TopicName"),
        NotePublicChanges("Seminar"),
        NotePublicChanges("Seminar_partners"),
        NotePublicChanges("SeminarText"),
        NotePublicChanges("VoiceMessage"),
        NotePublicChanges("Word"),
        NotePublicChanges("Run"),
        NotePublicChanges("Session"),
        NotePublicChanges("InterpreterAssignment"),
    ]
