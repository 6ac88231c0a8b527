import django.contrib.postgres.fields
import django.contrib.postgres.indexes
import django.db.models.deletion
import django.db.models.expressions
import django.db.models.functions.comparison
import django.db.models.functions.text
import django.db.models.lookups
from django.conf import settings
from django.db import migrations, models

import miko_portal.base.anonymity
import miko_portal.base.plain_text
import miko_portal.base.words
from miko_portal.base.operations import CreateModels

# A number is scattered over all words of six of these letters: none looks like another or like a
# figure, and without vowels they make no words. Every number below 64 million has its own.
CODE = """
CREATE FUNCTION events_short_code(number bigint) RETURNS text
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
    SELECT string_agg(
        substr('bcdfghjkmnpqrstvwxyz', (number * 39916801 % 64000000 / power % 20)::int + 1, 1),
        '' ORDER BY power DESC
    ) FROM unnest(ARRAY[1, 20, 400, 8000, 160000, 3200000]) AS power
$$;
"""


class Migration(migrations.Migration):
    initial = True

    # Databases of before 0.1.0 have these instead, and only note that this one is done.
    replaces = [
        ("events", "0001_initial"),
        ("events", "0003_short_code"),
        ("events", "0006_voice_messages"),
        ("events", "0009_call_requests"),
        ("events", "0010_moves"),
        ("events", "0012_circulars"),
        ("events", "0015_calls"),
        ("events", "0016_networks"),
        ("events", "0019_no_network_days"),
        ("events", "0020_confirmed_interpreters"),
        ("events", "0021_forgetting_interpreters"),
    ]

    dependencies = [
        ("cooperation", "0001_tables"),
        ("base", "0001_tables"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RunSQL(CODE, "DROP FUNCTION events_short_code"),
        CreateModels(
            migrations.CreateModel(
                name="Topic",
                fields=[
                    (
                        "id",
                        models.BigAutoField(
                            auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                        ),
                    ),
                    (
                        "name",
                        models.CharField(max_length=80, unique=True, verbose_name="name in German"),
                    ),
                    (
                        "words",
                        models.GeneratedField(
                            db_persist=True,
                            expression=miko_portal.base.words.WordsHeld("name"),
                            output_field=django.contrib.postgres.fields.ArrayField(
                                base_field=models.TextField(), size=None
                            ),
                        ),
                    ),
                ],
                options={
                    "verbose_name": "topic",
                    "verbose_name_plural": "topics",
                    "ordering": ["name"],
                },
            ),
            migrations.CreateModel(
                name="TopicName",
                fields=[
                    (
                        "id",
                        models.BigAutoField(
                            auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                        ),
                    ),
                    (
                        "language",
                        models.CharField(
                            choices=[
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
                            max_length=12,
                            verbose_name="language",
                        ),
                    ),
                    ("name", models.CharField(max_length=80, verbose_name="name")),
                    (
                        "words",
                        models.GeneratedField(
                            db_persist=True,
                            expression=miko_portal.base.words.WordsHeld("name"),
                            output_field=django.contrib.postgres.fields.ArrayField(
                                base_field=models.TextField(), size=None
                            ),
                        ),
                    ),
                    (
                        "topic",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.CASCADE,
                            related_name="names",
                            to="events.topic",
                            verbose_name="topic",
                        ),
                    ),
                ],
                options={
                    "verbose_name": "name in another language",
                    "verbose_name_plural": "names in other languages",
                    "constraints": [
                        models.UniqueConstraint(
                            fields=("topic", "language"),
                            name="topicname_one_per_language",
                            violation_error_message="The topic has a name in this language already.",
                        )
                    ],
                },
            ),
            migrations.CreateModel(
                name="Seminar",
                fields=[
                    (
                        "id",
                        models.BigAutoField(
                            auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                        ),
                    ),
                    (
                        "format",
                        models.CharField(
                            choices=[
                                ("course", "Course"),
                                ("meeting", "Get-together"),
                                ("evening", "Evening"),
                                ("talk", "Talk"),
                                ("visit", "Visit"),
                            ],
                            default="course",
                            max_length=10,
                            verbose_name="format",
                        ),
                    ),
                    (
                        "audience",
                        models.CharField(
                            choices=[
                                ("everybody", "For everybody"),
                                ("newcomers", "For people who are new in Germany"),
                                ("parents", "For parents"),
                                ("families", "For families"),
                                ("young", "For young people"),
                                ("older", "For older people"),
                            ],
                            default="everybody",
                            max_length=10,
                            verbose_name="audience",
                        ),
                    ),
                    (
                        "organiser",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="seminars",
                            to="cooperation.organisation",
                            verbose_name="organiser",
                        ),
                    ),
                    (
                        "partners",
                        models.ManyToManyField(
                            blank=True,
                            related_name="partner_seminars",
                            to="cooperation.organisation",
                            verbose_name="partners",
                        ),
                    ),
                    (
                        "topic",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="seminars",
                            to="events.topic",
                            verbose_name="topic",
                        ),
                    ),
                ],
                options={
                    "verbose_name": "seminar",
                    "verbose_name_plural": "seminars",
                    "ordering": ["-pk"],
                },
            ),
            migrations.CreateModel(
                name="SeminarText",
                fields=[
                    (
                        "id",
                        models.BigAutoField(
                            auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                        ),
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
                            max_length=12,
                            verbose_name="language",
                        ),
                    ),
                    ("title", models.CharField(max_length=120, verbose_name="title")),
                    (
                        "summary",
                        models.CharField(
                            help_text="Stands at the top of the page.",
                            max_length=300,
                            verbose_name="in one sentence",
                        ),
                    ),
                    ("text", models.TextField(blank=True, max_length=5000, verbose_name="text")),
                    (
                        "bring",
                        models.CharField(blank=True, max_length=300, verbose_name="what to bring"),
                    ),
                    (
                        "origin",
                        models.CharField(
                            choices=[
                                ("human", "written by a person"),
                                ("machine", "translated by a machine"),
                                ("reviewed", "translated by a machine, reviewed by a person"),
                            ],
                            default="human",
                            max_length=10,
                            verbose_name="origin",
                        ),
                    ),
                    ("source_digest", models.CharField(blank=True, editable=False, max_length=32)),
                    (
                        "digest",
                        models.GeneratedField(
                            db_persist=True,
                            expression=django.db.models.functions.text.MD5(
                                django.db.models.functions.text.Concat(
                                    "title",
                                    models.Value("\x1f"),
                                    "summary",
                                    models.Value("\x1f"),
                                    "text",
                                    models.Value("\x1f"),
                                    "bring",
                                    models.Value("\x1f"),
                                    output_field=models.TextField(),
                                )
                            ),
                            output_field=models.CharField(max_length=32),
                        ),
                    ),
                    (
                        "words",
                        models.GeneratedField(
                            db_persist=True,
                            expression=miko_portal.base.words.WordsHeld(
                                django.db.models.functions.text.Concat(
                                    "title",
                                    models.Value(" "),
                                    "summary",
                                    models.Value(" "),
                                    "text",
                                    models.Value(" "),
                                    output_field=models.TextField(),
                                )
                            ),
                            output_field=django.contrib.postgres.fields.ArrayField(
                                base_field=models.TextField(), size=None
                            ),
                        ),
                    ),
                    (
                        "seminar",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.CASCADE,
                            related_name="texts",
                            to="events.seminar",
                            verbose_name="seminar",
                        ),
                    ),
                ],
                options={
                    "verbose_name": "text",
                    "verbose_name_plural": "texts",
                    "ordering": ["seminar", "pk"],
                    "indexes": [
                        django.contrib.postgres.indexes.GinIndex(
                            fields=["words"], name="seminartext_words"
                        )
                    ],
                    "constraints": [
                        models.UniqueConstraint(
                            fields=("seminar", "language"),
                            name="seminartext_one_per_language",
                            violation_error_message="There is a text in this language already.",
                        )
                    ],
                },
            ),
            migrations.CreateModel(
                name="Interpreter",
                fields=[
                    (
                        "id",
                        models.BigAutoField(
                            auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                        ),
                    ),
                    (
                        "languages",
                        django.contrib.postgres.fields.ArrayField(
                            base_field=models.CharField(max_length=8),
                            size=None,
                            verbose_name="interprets into",
                        ),
                    ),
                    (
                        "gender",
                        models.CharField(
                            blank=True,
                            choices=[("woman", "woman"), ("man", "man"), ("diverse", "diverse")],
                            help_text="Only women interpret where a date is for women only.",
                            max_length=7,
                            verbose_name="gender",
                        ),
                    ),
                    (
                        "note",
                        models.CharField(
                            blank=True,
                            help_text="Such as: only in the evening; has a car.",
                            max_length=200,
                            validators=[miko_portal.base.plain_text.plain_text],
                            verbose_name="note",
                        ),
                    ),
                    ("confirmed_on", models.DateField(editable=False, verbose_name="confirmed on")),
                    (
                        "person",
                        models.OneToOneField(
                            on_delete=django.db.models.deletion.CASCADE,
                            related_name="interpreter",
                            to="cooperation.person",
                            verbose_name="person",
                        ),
                    ),
                ],
                options={
                    "verbose_name": "interpreter",
                    "verbose_name_plural": "interpreters",
                    "ordering": ["person__sort_key", "pk"],
                    "constraints": [
                        models.CheckConstraint(
                            condition=models.Q(("languages__len__gte", 1)),
                            name="interpreter_knows_a_language",
                            violation_error_message="Say into which language somebody interprets.",
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
                        "coming",
                        models.CharField(
                            choices=[
                                ("open", "Just come"),
                                ("here", "Registration with the integration office"),
                                ("telephone", "Registration by telephone"),
                                ("partner", "Registration with our partner"),
                            ],
                            default="open",
                            max_length=10,
                            verbose_name="how one comes",
                        ),
                    ),
                    (
                        "telephone",
                        models.CharField(
                            blank=True,
                            help_text="For registration by telephone; empty: that of the office.",
                            max_length=40,
                            verbose_name="telephone",
                        ),
                    ),
                    (
                        "partner_url",
                        models.URLField(
                            blank=True,
                            max_length=300,
                            verbose_name="address of the partner's registration",
                        ),
                    ),
                    (
                        "spoken",
                        django.contrib.postgres.fields.ArrayField(
                            base_field=models.CharField(max_length=8),
                            size=None,
                            verbose_name="held in",
                        ),
                    ),
                    (
                        "interpreted",
                        django.contrib.postgres.fields.ArrayField(
                            base_field=models.CharField(max_length=8),
                            blank=True,
                            default=list,
                            size=None,
                            verbose_name="interpreted into",
                        ),
                    ),
                    (
                        "women_only",
                        models.BooleanField(default=False, verbose_name="for women only"),
                    ),
                    (
                        "cost_cents",
                        models.PositiveIntegerField(default=0, verbose_name="cost in cents"),
                    ),
                    (
                        "childcare_places",
                        models.PositiveSmallIntegerField(
                            default=0, verbose_name="places for childcare"
                        ),
                    ),
                    (
                        "childcare_from_age",
                        models.PositiveSmallIntegerField(
                            blank=True, null=True, verbose_name="childcare from age"
                        ),
                    ),
                    (
                        "childcare_until_age",
                        models.PositiveSmallIntegerField(
                            blank=True, null=True, verbose_name="childcare until age"
                        ),
                    ),
                    (
                        "childcare_taken",
                        models.PositiveIntegerField(
                            db_default=0,
                            default=0,
                            editable=False,
                            verbose_name="places for childcare taken",
                        ),
                    ),
                    (
                        "published_on",
                        models.DateField(
                            blank=True, editable=False, null=True, verbose_name="published on"
                        ),
                    ),
                    (
                        "starts_at",
                        models.DateTimeField(editable=False, null=True, verbose_name="starts"),
                    ),
                    (
                        "ends_at",
                        models.DateTimeField(editable=False, null=True, verbose_name="ends"),
                    ),
                    (
                        "sequence",
                        models.PositiveIntegerField(db_default=0, default=0, editable=False),
                    ),
                    ("changed_at", models.DateTimeField(editable=False, null=True)),
                    (
                        "code",
                        models.GeneratedField(
                            db_persist=True,
                            expression=models.Func(models.F("id"), function="events_short_code"),
                            output_field=models.CharField(max_length=6),
                            unique=True,
                        ),
                    ),
                    (
                        "project",
                        models.ForeignKey(
                            blank=True,
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="seminar_runs",
                            to="cooperation.project",
                            verbose_name="project",
                        ),
                    ),
                    (
                        "seminar",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="runs",
                            to="events.seminar",
                            verbose_name="seminar",
                        ),
                    ),
                ],
                options={
                    "verbose_name": "date of a seminar",
                    "verbose_name_plural": "dates of seminars",
                    "ordering": ["-starts_at", "-pk"],
                    "abstract": False,
                    "indexes": [
                        models.Index(fields=["starts_at", "id"], name="run_starts"),
                        models.Index(fields=["seminar", "starts_at"], name="run_of_seminar"),
                    ],
                    "constraints": [
                        models.CheckConstraint(
                            condition=models.Q(("seats_taken__lte", models.F("capacity"))),
                            name="events_run_never_overbooked",
                            violation_error_message="More seats are taken already.",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(("capacity__gte", 1)),
                            name="events_run_has_seats",
                            violation_error_message="There is at least one seat.",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(
                                ("cancelled_on", None),
                                models.Q(("cancellation_reason", ""), _negated=True),
                                _connector="OR",
                            ),
                            name="events_run_cancelled_with_reason",
                            violation_error_message="Say why it is cancelled.",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(("spoken__len__gte", 1)),
                            name="run_held_in_a_language",
                            violation_error_message="Say in which language it is held.",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(("cost_cents__gte", 0)),
                            name="run_cost_not_negative",
                            violation_error_message="The cost is zero or more.",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(
                                models.Q(("coming", "partner"), _negated=True),
                                models.Q(("partner_url", ""), _negated=True),
                                _connector="OR",
                            ),
                            name="run_partner_has_address",
                            violation_error_message="Give the address of the partner's registration.",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(
                                models.Q(
                                    ("childcare_from_age", None),
                                    ("childcare_places", 0),
                                    ("childcare_until_age", None),
                                ),
                                models.Q(
                                    ("childcare_from_age__isnull", False),
                                    ("childcare_places__gt", 0),
                                    ("childcare_until_age__gte", models.F("childcare_from_age")),
                                ),
                                _connector="OR",
                            ),
                            name="run_childcare_whole",
                            violation_error_message="Childcare needs places, a first and a last age, in order; or none of them.",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(
                                ("childcare_taken__lte", models.F("childcare_places"))
                            ),
                            name="run_childcare_never_overbooked",
                            violation_error_message="More places for childcare are taken already.",
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
                        "moved_from",
                        models.DateTimeField(editable=False, null=True, verbose_name="moved from"),
                    ),
                    (
                        "room",
                        models.ForeignKey(
                            blank=True,
                            help_text="A room that is booked; else choose the venue alone.",
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="seminar_sessions",
                            to="cooperation.room",
                            verbose_name="room",
                        ),
                    ),
                    (
                        "run",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.CASCADE,
                            related_name="sessions",
                            to="events.run",
                            verbose_name="date",
                        ),
                    ),
                    (
                        "venue",
                        models.ForeignKey(
                            blank=True,
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="seminar_sessions",
                            to="cooperation.venue",
                            verbose_name="venue",
                        ),
                    ),
                ],
                options={
                    "verbose_name": "session",
                    "verbose_name_plural": "sessions",
                    "ordering": ["starts_at", "pk"],
                    "abstract": False,
                    "indexes": [
                        models.Index(fields=["starts_at", "id"], name="session_starts"),
                        models.Index(fields=["run", "starts_at", "id"], name="session_of_run"),
                    ],
                    "constraints": [
                        models.CheckConstraint(
                            condition=models.Q(("ends_at__gt", models.F("starts_at"))),
                            name="events_session_ends_after_start",
                            violation_error_message="The end lies before the start.",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(
                                ("cancelled_on", None),
                                models.Q(("cancellation_reason", ""), _negated=True),
                                _connector="OR",
                            ),
                            name="events_session_cancelled_with_reason",
                            violation_error_message="Say why it is cancelled.",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(
                                models.Q(("room__isnull", False), ("venue", None)),
                                models.Q(("room", None), ("venue__isnull", False)),
                                _connector="OR",
                            ),
                            name="session_in_room_or_venue",
                            violation_error_message="Choose either a room or a venue.",
                        ),
                    ],
                },
            ),
            migrations.CreateModel(
                name="InterpreterAssignment",
                fields=[
                    (
                        "id",
                        models.BigAutoField(
                            auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                        ),
                    ),
                    (
                        "forgotten_on",
                        models.DateField(editable=False, null=True, verbose_name="name deleted on"),
                    ),
                    ("language", models.CharField(max_length=8, verbose_name="language")),
                    ("asked_on", models.DateField(verbose_name="asked on")),
                    (
                        "confirmed_on",
                        models.DateField(blank=True, null=True, verbose_name="confirmed on"),
                    ),
                    (
                        "declined_on",
                        models.DateField(blank=True, null=True, verbose_name="declined on"),
                    ),
                    (
                        "released_on",
                        models.DateField(
                            blank=True, null=True, verbose_name="no longer needed since"
                        ),
                    ),
                    ("came_on", models.DateField(blank=True, null=True, verbose_name="came on")),
                    (
                        "hours",
                        models.DecimalField(
                            blank=True,
                            decimal_places=2,
                            max_digits=4,
                            null=True,
                            verbose_name="hours",
                        ),
                    ),
                    (
                        "fee_cents",
                        models.PositiveIntegerField(
                            blank=True, null=True, verbose_name="fee in cents"
                        ),
                    ),
                    (
                        "person",
                        models.ForeignKey(
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="interpreting",
                            to="cooperation.person",
                            verbose_name="interpreter",
                        ),
                    ),
                    (
                        "session",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.CASCADE,
                            related_name="interpreting",
                            to="events.session",
                            verbose_name="session",
                        ),
                    ),
                ],
                options={
                    "verbose_name": "interpreting at a date",
                    "verbose_name_plural": "interpreting at dates",
                    "ordering": ["session__starts_at", "pk"],
                    "constraints": [
                        models.UniqueConstraint(
                            condition=models.Q(("declined_on", None), ("released_on", None)),
                            fields=("session", "person"),
                            name="interpreter_once_per_session",
                            violation_error_message="This person is asked for this date already.",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(
                                ("declined_on", None), ("released_on", None), _connector="OR"
                            ),
                            name="interpreter_declined_or_released",
                            violation_error_message="Somebody declines or is released, not both.",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(
                                ("came_on", None),
                                models.Q(("declined_on", None), ("released_on", None)),
                                _connector="OR",
                            ),
                            name="interpreter_came_or_not",
                            violation_error_message="Who declined or was not needed did not come.",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(
                                ("hours", None),
                                models.Q(("came_on__isnull", False), ("hours__gt", 0)),
                                _connector="OR",
                            ),
                            name="interpreter_hours_of_who_came",
                            violation_error_message="Hours are more than none, and of somebody who came.",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(
                                models.Q(("forgotten_on", None), ("person__isnull", False)),
                                models.Q(("forgotten_on__isnull", False), ("person", None)),
                                _connector="OR",
                            ),
                            name="interpreting_is_somebodys_until_forgotten",
                            violation_error_message="A date is interpreted by somebody, until its period is over.",
                        ),
                    ],
                },
            ),
            migrations.CreateModel(
                name="Registration",
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
                        models.PositiveSmallIntegerField(
                            default=0, verbose_name="children under 3"
                        ),
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
                    (
                        "walked_in_at",
                        models.DateTimeField(
                            editable=False, null=True, verbose_name="came to the door"
                        ),
                    ),
                    (
                        "submission",
                        models.UUIDField(editable=False, null=True, verbose_name="form"),
                    ),
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
                    (
                        "privacy_text",
                        models.ForeignKey(
                            editable=False,
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to="base.legaltext",
                            verbose_name="data protection as shown",
                        ),
                    ),
                    (
                        "registered_by",
                        models.ForeignKey(
                            editable=False,
                            null=True,
                            on_delete=django.db.models.deletion.SET_NULL,
                            related_name="+",
                            to=settings.AUTH_USER_MODEL,
                            verbose_name="registered by",
                        ),
                    ),
                    (
                        "run",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="places",
                            to="events.run",
                            verbose_name="date of a seminar",
                        ),
                    ),
                ],
                options={
                    "verbose_name": "registration",
                    "verbose_name_plural": "registrations",
                    "ordering": ["pk"],
                    "indexes": [
                        models.Index(
                            condition=models.Q(
                                ("cancelled_at", None),
                                ("confirmed_at", None),
                                ("offered_until__isnull", False),
                            ),
                            fields=["offered_until"],
                            name="registration_offered",
                        )
                    ],
                    "constraints": [
                        models.CheckConstraint(
                            condition=models.Q(("persons__gte", 1)),
                            name="events_registration_at_least_one_person",
                            violation_error_message="At least one person comes.",
                        ),
                        models.UniqueConstraint(
                            fields=("run", "submission"),
                            name="registration_once_per_form",
                            violation_error_message="This form was sent already.",
                        ),
                        models.CheckConstraint(
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
                    ],
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
                    (
                        "registration",
                        models.OneToOneField(
                            on_delete=django.db.models.deletion.CASCADE,
                            related_name="contact",
                            to="events.registration",
                            verbose_name="registration",
                        ),
                    ),
                ],
                options={
                    "verbose_name": "contact of a registration",
                    "verbose_name_plural": "contacts of registrations",
                    "indexes": [models.Index(fields=["telephone"], name="registration_telephone")],
                    "constraints": [
                        models.CheckConstraint(
                            condition=models.Q(("name", ""), _negated=True),
                            name="registration_contact_has_name",
                            violation_error_message="Please write a name.",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(
                                ("telephone", ""),
                                ("telephone__regex", "^\\+[1-9][0-9]{6,14}$"),
                                _connector="OR",
                            ),
                            name="registration_contact_telephone_normalised",
                            violation_error_message="Please write the telephone number in digits, with the zero: 0151 23456789",
                        ),
                    ],
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
                        models.CharField(
                            max_length=64, unique=True, verbose_name="hash of the token"
                        ),
                    ),
                    ("made_at", models.DateTimeField(verbose_name="made")),
                    (
                        "registration",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.CASCADE,
                            related_name="links",
                            to="events.registration",
                            verbose_name="registration",
                        ),
                    ),
                ],
                options={
                    "verbose_name": "link to a registration",
                    "verbose_name_plural": "links to registrations",
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
                    ("persons", models.PositiveSmallIntegerField(verbose_name="persons")),
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
                        "registration",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="attendances",
                            to="events.registration",
                            verbose_name="registration",
                        ),
                    ),
                    (
                        "session",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="attendances",
                            to="events.session",
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
                            fields=("registration", "session"),
                            name="attendance_once_per_date",
                            violation_error_message="Somebody has noted this meanwhile.",
                        )
                    ],
                },
            ),
            migrations.CreateModel(
                name="CallRequest",
                fields=[
                    (
                        "id",
                        models.BigAutoField(
                            auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                        ),
                    ),
                    (
                        "tried_at",
                        models.DateTimeField(blank=True, null=True, verbose_name="last tried"),
                    ),
                    (
                        "reached_at",
                        models.DateTimeField(blank=True, null=True, verbose_name="reached"),
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
                    ("texts", models.JSONField(verbose_name="text per language")),
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
                            to="events.run",
                            verbose_name="date of a seminar",
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
                            condition=models.Q(("texts__has_key", "de")),
                            name="circular_has_german_text",
                            violation_error_message="Please write the message in German.",
                        )
                    ],
                },
            ),
            migrations.CreateModel(
                name="Move",
                fields=[
                    (
                        "id",
                        models.BigAutoField(
                            auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                        ),
                    ),
                    ("sequence", models.PositiveIntegerField(verbose_name="edition")),
                    ("starts_at", models.DateTimeField(verbose_name="started until then")),
                    ("ends_at", models.DateTimeField(verbose_name="ended until then")),
                    ("place", models.TextField(verbose_name="place until then")),
                    ("moved_at", models.DateTimeField(verbose_name="moved")),
                    (
                        "session",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.CASCADE,
                            related_name="moves",
                            to="events.session",
                            verbose_name="session",
                        ),
                    ),
                ],
                options={
                    "verbose_name": "move of a date",
                    "verbose_name_plural": "moves of dates",
                    "ordering": ["starts_at", "pk"],
                    "constraints": [
                        models.UniqueConstraint(
                            fields=("session", "sequence"),
                            name="move_once_per_edition",
                            violation_error_message="This move is stored already.",
                        )
                    ],
                },
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
                    (
                        "tried_at",
                        models.DateTimeField(blank=True, null=True, verbose_name="last tried"),
                    ),
                    (
                        "reached_at",
                        models.DateTimeField(blank=True, null=True, verbose_name="reached"),
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
            migrations.CreateModel(
                name="SeminarCertificate",
                fields=[
                    (
                        "id",
                        models.BigAutoField(
                            auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                        ),
                    ),
                    (
                        "person",
                        models.PositiveSmallIntegerField(verbose_name="person of the registration"),
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
                        "registration",
                        models.ForeignKey(
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="certificates",
                            to="events.registration",
                            verbose_name="registration",
                        ),
                    ),
                    (
                        "run",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="certificates",
                            to="events.run",
                            verbose_name="date of a seminar",
                        ),
                    ),
                ],
                options={
                    "verbose_name": "certificate of a seminar",
                    "verbose_name_plural": "certificates of seminars",
                    "ordering": ["run", "registration", "person"],
                    "constraints": [
                        models.UniqueConstraint(
                            fields=("registration", "person"),
                            name="seminarcertificate_once_per_person",
                            violation_error_message="This person has a certificate already.",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(("person__gte", 1)),
                            name="seminarcertificate_of_a_person",
                            violation_error_message="The first person is number 1.",
                        ),
                    ],
                },
            ),
            migrations.CreateModel(
                name="HeadCount",
                fields=[
                    (
                        "id",
                        models.BigAutoField(
                            auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                        ),
                    ),
                    ("held_on", models.DateField(blank=True, null=True, verbose_name="day")),
                    (
                        "persons",
                        models.PositiveSmallIntegerField(
                            help_text="All who came, children too.", verbose_name="persons"
                        ),
                    ),
                    (
                        "women",
                        models.PositiveSmallIntegerField(
                            blank=True,
                            help_text="Empty: not counted.",
                            null=True,
                            verbose_name="of them women",
                        ),
                    ),
                    (
                        "children",
                        models.PositiveSmallIntegerField(
                            blank=True,
                            help_text="Empty: not counted.",
                            null=True,
                            verbose_name="of them children",
                        ),
                    ),
                    (
                        "seminar",
                        models.ForeignKey(
                            blank=True,
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="head_counts",
                            to="events.seminar",
                            verbose_name="seminar",
                        ),
                    ),
                    (
                        "session",
                        models.OneToOneField(
                            blank=True,
                            editable=False,
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="head_count",
                            to="events.session",
                            verbose_name="session",
                        ),
                    ),
                ],
                options={
                    "verbose_name": "head count",
                    "verbose_name_plural": "head counts",
                    "ordering": ["-pk"],
                    "constraints": [
                        models.CheckConstraint(
                            condition=models.Q(
                                models.Q(
                                    ("held_on", None), ("seminar", None), ("session__isnull", False)
                                ),
                                models.Q(
                                    ("held_on__isnull", False),
                                    ("seminar__isnull", False),
                                    ("session", None),
                                ),
                                _connector="OR",
                            ),
                            name="headcount_of_a_date_or_a_day",
                            violation_error_message="Say of which seminar it is, and on which day.",
                        ),
                        models.UniqueConstraint(
                            fields=("seminar", "held_on"),
                            name="headcount_one_per_day",
                            violation_error_message="There is a number for this seminar and day already.",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(
                                (
                                    "persons__gte",
                                    django.db.models.expressions.CombinedExpression(
                                        django.db.models.functions.comparison.Coalesce("women", 0),
                                        "+",
                                        django.db.models.functions.comparison.Coalesce(
                                            "children", 0
                                        ),
                                    ),
                                )
                            ),
                            name="headcount_parts_within_all",
                            violation_error_message="Women and children together are more than all persons.",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(("persons__lte", 9999)),
                            name="headcount_plausible",
                            violation_error_message="More than 9999 persons can't be right.",
                        ),
                    ],
                },
            ),
            migrations.CreateModel(
                name="Feedback",
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
                        "face",
                        models.CharField(
                            choices=[("good", "Good"), ("middling", "So-so"), ("bad", "Not good")],
                            max_length=8,
                            verbose_name="face",
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
                            max_length=12,
                            verbose_name="language",
                        ),
                    ),
                    (
                        "run",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="feedback",
                            to="events.run",
                            verbose_name="date of a seminar",
                        ),
                    ),
                ],
                options={
                    "verbose_name": "feedback",
                    "verbose_name_plural": "feedback",
                    "ordering": ["pk"],
                    "constraints": [
                        models.CheckConstraint(
                            condition=models.Q(("face__in", ["good", "middling", "bad"])),
                            name="feedback_one_of_three_faces",
                            violation_error_message="Please choose a face.",
                        ),
                        models.CheckConstraint(
                            condition=django.db.models.lookups.LessThanOrEqual(
                                django.db.models.functions.text.Length("sentence"), 500
                            ),
                            name="feedback_sentence_short",
                            violation_error_message="Please write at most 500 letters.",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(
                                ("counted_on", None),
                                models.Q(("suspicion", ""), _negated=True),
                                _connector="OR",
                            ),
                            name="feedback_counted_after_a_look",
                            violation_error_message="This answer counts already.",
                        ),
                    ],
                },
            ),
            migrations.CreateModel(
                name="VoiceMessage",
                fields=[
                    (
                        "id",
                        models.BigAutoField(
                            auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                        ),
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
                            max_length=12,
                            verbose_name="language",
                        ),
                    ),
                    (
                        "stored_as",
                        models.CharField(
                            editable=False, max_length=80, unique=True, verbose_name="stored as"
                        ),
                    ),
                    (
                        "media_type",
                        models.CharField(
                            choices=[
                                ("audio/mpeg", "audio/mpeg"),
                                ("audio/mp4", "audio/mp4"),
                                ("audio/ogg", "audio/ogg"),
                            ],
                            max_length=20,
                            verbose_name="media type",
                        ),
                    ),
                    (
                        "size",
                        models.PositiveIntegerField(editable=False, verbose_name="size in bytes"),
                    ),
                    (
                        "seconds",
                        models.PositiveSmallIntegerField(
                            editable=False, verbose_name="length in seconds"
                        ),
                    ),
                    (
                        "sha256",
                        models.CharField(editable=False, max_length=64, verbose_name="SHA-256"),
                    ),
                    ("text_digest", models.CharField(blank=True, editable=False, max_length=32)),
                    ("added_at", models.DateTimeField(editable=False, verbose_name="added")),
                    (
                        "added_by",
                        models.ForeignKey(
                            editable=False,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to=settings.AUTH_USER_MODEL,
                            verbose_name="added by",
                        ),
                    ),
                    (
                        "seminar",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.CASCADE,
                            related_name="voices",
                            to="events.seminar",
                            verbose_name="seminar",
                        ),
                    ),
                ],
                options={
                    "verbose_name": "voice message",
                    "verbose_name_plural": "voice messages",
                    "ordering": ["seminar", "pk"],
                    "indexes": [models.Index(fields=["sha256"], name="voicemessage_sha256")],
                    "constraints": [
                        models.UniqueConstraint(
                            fields=("seminar", "language"),
                            name="voicemessage_one_per_language",
                            violation_error_message="There is a voice message in this language already.",
                        )
                    ],
                },
            ),
            migrations.CreateModel(
                name="Word",
                fields=[
                    (
                        "id",
                        models.BigAutoField(
                            auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                        ),
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
                            max_length=12,
                            verbose_name="language",
                        ),
                    ),
                    ("word", models.TextField(db_collation="C", verbose_name="word")),
                ],
                options={
                    "verbose_name": "word",
                    "verbose_name_plural": "words",
                    "constraints": [
                        models.UniqueConstraint(
                            fields=("language", "word"), name="word_once_per_language"
                        )
                    ],
                },
            ),
        ),
    ]
