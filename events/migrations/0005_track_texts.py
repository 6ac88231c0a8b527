from django.db import migrations

from miko_portal.base.operations import TrackHistory


class Migration(migrations.Migration):
    dependencies = [("events", "0004_registrations")]

    # What a text said before is read from its history when a translator asks what has changed.
    operations = [TrackHistory("SeminarText", parent="seminar")]
