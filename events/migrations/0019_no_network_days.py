from django.db import migrations


class Migration(migrations.Migration):
    """They are the base's now, and kept for a day only: none is taken along."""

    dependencies = [("events", "0018_certificates"), ("base", "0012_network_days")]

    operations = [migrations.DeleteModel("NetworkDay")]
