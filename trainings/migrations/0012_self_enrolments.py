import django.db.models.deletion
from django.db import migrations, models

import miko_portal.base.plain_text


class Migration(migrations.Migration):
    dependencies = [
        ("cooperation", "0016_history_of_documents"),
        ("trainings", "0011_certificates"),
    ]

    operations = [
        migrations.CreateModel(
            name="EnrolmentRequest",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "given_name",
                    models.CharField(
                        max_length=80,
                        validators=[miko_portal.base.plain_text.plain_text],
                        verbose_name="given name",
                    ),
                ),
                (
                    "family_name",
                    models.CharField(
                        max_length=80,
                        validators=[miko_portal.base.plain_text.plain_text],
                        verbose_name="family name",
                    ),
                ),
                ("mail", models.EmailField(max_length=254, verbose_name="mail address")),
                ("made_at", models.DateTimeField(verbose_name="made")),
                (
                    "organisation",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="cooperation.organisation",
                        verbose_name="organisation",
                    ),
                ),
                (
                    "run",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="requests",
                        to="trainings.run",
                        verbose_name="training",
                    ),
                ),
            ],
            options={
                "verbose_name": "wish to enrol",
                "verbose_name_plural": "wishes to enrol",
            },
        ),
        migrations.CreateModel(
            name="EnrolmentLink",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "token_hash",
                    models.CharField(max_length=64, unique=True, verbose_name="hash of the token"),
                ),
                ("made_at", models.DateTimeField(verbose_name="made")),
                (
                    "enrolment",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="links",
                        to="trainings.enrolment",
                    ),
                ),
                (
                    "request",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="links",
                        to="trainings.enrolmentrequest",
                    ),
                ),
            ],
            options={
                "verbose_name": "link to an enrolment",
                "verbose_name_plural": "links to enrolments",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("request", None), ("enrolment", None), _connector="XOR"
                        ),
                        name="enrolment_link_leads_to_one",
                        violation_error_message="A link leads to one thing.",
                    )
                ],
            },
        ),
    ]
