import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("events", "0008_public_changes"),
    ]

    operations = [
        migrations.CreateModel(
            name="CallRequest",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("telephone", models.CharField(max_length=16, verbose_name="telephone")),
                ("language", models.CharField(max_length=8, verbose_name="spoken language")),
                (
                    "suspicion",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("trap", "a field was filled in that people do not see"),
                            ("haste", "sent faster than anybody types"),
                            ("many", "many from the same network on one day"),
                        ],
                        max_length=5,
                        verbose_name="why it is to be checked",
                    ),
                ),
                ("asked_at", models.DateTimeField(verbose_name="asked")),
                (
                    "tried_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="last tried"),
                ),
                ("reached_at", models.DateTimeField(blank=True, null=True, verbose_name="reached")),
                (
                    "run",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="call_requests",
                        to="events.run",
                        verbose_name="date of a seminar",
                    ),
                ),
            ],
            options={
                "verbose_name": "wish to be called",
                "verbose_name_plural": "wishes to be called",
                "ordering": ["reached_at", "asked_at", "pk"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("reached_at", None)),
                        fields=("telephone",),
                        name="call_request_once_while_open",
                        violation_error_message="This number is on the list already.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("telephone__regex", "^\\+[1-9][0-9]{6,14}$")),
                        name="call_request_telephone_normalised",
                        violation_error_message="Please write the telephone number in digits, with the zero: 0151 23456789",
                    ),
                ],
            },
        ),
    ]
