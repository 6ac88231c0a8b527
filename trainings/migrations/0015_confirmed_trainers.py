from django.db import migrations, models
from django.utils import timezone


class Migration(migrations.Migration):
    """Who can still be asked to lead was confirmed on a day; those there are, today."""

    dependencies = [("trainings", "0014_circulars_to_those_who_came")]

    operations = [
        migrations.AddField(
            model_name="trainer",
            name="confirmed_on",
            field=models.DateField(
                default=timezone.localdate, editable=False, verbose_name="confirmed on"
            ),
            preserve_default=False,
        ),
    ]
