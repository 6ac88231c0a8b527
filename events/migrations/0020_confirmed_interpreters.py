from django.db import migrations, models
from django.utils import timezone


class Migration(migrations.Migration):
    """Who can still be asked to interpret was confirmed on a day; those there are, today."""

    dependencies = [("events", "0019_no_network_days")]

    operations = [
        migrations.AddField(
            model_name="interpreter",
            name="confirmed_on",
            field=models.DateField(
                default=timezone.localdate, editable=False, verbose_name="confirmed on"
            ),
            preserve_default=False,
        ),
    ]
