from django.db import migrations

from miko_portal.base.operations import TrackHistory


class Migration(migrations.Migration):
    """Where a document is kept is nothing to tell; its SHA-256 says which file it is."""

    dependencies = [("cooperation", "0015_public_changes")]

    operations = [
        TrackHistory(
            "Document", parent="agreement", personal=["name", "added_at"], ignore=["stored_as"]
        ),
    ]
