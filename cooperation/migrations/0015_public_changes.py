from django.db import migrations

from miko_portal.base.operations import NotePublicChanges


class Migration(migrations.Migration):
    dependencies = [("base", "0009_public_changes"), ("cooperation", "0014_words_of_venues")]

    operations = [
        NotePublicChanges("Organisation"),
        NotePublicChanges("Venue"),
        NotePublicChanges("Room"),
    ]
