import django.db.models.deletion
from django.db import migrations, models
from django.db.models import Q

from miko_portal.base.operations import TrackHistory


class Migration(migrations.Migration):
    """Names of those at meetings go when their period is over; that they came stays."""

    dependencies = [("cooperation", "0017_names_for_years")]

    operations = [
        migrations.AddField(
            model_name="attendance",
            name="forgotten_on",
            field=models.DateField(editable=False, null=True, verbose_name="name deleted on"),
        ),
        migrations.AlterField(
            model_name="attendance",
            name="person",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="attendances",
                to="cooperation.person",
                verbose_name="person",
            ),
        ),
        migrations.AddConstraint(
            model_name="attendance",
            constraint=models.CheckConstraint(
                condition=Q(person__isnull=False, forgotten_on=None)
                | Q(person=None, forgotten_on__isnull=False),
                name="attendance_has_person_until_forgotten",
                violation_error_message="An attendance is somebody's, until its period is over.",
            ),
        ),
        TrackHistory("Attendance", parent="meeting", personal=["person", "invited_at", "came"]),
    ]
