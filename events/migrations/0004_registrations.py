import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import miko_portal.base.plain_text
from miko_portal.base.operations import TrackHistory
from miko_portal.base.triggers import KeepSeatsTaken


class Migration(migrations.Migration):
    dependencies = [
        ("base", "0008_absences"),
        ("cooperation", "0007_contact_checks"),
        ("events", "0003_short_code"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Registration",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("persons", models.PositiveSmallIntegerField(default=1, verbose_name="persons")),
                ("created_at", models.DateTimeField(verbose_name="registered at")),
                (
                    "confirmed_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="confirmed at"),
                ),
                (
                    "offered_until",
                    models.DateTimeField(blank=True, null=True, verbose_name="offered until"),
                ),
                (
                    "cancelled_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="cancelled at"),
                ),
                (
                    "language",
                    models.CharField(
                        choices=[
                            ("de", "Deutsch"),
                            ("de-simple", "Einfache Sprache"),
                            ("en", "English"),
                            ("ar", "العربية"),
                            ("fa", "فارسی"),
                            ("fr", "Français"),
                            ("pl", "Polski"),
                            ("ru", "Русский"),
                            ("tr", "Türkçe"),
                            ("uk", "Українська"),
                        ],
                        default="de",
                        max_length=12,
                        verbose_name="language to write in",
                    ),
                ),
                (
                    "children_under_3",
                    models.PositiveSmallIntegerField(default=0, verbose_name="children under 3"),
                ),
                (
                    "children_3_to_5",
                    models.PositiveSmallIntegerField(
                        default=0, verbose_name="children from 3 to 5"
                    ),
                ),
                (
                    "children_from_6",
                    models.PositiveSmallIntegerField(default=0, verbose_name="children from 6"),
                ),
                (
                    "childcare_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="childcare since"),
                ),
                ("submission", models.UUIDField(editable=False, null=True, verbose_name="form")),
                (
                    "suspicion",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("trap", "a field was filled in that people do not see"),
                            ("haste", "sent faster than anybody types"),
                            ("many", "many from the same network on one day"),
                        ],
                        editable=False,
                        max_length=5,
                        verbose_name="why it is to be checked",
                    ),
                ),
                (
                    "checked_at",
                    models.DateTimeField(editable=False, null=True, verbose_name="checked"),
                ),
            ],
            options={
                "verbose_name": "registration",
                "verbose_name_plural": "registrations",
                "ordering": ["pk"],
            },
        ),
        migrations.CreateModel(
            name="RegistrationContact",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "name",
                    models.CharField(
                        max_length=120,
                        validators=[miko_portal.base.plain_text.plain_text],
                        verbose_name="name",
                    ),
                ),
                (
                    "mail",
                    models.EmailField(blank=True, max_length=254, verbose_name="mail address"),
                ),
                (
                    "telephone",
                    models.CharField(blank=True, max_length=16, verbose_name="telephone"),
                ),
                (
                    "needs",
                    models.TextField(
                        blank=True,
                        max_length=500,
                        validators=[miko_portal.base.plain_text.plain_text],
                        verbose_name="needs",
                    ),
                ),
            ],
            options={
                "verbose_name": "contact of a registration",
                "verbose_name_plural": "contacts of registrations",
            },
        ),
        migrations.CreateModel(
            name="RegistrationLink",
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
                "verbose_name": "link to a registration",
                "verbose_name_plural": "links to registrations",
            },
        ),
        migrations.AddField(
            model_name="run",
            name="childcare_taken",
            field=models.PositiveIntegerField(
                db_default=0, default=0, editable=False, verbose_name="places for childcare taken"
            ),
        ),
        migrations.AddConstraint(
            model_name="run",
            constraint=models.CheckConstraint(
                condition=models.Q(("childcare_taken__lte", models.F("childcare_places"))),
                name="run_childcare_never_overbooked",
                violation_error_message="More places for childcare are taken already.",
            ),
        ),
        migrations.AddField(
            model_name="registration",
            name="privacy_text",
            field=models.ForeignKey(
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="base.legaltext",
                verbose_name="data protection as shown",
            ),
        ),
        migrations.AddField(
            model_name="registration",
            name="registered_by",
            field=models.ForeignKey(
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="registered by",
            ),
        ),
        migrations.AddField(
            model_name="registration",
            name="run",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="places",
                to="events.run",
                verbose_name="date of a seminar",
            ),
        ),
        migrations.AddField(
            model_name="registrationcontact",
            name="registration",
            field=models.OneToOneField(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="contact",
                to="events.registration",
                verbose_name="registration",
            ),
        ),
        migrations.AddField(
            model_name="registrationlink",
            name="registration",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="links",
                to="events.registration",
                verbose_name="registration",
            ),
        ),
        migrations.AddIndex(
            model_name="registration",
            index=models.Index(
                condition=models.Q(
                    ("cancelled_at", None), ("confirmed_at", None), ("offered_until__isnull", False)
                ),
                fields=["offered_until"],
                name="registration_offered",
            ),
        ),
        migrations.AddConstraint(
            model_name="registration",
            constraint=models.CheckConstraint(
                condition=models.Q(("persons__gte", 1)),
                name="events_registration_at_least_one_person",
                violation_error_message="At least one person comes.",
            ),
        ),
        migrations.AddConstraint(
            model_name="registration",
            constraint=models.UniqueConstraint(
                fields=("run", "submission"),
                name="registration_once_per_form",
                violation_error_message="This form was sent already.",
            ),
        ),
        migrations.AddConstraint(
            model_name="registration",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("childcare_at", None),
                    models.Q(
                        ("children_3_to_5", 0),
                        ("children_from_6", 0),
                        ("children_under_3", 0),
                        _negated=True,
                    ),
                    _connector="OR",
                ),
                name="registration_childcare_for_children",
                violation_error_message="There is no child to look after.",
            ),
        ),
        migrations.AddIndex(
            model_name="registrationcontact",
            index=models.Index(fields=["telephone"], name="registration_telephone"),
        ),
        migrations.AddConstraint(
            model_name="registrationcontact",
            constraint=models.CheckConstraint(
                condition=models.Q(("mail", ""), ("telephone", ""), _negated=True),
                name="registration_contact_can_be_reached",
                violation_error_message="Please write a mail address or a telephone number.",
            ),
        ),
        migrations.AddConstraint(
            model_name="registrationcontact",
            constraint=models.CheckConstraint(
                condition=models.Q(("name", ""), _negated=True),
                name="registration_contact_has_name",
                violation_error_message="Please write a name.",
            ),
        ),
        migrations.AddConstraint(
            model_name="registrationcontact",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("telephone", ""),
                    ("telephone__regex", "^\\+[1-9][0-9]{6,14}$"),
                    _connector="OR",
                ),
                name="registration_contact_telephone_normalised",
                violation_error_message="Please write the telephone number in digits, with the zero: 0151 23456789",
            ),
        ),
        KeepSeatsTaken(
            run="Run",
            place="Registration",
            childcare=["children_under_3", "children_3_to_5", "children_from_6"],
        ),
        TrackHistory(
            "Registration",
            parent="run",
            personal=[
                "persons",
                "language",
                "children_under_3",
                "children_3_to_5",
                "children_from_6",
                "submission",
                "suspicion",
                "registered_by",
            ],
        ),
        TrackHistory(
            "RegistrationContact",
            parent="registration",
            personal=["name", "mail", "telephone", "needs"],
        ),
    ]
