import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import miko_portal.base.plain_text


class Migration(migrations.Migration):
    dependencies = [
        ("trainings", "0004_trainer_calendars"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Circular",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.PositiveIntegerField(verbose_name="number of registrations")),
                ("written_at", models.DateTimeField(verbose_name="written")),
                ("recalled_at", models.DateTimeField(null=True, verbose_name="taken back")),
                (
                    "audience",
                    models.CharField(
                        choices=[
                            ("all", "all who have a seat or wait"),
                            ("confirmed", "those who have a seat"),
                            ("waiting", "those who wait"),
                        ],
                        max_length=9,
                        verbose_name="to whom",
                    ),
                ),
                (
                    "text",
                    models.TextField(
                        max_length=2000,
                        validators=[miko_portal.base.plain_text.plain_text],
                        verbose_name="text",
                    ),
                ),
                (
                    "run",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="circulars",
                        to="trainings.run",
                        verbose_name="training",
                    ),
                ),
                (
                    "written_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="written by",
                    ),
                ),
            ],
            options={
                "verbose_name": "message to many",
                "verbose_name_plural": "messages to many",
                "ordering": ["-pk"],
                "abstract": False,
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("text", ""), _negated=True),
                        name="training_circular_says_something",
                        violation_error_message="Please write the message.",
                    )
                ],
            },
        ),
    ]
