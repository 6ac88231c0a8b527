from django.db import migrations

from miko_portal.base.operations import NotePublicChanges


class Migration(migrations.Migration):
    dependencies = [("base", "0009_public_changes"), ("events", "0007_words")]

    operations = [
        NotePublicChanges("Topic"),
        NotePublicChanges("TopicName"),
        NotePublicChanges("Seminar"),
        NotePublicChanges("Seminar_partners"),
        NotePublicChanges("SeminarText"),
        NotePublicChanges("VoiceMessage"),
        NotePublicChanges("Word"),
        NotePublicChanges("Run"),
        NotePublicChanges("Session"),
    ]
