import django.core.validators
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import miko_portal.base.plain_text
import miko_portal.base.sorting
from miko_portal.base.operations import TrackHistory
from miko_portal.base.triggers import KeepBookings, KeepSeatsTaken


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("base", "0002_history"),
        ("cooperation", "0002_agreement_rules"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Course",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "title",
                    models.CharField(
                        max_length=160,
                        validators=[miko_portal.base.plain_text.plain_text],
                        verbose_name="title",
                    ),
                ),
                (
                    "title_en",
                    models.CharField(
                        blank=True,
                        max_length=160,
                        validators=[miko_portal.base.plain_text.plain_text],
                        verbose_name="title in English",
                    ),
                ),
                (
                    "aims",
                    models.TextField(
                        blank=True,
                        max_length=2000,
                        validators=[miko_portal.base.plain_text.plain_text],
                        verbose_name="aims",
                    ),
                ),
                (
                    "aims_en",
                    models.TextField(
                        blank=True,
                        max_length=2000,
                        validators=[miko_portal.base.plain_text.plain_text],
                        verbose_name="aims in English",
                    ),
                ),
                (
                    "content",
                    models.TextField(
                        blank=True,
                        max_length=4000,
                        validators=[miko_portal.base.plain_text.plain_text],
                        verbose_name="content",
                    ),
                ),
                (
                    "content_en",
                    models.TextField(
                        blank=True,
                        max_length=4000,
                        validators=[miko_portal.base.plain_text.plain_text],
                        verbose_name="content in English",
                    ),
                ),
                (
                    "units",
                    models.PositiveSmallIntegerField(
                        help_text="One unit is 45 minutes.",
                        validators=[django.core.validators.MinValueValidator(1)],
                        verbose_name="teaching units",
                    ),
                ),
                (
                    "audience",
                    models.CharField(
                        choices=[
                            ("staff", "Staff of authorities and partners"),
                            ("volunteers", "Volunteers"),
                            ("everyone", "Staff and volunteers"),
                        ],
                        default="staff",
                        max_length=12,
                        verbose_name="for whom",
                    ),
                ),
                (
                    "level",
                    models.CharField(
                        choices=[
                            ("basic", "No previous knowledge needed"),
                            ("advanced", "For those with previous knowledge"),
                        ],
                        default="basic",
                        max_length=12,
                        verbose_name="level",
                    ),
                ),
                (
                    "minimum_attendance",
                    models.PositiveSmallIntegerField(
                        default=80,
                        help_text="From here on a certificate of attendance is issued.",
                        validators=[
                            django.core.validators.MinValueValidator(1),
                            django.core.validators.MaxValueValidator(100),
                        ],
                        verbose_name="minimum attendance in per cent",
                    ),
                ),
                (
                    "sort_key",
                    models.GeneratedField(
                        db_persist=True,
                        expression=miko_portal.base.sorting.SortKey("title"),
                        output_field=models.TextField(db_collation="C"),
                    ),
                ),
            ],
            options={
                "verbose_name": "course",
                "verbose_name_plural": "courses",
                "ordering": ["sort_key", "pk"],
                "constraints": [
                    models.UniqueConstraint(
                        miko_portal.base.sorting.SortKey("title"),
                        name="course_title_unique",
                        violation_error_message="There is a course of this title already.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("minimum_attendance__range", (1, 100))),
                        name="course_minimum_attendance_in_per_cent",
                        violation_error_message="The minimum attendance is between 1 and 100 per cent.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("units__gte", 1)),
                        name="course_has_units",
                        violation_error_message="A course has at least one teaching unit.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ProjectShare",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "percent",
                    models.PositiveSmallIntegerField(
                        default=100,
                        validators=[
                            django.core.validators.MinValueValidator(1),
                            django.core.validators.MaxValueValidator(100),
                        ],
                        verbose_name="per cent",
                    ),
                ),
                (
                    "project",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="training_shares",
                        to="cooperation.project",
                        verbose_name="project",
                    ),
                ),
            ],
            options={
                "verbose_name": "share of a project",
                "verbose_name_plural": "shares of projects",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("percent__range", (1, 100))),
                        name="share_in_per_cent",
                        violation_error_message="A share is between 1 and 100 per cent.",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Run",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("capacity", models.PositiveSmallIntegerField(verbose_name="seats")),
                (
                    "seats_taken",
                    models.PositiveIntegerField(
                        db_default=0, default=0, editable=False, verbose_name="seats taken"
                    ),
                ),
                (
                    "cancelled_on",
                    models.DateField(blank=True, null=True, verbose_name="cancelled on"),
                ),
                (
                    "cancellation_reason",
                    models.CharField(blank=True, max_length=200, verbose_name="reason"),
                ),
                (
                    "seats_min",
                    models.PositiveSmallIntegerField(
                        default=1,
                        help_text="With fewer people it is not held.",
                        validators=[django.core.validators.MinValueValidator(1)],
                        verbose_name="held from",
                    ),
                ),
                (
                    "enrolment_opens_on",
                    models.DateField(
                        blank=True,
                        help_text="Empty: as soon as it is published.",
                        null=True,
                        verbose_name="enrolment from",
                    ),
                ),
                (
                    "enrolment_closes_on",
                    models.DateField(
                        blank=True,
                        help_text="Empty: until it starts.",
                        null=True,
                        verbose_name="enrolment until",
                    ),
                ),
                (
                    "published_on",
                    models.DateField(
                        blank=True, editable=False, null=True, verbose_name="published on"
                    ),
                ),
                (
                    "course",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="runs",
                        to="trainings.course",
                        verbose_name="course",
                    ),
                ),
                (
                    "projects",
                    models.ManyToManyField(
                        blank=True,
                        related_name="trainings",
                        through="trainings.ProjectShare",
                        to="cooperation.project",
                        verbose_name="projects",
                    ),
                ),
            ],
            options={
                "verbose_name": "training",
                "verbose_name_plural": "trainings",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("seats_taken__lte", models.F("capacity"))),
                        name="trainings_run_never_overbooked",
                        violation_error_message="More seats are taken already.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("capacity__gte", 1)),
                        name="trainings_run_has_seats",
                        violation_error_message="There is at least one seat.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("cancelled_on", None),
                            models.Q(("cancellation_reason", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="trainings_run_cancelled_with_reason",
                        violation_error_message="Say why it is cancelled.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("seats_min__gte", 1), ("seats_min__lte", models.F("capacity"))
                        ),
                        name="run_minimum_within_seats",
                        violation_error_message="The training is held from 1 person up to all seats.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("enrolment_opens_on", None),
                            ("enrolment_closes_on", None),
                            ("enrolment_closes_on__gte", models.F("enrolment_opens_on")),
                            _connector="OR",
                        ),
                        name="run_enrolment_in_order",
                        violation_error_message="The enrolment ends before it begins.",
                    ),
                ],
            },
        ),
        migrations.AddField(
            model_name="projectshare",
            name="run",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="shares",
                to="trainings.run",
            ),
        ),
        migrations.CreateModel(
            name="Enrolment",
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
                    "side",
                    models.CharField(
                        choices=[
                            ("internal", "County administration"),
                            ("external", "Partner authority"),
                            ("volunteer", "Volunteer"),
                        ],
                        max_length=12,
                        verbose_name="takes part as",
                    ),
                ),
                (
                    "override_reason",
                    models.CharField(
                        blank=True,
                        max_length=200,
                        validators=[miko_portal.base.plain_text.plain_text],
                        verbose_name="reason for the exception",
                    ),
                ),
                (
                    "enrolled_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="enrolled by",
                    ),
                ),
                (
                    "entitled_through",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="enrolments",
                        to="cooperation.party",
                        verbose_name="entitled through",
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="enrolments",
                        to="cooperation.organisation",
                        verbose_name="organisation",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="enrolments",
                        to="cooperation.person",
                        verbose_name="person",
                    ),
                ),
                (
                    "run",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="places",
                        to="trainings.run",
                        verbose_name="training",
                    ),
                ),
            ],
            options={
                "verbose_name": "enrolment",
                "verbose_name_plural": "enrolments",
                "ordering": ["pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("persons__gte", 1)),
                        name="trainings_enrolment_at_least_one_person",
                        violation_error_message="At least one person comes.",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("cancelled_at", None)),
                        fields=("run", "person"),
                        name="enrolment_once_per_person",
                        violation_error_message="This person is enrolled already.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("persons", 1)), name="enrolment_of_one_person"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("side", "volunteer"), ("organisation__isnull", False), _connector="OR"
                        ),
                        name="enrolment_of_staff_has_organisation",
                        violation_error_message="Say which organisation the person comes from.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("side", "external"), _negated=True),
                            ("entitled_through__isnull", False),
                            models.Q(("override_reason", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="enrolment_of_external_is_entitled",
                        violation_error_message="Only partners of an agreement in force take part.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Session",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("starts_at", models.DateTimeField(verbose_name="starts")),
                ("ends_at", models.DateTimeField(verbose_name="ends")),
                (
                    "cancelled_on",
                    models.DateField(blank=True, null=True, verbose_name="cancelled on"),
                ),
                (
                    "cancellation_reason",
                    models.CharField(blank=True, max_length=200, verbose_name="reason"),
                ),
                ("link", models.URLField(blank=True, verbose_name="link for taking part online")),
                (
                    "units",
                    models.PositiveSmallIntegerField(
                        help_text="One unit is 45 minutes.",
                        validators=[django.core.validators.MinValueValidator(1)],
                        verbose_name="teaching units",
                    ),
                ),
                (
                    "room",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="cooperation.room",
                        verbose_name="room",
                    ),
                ),
                (
                    "run",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="sessions",
                        to="trainings.run",
                        verbose_name="training",
                    ),
                ),
            ],
            options={
                "verbose_name": "session",
                "verbose_name_plural": "sessions",
                "ordering": ["starts_at", "pk"],
                "abstract": False,
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("ends_at__gt", models.F("starts_at"))),
                        name="trainings_session_ends_after_start",
                        violation_error_message="The end lies before the start.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("cancelled_on", None),
                            models.Q(("cancellation_reason", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="trainings_session_cancelled_with_reason",
                        violation_error_message="Say why it is cancelled.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Trainer",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "topics",
                    models.CharField(
                        blank=True,
                        max_length=200,
                        validators=[miko_portal.base.plain_text.plain_text],
                        verbose_name="topics",
                    ),
                ),
                (
                    "person",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="trainer",
                        to="cooperation.person",
                        verbose_name="person",
                    ),
                ),
            ],
            options={
                "verbose_name": "trainer",
                "verbose_name_plural": "trainers",
                "ordering": ["person__sort_key", "pk"],
            },
        ),
        migrations.CreateModel(
            name="TrainerAssignment",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="trainings_led",
                        to="cooperation.person",
                        verbose_name="trainer",
                    ),
                ),
                (
                    "session",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="assignments",
                        to="trainings.session",
                        verbose_name="session",
                    ),
                ),
            ],
            options={
                "verbose_name": "trainer of a session",
                "verbose_name_plural": "trainers of sessions",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("session", "person"),
                        name="trainer_once_per_session",
                        violation_error_message="This person leads the session already.",
                    )
                ],
            },
        ),
        migrations.AddField(
            model_name="session",
            name="trainers",
            field=models.ManyToManyField(
                blank=True,
                related_name="+",
                through="trainings.TrainerAssignment",
                to="cooperation.person",
                verbose_name="trainers",
            ),
        ),
        migrations.AddConstraint(
            model_name="projectshare",
            constraint=models.UniqueConstraint(
                fields=("run", "project"),
                name="share_once_per_project",
                violation_error_message="This project has a share already.",
            ),
        ),
        KeepSeatsTaken(run="Run", place="Enrolment"),
        KeepBookings(model="Session", room="room"),
        KeepBookings(model="TrainerAssignment", person="person", session="session"),
        TrackHistory("Enrolment", parent="run", personal=["person", "override_reason"]),
        # Deferred, so that a form may take from one share what it gives to another.
        migrations.RunSQL(
            """
            CREATE FUNCTION trainings_shares_within_whole() RETURNS trigger
            LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
            BEGIN
                PERFORM FROM trainings_run WHERE id = NEW.run_id FOR UPDATE;
                IF (SELECT sum(percent) FROM trainings_projectshare WHERE run_id = NEW.run_id) > 100
                THEN RAISE check_violation USING
                    MESSAGE = 'more than 100 per cent', CONSTRAINT = 'shares_within_whole';
                END IF;
                RETURN NULL;
            END $$;
            CREATE CONSTRAINT TRIGGER trainings_shares_within_whole
            AFTER INSERT OR UPDATE ON trainings_projectshare DEFERRABLE INITIALLY DEFERRED
            FOR EACH ROW EXECUTE FUNCTION trainings_shares_within_whole();
            """,
            "DROP FUNCTION trainings_shares_within_whole CASCADE",
        ),
    ]
