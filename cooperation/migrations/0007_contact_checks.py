import django.core.validators
import django.db.models.deletion
from django.db import migrations, models

import miko_portal.base.plain_text
from miko_portal.base.operations import TrackHistory


class Migration(migrations.Migration):
    dependencies = [
        ("cooperation", "0006_measures_of_parties"),
    ]

    operations = [
        migrations.CreateModel(
            name="ContactCheck",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("asked_on", models.DateField(verbose_name="asked on")),
                ("answered_on", models.DateField(null=True, verbose_name="answered on")),
                (
                    "remark",
                    models.TextField(
                        blank=True,
                        validators=[
                            miko_portal.base.plain_text.plain_text,
                            django.core.validators.MaxLengthValidator(20000),
                        ],
                        verbose_name="what has changed",
                    ),
                ),
                ("taken_up_on", models.DateField(null=True, verbose_name="taken up on")),
            ],
            options={
                "verbose_name": "check of a contact",
                "verbose_name_plural": "checks of contacts",
                "ordering": ["pk"],
            },
        ),
        migrations.CreateModel(
            name="ContactCheckLink",
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
            ],
            options={
                "verbose_name": "link to the check of a contact",
                "verbose_name_plural": "links to checks of contacts",
            },
        ),
        migrations.RemoveConstraint(
            model_name="contact",
            name="contact_absence_in_order",
        ),
        migrations.AddField(
            model_name="contact",
            name="confirmed_on",
            field=models.DateField(
                blank=True, editable=False, null=True, verbose_name="confirmed on"
            ),
        ),
        migrations.AddConstraint(
            model_name="contact",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("absent_from", None), ("absent_until", None)),
                    models.Q(
                        ("absent_from__isnull", False),
                        ("absent_until__gte", models.F("absent_from")),
                        ("absent_until__isnull", False),
                    ),
                    _connector="OR",
                ),
                name="contact_absence_in_order",
                violation_error_message="The absence needs a first and a last day, in order.",
            ),
        ),
        migrations.AddField(
            model_name="contactcheck",
            name="contact",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="checks",
                to="cooperation.contact",
                verbose_name="contact",
            ),
        ),
        migrations.AddField(
            model_name="contactchecklink",
            name="check_of",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="links",
                to="cooperation.contactcheck",
                verbose_name="check",
            ),
        ),
        migrations.AddIndex(
            model_name="contactcheck",
            index=models.Index(
                condition=models.Q(("taken_up_on", None), models.Q(("remark", ""), _negated=True)),
                fields=["contact"],
                name="contact_check_to_take_up",
            ),
        ),
        migrations.AddConstraint(
            model_name="contactcheck",
            constraint=models.UniqueConstraint(
                fields=("contact", "asked_on"), name="contact_check_once_a_day"
            ),
        ),
        TrackHistory(
            "Contact",
            parent="organisation",
            personal=["function", "deputy", "absent_from", "absent_until", "confirmed_on"],
        ),
        TrackHistory(
            "ContactCheck", parent="contact", personal=["asked_on", "answered_on", "remark"]
        ),
    ]
