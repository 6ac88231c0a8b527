import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("events", "0014_attendance"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="callrequest",
            name="noted_by",
            field=models.ForeignKey(
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="called by",
            ),
        ),
        migrations.CreateModel(
            name="Call",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("kind", models.CharField(max_length=60, verbose_name="kind")),
                ("edition", models.PositiveIntegerField(default=0, verbose_name="edition")),
                (
                    "because",
                    models.CharField(
                        choices=[
                            ("telephone", "has only a telephone"),
                            ("soon", "it begins in less than 24 hours"),
                            ("failed", "the message did not arrive"),
                        ],
                        max_length=9,
                        verbose_name="why by telephone",
                    ),
                ),
                ("due_from", models.DateTimeField(verbose_name="to be made from")),
                (
                    "tried_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="last tried"),
                ),
                ("reached_at", models.DateTimeField(blank=True, null=True, verbose_name="reached")),
                (
                    "circular",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="calls",
                        to="events.circular",
                        verbose_name="message to many",
                    ),
                ),
                (
                    "interpreting",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="calls",
                        to="events.interpreterassignment",
                        verbose_name="interpreting at a date",
                    ),
                ),
                (
                    "noted_by",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="called by",
                    ),
                ),
                (
                    "registration",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="calls",
                        to="events.registration",
                        verbose_name="registration",
                    ),
                ),
                (
                    "run",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="calls",
                        to="events.run",
                        verbose_name="date of a seminar",
                    ),
                ),
                (
                    "session",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="calls",
                        to="events.session",
                        verbose_name="session",
                    ),
                ),
            ],
            options={
                "verbose_name": "call",
                "verbose_name_plural": "calls",
                "ordering": ["pk"],
                "indexes": [
                    models.Index(
                        condition=models.Q(("reached_at", None)),
                        fields=["due_from"],
                        name="call_open",
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=(
                            "registration",
                            "interpreting",
                            "kind",
                            "session",
                            "circular",
                            "edition",
                        ),
                        name="call_once",
                        nulls_distinct=False,
                        violation_error_message="This call is on the list already.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("interpreting__isnull", False), ("registration", None)),
                            models.Q(("interpreting", None), ("registration__isnull", False)),
                            _connector="OR",
                        ),
                        name="call_to_registered_or_interpreter",
                        violation_error_message="One calls who is registered, or who interprets.",
                    ),
                ],
            },
        ),
    ]
