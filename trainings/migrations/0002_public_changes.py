from django.db import migrations

from miko_portal.base.operations import NotePublicChanges


class Migration(migrations.Migration):
    dependencies = [("base", "0009_public_changes"), ("trainings", "0001_initial")]

    operations = [
        NotePublicChanges("Course"),
        NotePublicChanges("Run"),
        NotePublicChanges("Session"),
    ]
