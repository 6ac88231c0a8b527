from django.db import migrations

from miko_portal.base.operations import NotePublicChanges


class Migration(migrations.Migration):
    dependencies = [("trainings", "0015_confirmed_trainers")]

    operations = [NotePublicChanges("Questionnaire"), NotePublicChanges("Question")]
