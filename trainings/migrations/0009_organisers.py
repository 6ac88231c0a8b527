from django.db import migrations, models

from miko_portal.base.operations import NotePublicChanges


class Migration(migrations.Migration):
    dependencies = [
        ("cooperation", "0015_public_changes"),
        ("trainings", "0008_questionnaires"),
    ]

    operations = [
        migrations.AddField(
            model_name="run",
            name="organisers",
            field=models.ManyToManyField(
                blank=True,
                help_text="Empty: by the county alone.",
                related_name="trainings_organised",
                to="cooperation.organisation",
                verbose_name="organised by",
            ),
        ),
        NotePublicChanges("Run_organisers"),
    ]
