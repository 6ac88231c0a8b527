import django.core.validators
import django.db.models.deletion
import django.db.models.functions.text
import django.db.models.lookups
from django.conf import settings
from django.db import migrations, models

import miko_portal.base.anonymity
import miko_portal.base.plain_text
import miko_portal.base.sorting
from miko_portal.base.operations import CreateModels


class Migration(migrations.Migration):
    initial = True

    # Databases of before 0.1.0 have these instead, and only note that this one is done.
    replaces = [
        ("trainings", "0001_initial"),
        ("trainings", "0004_trainer_calendars"),
        ("trainings", "0005_circulars"),
        ("trainings", "0007_past_counts"),
        ("trainings", "0012_self_enrolments"),
        ("trainings", "0014_circulars_to_those_who_came"),
        ("trainings", "0015_confirmed_trainers"),
        ("trainings", "0016_questions_shown"),
    ]

    dependencies = [
        ("cooperation", "0001_tables"),
        ("base", "0001_tables"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        CreateModels(
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
                name="Questionnaire",
                fields=[
                    (
                        "id",
                        models.BigAutoField(
                            auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                        ),
                    ),
                    (
                        "follow_up",
                        models.BooleanField(
                            default=False,
                            help_text="By mail, 90 days after the last date, once.",
                            verbose_name="ask again after three months",
                        ),
                    ),
                    (
                        "course",
                        models.OneToOneField(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="questionnaire",
                            to="trainings.course",
                            verbose_name="course",
                        ),
                    ),
                ],
                options={
                    "verbose_name": "questionnaire",
                    "verbose_name_plural": "questionnaires",
                    "ordering": ["course__sort_key", "pk"],
                },
            ),
            migrations.CreateModel(
                name="Question",
                fields=[
                    (
                        "id",
                        models.BigAutoField(
                            auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                        ),
                    ),
                    (
                        "position",
                        models.PositiveSmallIntegerField(default=1, verbose_name="position"),
                    ),
                    (
                        "kind",
                        models.CharField(
                            choices=[
                                ("scale", "scale from 1 to 5"),
                                ("choice", "one of several answers"),
                                ("yes_no", "yes or no"),
                                ("sentence", "a sentence of one's own"),
                            ],
                            default="scale",
                            max_length=8,
                            verbose_name="kind",
                        ),
                    ),
                    (
                        "text",
                        models.CharField(
                            max_length=200,
                            validators=[miko_portal.base.plain_text.plain_text],
                            verbose_name="question",
                        ),
                    ),
                    (
                        "text_en",
                        models.CharField(
                            blank=True,
                            max_length=200,
                            validators=[miko_portal.base.plain_text.plain_text],
                            verbose_name="question in English",
                        ),
                    ),
                    (
                        "low",
                        models.CharField(
                            blank=True,
                            help_text="Of a scale.",
                            max_length=40,
                            validators=[miko_portal.base.plain_text.plain_text],
                            verbose_name="1 means",
                        ),
                    ),
                    (
                        "high",
                        models.CharField(
                            blank=True,
                            help_text="Of a scale.",
                            max_length=40,
                            validators=[miko_portal.base.plain_text.plain_text],
                            verbose_name="5 means",
                        ),
                    ),
                    (
                        "low_en",
                        models.CharField(
                            blank=True,
                            max_length=40,
                            validators=[miko_portal.base.plain_text.plain_text],
                            verbose_name="1 means in English",
                        ),
                    ),
                    (
                        "high_en",
                        models.CharField(
                            blank=True,
                            max_length=40,
                            validators=[miko_portal.base.plain_text.plain_text],
                            verbose_name="5 means in English",
                        ),
                    ),
                    (
                        "options",
                        models.TextField(
                            blank=True,
                            help_text="One a line, two to eight.",
                            max_length=700,
                            validators=[miko_portal.base.plain_text.plain_text],
                            verbose_name="answers to choose from",
                        ),
                    ),
                    (
                        "options_en",
                        models.TextField(
                            blank=True,
                            max_length=700,
                            validators=[miko_portal.base.plain_text.plain_text],
                            verbose_name="the same in English",
                        ),
                    ),
                    (
                        "asked_before",
                        models.BooleanField(default=False, verbose_name="asked before"),
                    ),
                    ("asked_after", models.BooleanField(default=True, verbose_name="asked after")),
                    (
                        "asked_later",
                        models.BooleanField(default=False, verbose_name="asked after three months"),
                    ),
                    (
                        "for_funder",
                        models.BooleanField(
                            default=False, editable=False, verbose_name="asked by the funder"
                        ),
                    ),
                    (
                        "retired_on",
                        models.DateField(
                            blank=True,
                            editable=False,
                            null=True,
                            verbose_name="no longer asked since",
                        ),
                    ),
                    (
                        "questionnaire",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="questions",
                            to="trainings.questionnaire",
                            verbose_name="questionnaire",
                        ),
                    ),
                ],
                options={
                    "verbose_name": "question",
                    "verbose_name_plural": "questions",
                    "ordering": ["position", "pk"],
                    "constraints": [
                        models.UniqueConstraint(
                            condition=models.Q(("for_funder", True)),
                            fields=("questionnaire",),
                            name="question_of_funder_once",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(
                                models.Q(
                                    ("kind", "scale"),
                                    models.Q(("low", ""), _negated=True),
                                    models.Q(("high", ""), _negated=True),
                                ),
                                models.Q(
                                    models.Q(("kind", "scale"), _negated=True),
                                    ("high", ""),
                                    ("high_en", ""),
                                    ("low", ""),
                                    ("low_en", ""),
                                ),
                                _connector="OR",
                            ),
                            name="question_words_of_a_scale",
                            violation_error_message="A scale says what 1 and 5 mean; other questions leave that empty.",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(
                                models.Q(
                                    ("kind", "choice"), models.Q(("options", ""), _negated=True)
                                ),
                                models.Q(
                                    models.Q(("kind", "choice"), _negated=True),
                                    ("options", ""),
                                    ("options_en", ""),
                                ),
                                _connector="OR",
                            ),
                            name="question_options_of_a_choice",
                            violation_error_message="Answers to choose from belong to that kind of question, and to no other.",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(
                                ("asked_before", True),
                                ("asked_after", True),
                                ("asked_later", True),
                                _connector="OR",
                            ),
                            name="question_asked_at_some_time",
                            violation_error_message="Say when the question is asked.",
                        ),
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
                        "sequence",
                        models.PositiveIntegerField(db_default=0, default=0, editable=False),
                    ),
                    ("changed_at", models.DateTimeField(editable=False, null=True)),
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
                        "organisers",
                        models.ManyToManyField(
                            blank=True,
                            help_text="Empty: by the county alone.",
                            related_name="trainings_organised",
                            to="cooperation.organisation",
                            verbose_name="organised by",
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
                    (
                        "run",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.CASCADE,
                            related_name="shares",
                            to="trainings.run",
                        ),
                    ),
                ],
                options={
                    "verbose_name": "share of a project",
                    "verbose_name_plural": "shares of projects",
                    "constraints": [
                        models.UniqueConstraint(
                            fields=("run", "project"),
                            name="share_once_per_project",
                            violation_error_message="This project has a share already.",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(("percent__range", (1, 100))),
                            name="share_in_per_cent",
                            violation_error_message="A share is between 1 and 100 per cent.",
                        ),
                    ],
                },
            ),
            migrations.CreateModel(
                name="AnswerSheet",
                fields=[
                    (
                        "id",
                        models.BigIntegerField(
                            default=miko_portal.base.anonymity.by_lot,
                            editable=False,
                            primary_key=True,
                            serialize=False,
                        ),
                    ),
                    ("given_on", models.DateField(verbose_name="given on")),
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
                    (
                        "counted_on",
                        models.DateField(
                            blank=True, null=True, verbose_name="counted all the same since"
                        ),
                    ),
                    (
                        "occasion",
                        models.CharField(
                            choices=[
                                ("before", "Before the training"),
                                ("after", "After the training"),
                                ("later", "Three months after the training"),
                            ],
                            max_length=8,
                            verbose_name="occasion",
                        ),
                    ),
                    (
                        "run",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="answer_sheets",
                            to="trainings.run",
                            verbose_name="training",
                        ),
                    ),
                ],
                options={
                    "verbose_name": "answers without a name",
                    "verbose_name_plural": "answers without a name",
                    "ordering": ["pk"],
                    "constraints": [
                        models.CheckConstraint(
                            condition=models.Q(("occasion__in", ["before", "after", "later"])),
                            name="answer_sheet_of_an_occasion",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(
                                ("counted_on", None),
                                models.Q(("suspicion", ""), _negated=True),
                                _connector="OR",
                            ),
                            name="answer_sheet_counted_after_a_look",
                            violation_error_message="This answer counts already.",
                        ),
                    ],
                },
            ),
            migrations.CreateModel(
                name="Answer",
                fields=[
                    (
                        "id",
                        models.BigIntegerField(
                            default=miko_portal.base.anonymity.by_lot,
                            editable=False,
                            primary_key=True,
                            serialize=False,
                        ),
                    ),
                    (
                        "value",
                        models.PositiveSmallIntegerField(
                            blank=True, null=True, verbose_name="chosen"
                        ),
                    ),
                    (
                        "sentence",
                        models.TextField(
                            blank=True,
                            max_length=500,
                            validators=[miko_portal.base.plain_text.plain_text],
                            verbose_name="sentence",
                        ),
                    ),
                    (
                        "sheet",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.CASCADE,
                            related_name="answers",
                            to="trainings.answersheet",
                        ),
                    ),
                    (
                        "question",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="answers",
                            to="trainings.question",
                            verbose_name="question",
                        ),
                    ),
                ],
                options={
                    "verbose_name": "answer",
                    "verbose_name_plural": "answers",
                    "ordering": ["pk"],
                    "constraints": [
                        models.UniqueConstraint(
                            fields=("sheet", "question"), name="answer_once_per_question"
                        ),
                        models.CheckConstraint(
                            condition=models.Q(("value", None), ("sentence", ""), _connector="OR"),
                            name="answer_chosen_or_written",
                        ),
                        models.CheckConstraint(
                            condition=django.db.models.lookups.LessThanOrEqual(
                                django.db.models.functions.text.Length("sentence"), 500
                            ),
                            name="answer_sentence_short",
                            violation_error_message="Please write at most 500 letters.",
                        ),
                    ],
                },
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
                    (
                        "persons",
                        models.PositiveSmallIntegerField(default=1, verbose_name="persons"),
                    ),
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
                        "counted_as",
                        models.BigIntegerField(
                            blank=True, editable=False, verbose_name="counted as"
                        ),
                    ),
                    (
                        "forgotten_on",
                        models.DateField(editable=False, null=True, verbose_name="name deleted on"),
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
                            null=True,
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
                                ("side", "volunteer"),
                                ("organisation__isnull", False),
                                _connector="OR",
                            ),
                            name="enrolment_of_staff_has_organisation",
                            violation_error_message="Say which organisation the person comes from.",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(
                                models.Q(("side", "external"), _negated=True),
                                ("entitled_through__isnull", False),
                                models.Q(("override_reason", ""), _negated=True),
                                ("forgotten_on__isnull", False),
                                _connector="OR",
                            ),
                            name="enrolment_of_external_is_entitled",
                            violation_error_message="Only partners of an agreement in force take part.",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(
                                models.Q(("forgotten_on", None), ("person__isnull", False)),
                                models.Q(
                                    ("enrolled_by", None),
                                    ("forgotten_on__isnull", False),
                                    ("override_reason", ""),
                                    ("person", None),
                                ),
                                _connector="OR",
                            ),
                            name="enrolment_has_person_until_forgotten",
                            violation_error_message="An enrolment is somebody's, until its period is over.",
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
                    (
                        "link",
                        models.URLField(blank=True, verbose_name="link for taking part online"),
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
                    (
                        "trainers",
                        models.ManyToManyField(
                            blank=True,
                            related_name="+",
                            through="trainings.TrainerAssignment",
                            to="cooperation.person",
                            verbose_name="trainers",
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
                    ("confirmed_on", models.DateField(editable=False, verbose_name="confirmed on")),
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
                name="TrainerCalendar",
                fields=[
                    (
                        "id",
                        models.BigAutoField(
                            auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                        ),
                    ),
                    (
                        "token_hash",
                        models.CharField(
                            max_length=64, unique=True, verbose_name="hash of the token"
                        ),
                    ),
                    ("issued_at", models.DateTimeField(verbose_name="issued")),
                    (
                        "trainer",
                        models.OneToOneField(
                            on_delete=django.db.models.deletion.CASCADE,
                            related_name="calendar",
                            to="trainings.trainer",
                            verbose_name="trainer",
                        ),
                    ),
                ],
                options={
                    "verbose_name": "calendar of a trainer",
                    "verbose_name_plural": "calendars of trainers",
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
            migrations.CreateModel(
                name="Attendance",
                fields=[
                    (
                        "id",
                        models.BigAutoField(
                            auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                        ),
                    ),
                    ("noted_at", models.DateTimeField(verbose_name="noted")),
                    (
                        "noted_by",
                        models.ForeignKey(
                            null=True,
                            on_delete=django.db.models.deletion.SET_NULL,
                            related_name="+",
                            to=settings.AUTH_USER_MODEL,
                            verbose_name="noted by",
                        ),
                    ),
                    (
                        "enrolment",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="attendances",
                            to="trainings.enrolment",
                            verbose_name="enrolment",
                        ),
                    ),
                    (
                        "session",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="attendances",
                            to="trainings.session",
                            verbose_name="session",
                        ),
                    ),
                ],
                options={
                    "verbose_name": "attendance",
                    "verbose_name_plural": "attendances",
                    "ordering": ["session", "pk"],
                    "constraints": [
                        models.UniqueConstraint(
                            fields=("enrolment", "session"),
                            name="trainings_attendance_once_per_date",
                            violation_error_message="Somebody has noted this meanwhile.",
                        )
                    ],
                },
            ),
            migrations.CreateModel(
                name="TrainingCertificate",
                fields=[
                    (
                        "id",
                        models.BigAutoField(
                            auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                        ),
                    ),
                    (
                        "certificate",
                        models.OneToOneField(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to="base.certificate",
                            verbose_name="certificate of attendance",
                        ),
                    ),
                    (
                        "enrolment",
                        models.OneToOneField(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="certified",
                            to="trainings.enrolment",
                            verbose_name="enrolment",
                        ),
                    ),
                ],
                options={
                    "verbose_name": "certificate of a training",
                    "verbose_name_plural": "certificates of trainings",
                    "ordering": ["enrolment"],
                },
            ),
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
                                ("came", "those who came to a date"),
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
                        "written_by",
                        models.ForeignKey(
                            null=True,
                            on_delete=django.db.models.deletion.SET_NULL,
                            related_name="+",
                            to=settings.AUTH_USER_MODEL,
                            verbose_name="written by",
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
                        "session",
                        models.ForeignKey(
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to="trainings.session",
                            verbose_name="session",
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
                        ),
                        models.CheckConstraint(
                            condition=models.Q(
                                models.Q(("audience", "came"), ("session__isnull", False)),
                                models.Q(
                                    models.Q(("audience", "came"), _negated=True), ("session", None)
                                ),
                                _connector="OR",
                            ),
                            name="training_circular_of_a_date",
                            violation_error_message="Say to which date they came.",
                        ),
                    ],
                },
            ),
            migrations.CreateModel(
                name="PastCount",
                fields=[
                    (
                        "id",
                        models.BigAutoField(
                            auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                        ),
                    ),
                    ("held_on", models.DateField(verbose_name="first day")),
                    (
                        "side",
                        models.CharField(
                            choices=[
                                ("internal", "County administration"),
                                ("external", "Partner authority"),
                                ("volunteer", "Volunteer"),
                            ],
                            max_length=12,
                            verbose_name="took part as",
                        ),
                    ),
                    (
                        "persons",
                        models.PositiveSmallIntegerField(
                            validators=[
                                django.core.validators.MinValueValidator(1),
                                django.core.validators.MaxValueValidator(9999),
                            ],
                            verbose_name="persons",
                        ),
                    ),
                    (
                        "units",
                        models.PositiveSmallIntegerField(
                            help_text="One unit is 45 minutes.",
                            validators=[django.core.validators.MinValueValidator(1)],
                            verbose_name="teaching units of each",
                        ),
                    ),
                    (
                        "course",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="past_counts",
                            to="trainings.course",
                            verbose_name="course",
                        ),
                    ),
                    (
                        "project",
                        models.ForeignKey(
                            blank=True,
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to="cooperation.project",
                            verbose_name="project",
                        ),
                    ),
                ],
                options={
                    "verbose_name": "number of earlier years",
                    "verbose_name_plural": "numbers of earlier years",
                    "ordering": ["-held_on", "-pk"],
                    "constraints": [
                        models.UniqueConstraint(
                            fields=("course", "held_on", "side", "project"),
                            name="past_count_once",
                            nulls_distinct=False,
                            violation_error_message="There is a number for this course and day already.",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(("persons__range", (1, 9999)), ("units__gte", 1)),
                            name="past_count_plausible",
                            violation_error_message="Between 1 and 9999 persons took part.",
                        ),
                    ],
                },
            ),
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
                        models.CharField(
                            max_length=64, unique=True, verbose_name="hash of the token"
                        ),
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
        ),
    ]
