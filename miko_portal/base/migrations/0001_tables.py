import django.contrib.postgres.constraints
import django.contrib.postgres.fields
import django.contrib.postgres.fields.ranges
import django.db.models.deletion
import django.db.models.functions.comparison
import django.db.models.functions.text
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

from miko_portal.base.operations import CreateModels

# What `createcachetable` would make, so that the owner makes it with everything else.
CACHE = """
CREATE TABLE base_cache (
    cache_key varchar(255) PRIMARY KEY,
    value text NOT NULL,
    expires timestamp with time zone NOT NULL
);
CREATE INDEX base_cache_expires ON base_cache (expires);
"""


class Migration(migrations.Migration):
    initial = True

    # Databases of before 0.1.0 have these instead, and only note that this one is done.
    replaces = [
        ("base", "0001_initial"),
        ("base", "0003_cache"),
        ("base", "0005_outbox"),
        ("base", "0006_nightly_jobs"),
        ("base", "0007_secret_links"),
        ("base", "0008_absences"),
        ("base", "0012_network_days"),
    ]

    dependencies = [
        ("auth", "0012_alter_user_first_name_max_length"),
    ]

    operations = [
        CreateModels(
            migrations.CreateModel(
                name="User",
                fields=[
                    (
                        "id",
                        models.BigAutoField(
                            auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                        ),
                    ),
                    ("password", models.CharField(max_length=128, verbose_name="password")),
                    (
                        "last_login",
                        models.DateTimeField(blank=True, null=True, verbose_name="last login"),
                    ),
                    (
                        "is_superuser",
                        models.BooleanField(
                            default=False,
                            help_text="Designates that this user has all permissions without explicitly assigning them.",
                            verbose_name="superuser status",
                        ),
                    ),
                    (
                        "first_name",
                        models.CharField(blank=True, max_length=150, verbose_name="first name"),
                    ),
                    (
                        "last_name",
                        models.CharField(blank=True, max_length=150, verbose_name="last name"),
                    ),
                    (
                        "is_staff",
                        models.BooleanField(
                            default=False,
                            help_text="Designates whether the user can log into this admin site.",
                            verbose_name="staff status",
                        ),
                    ),
                    (
                        "is_active",
                        models.BooleanField(
                            default=True,
                            help_text="Designates whether this user should be treated as active. Unselect this instead of deleting accounts.",
                            verbose_name="active",
                        ),
                    ),
                    (
                        "date_joined",
                        models.DateTimeField(
                            default=django.utils.timezone.now, verbose_name="date joined"
                        ),
                    ),
                    (
                        "email",
                        models.EmailField(max_length=254, unique=True, verbose_name="mail address"),
                    ),
                    (
                        "language",
                        models.CharField(
                            blank=True,
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
                            help_text="Empty: as the browser asks.",
                            max_length=12,
                            verbose_name="language",
                        ),
                    ),
                    (
                        "groups",
                        models.ManyToManyField(
                            blank=True,
                            help_text="The groups this user belongs to. A user will get all permissions granted to each of their groups.",
                            related_name="user_set",
                            related_query_name="user",
                            to="auth.group",
                            verbose_name="groups",
                        ),
                    ),
                    (
                        "user_permissions",
                        models.ManyToManyField(
                            blank=True,
                            help_text="Specific permissions for this user.",
                            related_name="user_set",
                            related_query_name="user",
                            to="auth.permission",
                            verbose_name="user permissions",
                        ),
                    ),
                ],
                options={
                    "verbose_name": "user account",
                    "verbose_name_plural": "user accounts",
                    "constraints": [
                        models.CheckConstraint(
                            condition=models.Q(
                                ("email", django.db.models.functions.text.Lower("email"))
                            ),
                            name="user_email_is_lower_case",
                            violation_error_message="Mail addresses are kept in lower case.",
                        )
                    ],
                },
            ),
            migrations.CreateModel(
                name="Absence",
                fields=[
                    (
                        "id",
                        models.BigAutoField(
                            auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                        ),
                    ),
                    ("starts_on", models.DateField(verbose_name="first day")),
                    ("ends_on", models.DateField(verbose_name="last day")),
                    (
                        "deputy",
                        models.ForeignKey(
                            limit_choices_to={"is_active": True, "is_staff": True},
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="absences_of_others",
                            to=settings.AUTH_USER_MODEL,
                            verbose_name="who stands in",
                        ),
                    ),
                    (
                        "user",
                        models.ForeignKey(
                            limit_choices_to={"is_active": True, "is_staff": True},
                            on_delete=django.db.models.deletion.CASCADE,
                            related_name="absences",
                            to=settings.AUTH_USER_MODEL,
                            verbose_name="who is away",
                        ),
                    ),
                ],
                options={
                    "verbose_name": "absence",
                    "verbose_name_plural": "absences",
                    "constraints": [
                        models.CheckConstraint(
                            condition=models.Q(("ends_on__gte", models.F("starts_on"))),
                            name="absence_ends_after_start",
                            violation_error_message="The last day lies before the first.",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(("deputy", models.F("user")), _negated=True),
                            name="absence_deputy_is_another",
                            violation_error_message="Nobody stands in for themselves.",
                        ),
                        django.contrib.postgres.constraints.ExclusionConstraint(
                            expressions=[
                                (
                                    models.Func(
                                        models.F("user"),
                                        models.F("user"),
                                        models.Value("[]"),
                                        function="int8range",
                                        output_field=django.contrib.postgres.fields.ranges.IntegerRangeField(),
                                    ),
                                    "&&",
                                ),
                                (
                                    models.Func(
                                        models.F("starts_on"),
                                        django.db.models.functions.comparison.Greatest(
                                            "starts_on", "ends_on"
                                        ),
                                        models.Value("[]"),
                                        function="daterange",
                                        output_field=django.contrib.postgres.fields.ranges.DateRangeField(),
                                    ),
                                    "&&",
                                ),
                            ],
                            name="absence_once",
                            violation_error_message="There is an absence on some of these days already.",
                        ),
                    ],
                },
            ),
            migrations.CreateModel(
                name="CertificateYear",
                fields=[
                    (
                        "id",
                        models.BigAutoField(
                            auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                        ),
                    ),
                    ("year", models.PositiveSmallIntegerField(unique=True, verbose_name="year")),
                    ("last", models.PositiveIntegerField(default=0, verbose_name="last number")),
                ],
                options={
                    "verbose_name": "numbers of certificates",
                    "verbose_name_plural": "numbers of certificates",
                },
            ),
            migrations.CreateModel(
                name="Certificate",
                fields=[
                    (
                        "id",
                        models.BigAutoField(
                            auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                        ),
                    ),
                    ("year", models.PositiveSmallIntegerField(verbose_name="year")),
                    ("number", models.PositiveIntegerField(verbose_name="number in the year")),
                    ("code", models.CharField(max_length=28, unique=True, verbose_name="code")),
                    ("title", models.CharField(max_length=200, verbose_name="title")),
                    (
                        "days",
                        django.contrib.postgres.fields.ArrayField(
                            base_field=models.DateField(), size=None, verbose_name="days"
                        ),
                    ),
                    (
                        "units",
                        models.DecimalField(
                            decimal_places=2,
                            max_digits=6,
                            verbose_name="teaching units of 45 minutes",
                        ),
                    ),
                    ("name", models.CharField(blank=True, max_length=120, verbose_name="name")),
                    (
                        "initials",
                        models.CharField(blank=True, max_length=12, verbose_name="initials"),
                    ),
                    (
                        "stored_as",
                        models.CharField(blank=True, max_length=80, verbose_name="stored as"),
                    ),
                    ("sha256", models.CharField(max_length=64, verbose_name="SHA-256")),
                    ("kept_until", models.DateField(verbose_name="name kept until")),
                    ("issued_at", models.DateTimeField(verbose_name="issued")),
                    ("revoked_at", models.DateTimeField(null=True, verbose_name="revoked")),
                    (
                        "revocation_reason",
                        models.CharField(
                            blank=True, max_length=200, verbose_name="reason of revocation"
                        ),
                    ),
                    (
                        "issued_by",
                        models.ForeignKey(
                            null=True,
                            on_delete=django.db.models.deletion.SET_NULL,
                            related_name="+",
                            to=settings.AUTH_USER_MODEL,
                            verbose_name="issued by",
                        ),
                    ),
                    (
                        "replaces",
                        models.OneToOneField(
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="replaced_by",
                            to="base.certificate",
                            verbose_name="replaces",
                        ),
                    ),
                    (
                        "revoked_by",
                        models.ForeignKey(
                            null=True,
                            on_delete=django.db.models.deletion.SET_NULL,
                            related_name="+",
                            to=settings.AUTH_USER_MODEL,
                            verbose_name="revoked by",
                        ),
                    ),
                ],
                options={
                    "verbose_name": "certificate of attendance",
                    "verbose_name_plural": "certificates of attendance",
                    "ordering": ["-year", "-number"],
                    "indexes": [models.Index(fields=["kept_until"], name="certificate_kept_until")],
                    "constraints": [
                        models.UniqueConstraint(
                            fields=("year", "number"),
                            name="certificate_number_once",
                            violation_error_message="This number is taken.",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(
                                models.Q(
                                    ("initials__gt", ""), ("name__gt", ""), ("stored_as__gt", "")
                                ),
                                models.Q(
                                    ("initials", ""),
                                    ("name", ""),
                                    ("revocation_reason", ""),
                                    ("stored_as", ""),
                                ),
                                _connector="OR",
                            ),
                            name="certificate_whole_or_forgotten",
                            violation_error_message="Name and file are kept together, or go together.",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(
                                ("code__regex", "^[0123456789ABCDEFGHJKMNPQRSTVWXYZ]{28}$")
                            ),
                            name="certificate_code_not_guessed",
                            violation_error_message="This is no code of a certificate.",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(("days__len__gte", 1), ("units__gt", 0)),
                            name="certificate_of_something",
                            violation_error_message="A certificate names at least one day and its length.",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(
                                models.Q(
                                    ("revocation_reason", ""),
                                    ("revoked_at", None),
                                    ("revoked_by", None),
                                ),
                                models.Q(
                                    ("revoked_at__isnull", False),
                                    models.Q(
                                        models.Q(("revocation_reason", ""), _negated=True),
                                        ("name", ""),
                                        _connector="OR",
                                    ),
                                ),
                                _connector="OR",
                            ),
                            name="certificate_revoked_with_reason",
                            violation_error_message="Say why it is revoked.",
                        ),
                    ],
                },
            ),
            migrations.CreateModel(
                name="HistoryEntry",
                fields=[
                    (
                        "id",
                        models.BigAutoField(
                            auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                        ),
                    ),
                    ("at", models.DateTimeField(verbose_name="when")),
                    (
                        "action",
                        models.CharField(
                            choices=[
                                ("insert", "created"),
                                ("update", "changed"),
                                ("delete", "deleted"),
                            ],
                            max_length=6,
                            verbose_name="action",
                        ),
                    ),
                    ("table_name", models.CharField(max_length=63, verbose_name="table")),
                    ("row_id", models.BigIntegerField(verbose_name="row")),
                    (
                        "parent_table",
                        models.CharField(
                            blank=True, max_length=63, verbose_name="table it belongs to"
                        ),
                    ),
                    (
                        "parent_id",
                        models.BigIntegerField(null=True, verbose_name="row it belongs to"),
                    ),
                    ("changes", models.JSONField(verbose_name="changes")),
                    (
                        "by",
                        models.ForeignKey(
                            db_constraint=False,
                            null=True,
                            on_delete=django.db.models.deletion.DO_NOTHING,
                            related_name="+",
                            to=settings.AUTH_USER_MODEL,
                            verbose_name="who",
                        ),
                    ),
                ],
                options={
                    "verbose_name": "history entry",
                    "verbose_name_plural": "history",
                    "ordering": ["-id"],
                    "indexes": [
                        models.Index(fields=["table_name", "row_id"], name="history_row"),
                        models.Index(fields=["parent_table", "parent_id"], name="history_parent"),
                    ],
                },
            ),
            migrations.CreateModel(
                name="JobRun",
                fields=[
                    (
                        "id",
                        models.BigAutoField(
                            auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                        ),
                    ),
                    ("name", models.CharField(max_length=60, verbose_name="job")),
                    ("started_at", models.DateTimeField(verbose_name="started")),
                    ("finished_at", models.DateTimeField(null=True, verbose_name="finished")),
                    ("failed_at", models.DateTimeField(null=True, verbose_name="failed")),
                ],
                options={
                    "verbose_name": "nightly job",
                    "verbose_name_plural": "nightly jobs",
                    "ordering": ["-started_at", "-pk"],
                    "indexes": [models.Index(fields=["started_at"], name="jobrun_started")],
                    "constraints": [
                        models.CheckConstraint(
                            condition=models.Q(
                                ("finished_at", None), ("failed_at", None), _connector="XOR"
                            ),
                            name="jobrun_finished_or_failed",
                            violation_error_message="A job has either done its work or failed.",
                        )
                    ],
                },
            ),
            migrations.CreateModel(
                name="LegalText",
                fields=[
                    (
                        "id",
                        models.BigAutoField(
                            auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                        ),
                    ),
                    (
                        "page",
                        models.CharField(
                            choices=[
                                ("impressum", "Imprint"),
                                ("datenschutz", "Data protection"),
                                ("barrierefreiheit", "Accessibility"),
                                ("einfache-sprache", "Plain language"),
                                ("gebaerdensprache", "Sign language"),
                                ("rueckmeldung", "Report a barrier"),
                            ],
                            max_length=20,
                            verbose_name="page",
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
                    ("number", models.PositiveIntegerField(verbose_name="version")),
                    ("title", models.CharField(max_length=120, verbose_name="title")),
                    ("body", models.TextField(verbose_name="text")),
                    ("valid_from", models.DateField(verbose_name="valid from")),
                    (
                        "delivered",
                        models.BooleanField(
                            default=False, verbose_name="delivered with the portal"
                        ),
                    ),
                ],
                options={
                    "verbose_name": "legal text",
                    "verbose_name_plural": "legal texts",
                    "ordering": ["page", "language", "-number"],
                    "constraints": [
                        models.UniqueConstraint(
                            fields=("page", "language", "number"),
                            name="legal_text_version_once",
                            violation_error_message="There is a version of this number already.",
                        )
                    ],
                },
            ),
            migrations.CreateModel(
                name="NetworkDay",
                fields=[
                    (
                        "id",
                        models.BigAutoField(
                            auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                        ),
                    ),
                    ("network", models.CharField(max_length=64, unique=True)),
                    ("day", models.DateField(db_index=True)),
                    ("forms", models.PositiveIntegerField()),
                ],
                options={
                    "verbose_name": "network on a day",
                    "verbose_name_plural": "networks by day",
                },
            ),
            migrations.CreateModel(
                name="Message",
                fields=[
                    (
                        "id",
                        models.BigAutoField(
                            auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                        ),
                    ),
                    ("kind", models.CharField(max_length=60, verbose_name="kind")),
                    ("recipient", models.CharField(max_length=80, verbose_name="recipient")),
                    ("occasion", models.CharField(max_length=80, verbose_name="occasion")),
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
                    ("created_at", models.DateTimeField(verbose_name="created")),
                    ("next_attempt_at", models.DateTimeField(verbose_name="next attempt")),
                    (
                        "attempts",
                        models.PositiveSmallIntegerField(default=0, verbose_name="attempts"),
                    ),
                    ("sent_at", models.DateTimeField(null=True, verbose_name="sent")),
                    ("failed_at", models.DateTimeField(null=True, verbose_name="failed")),
                ],
                options={
                    "verbose_name": "message",
                    "verbose_name_plural": "messages",
                    "ordering": ["-pk"],
                    "indexes": [
                        models.Index(
                            condition=models.Q(("failed_at", None), ("sent_at", None)),
                            fields=["next_attempt_at"],
                            name="message_due",
                        )
                    ],
                    "constraints": [
                        models.UniqueConstraint(
                            fields=("recipient", "kind", "occasion"),
                            name="message_once",
                            violation_error_message="This message is in the outbox already.",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(
                                ("sent_at", None), ("failed_at", None), _connector="OR"
                            ),
                            name="message_sent_or_failed",
                            violation_error_message="A message is either sent or has failed.",
                        ),
                    ],
                },
            ),
            migrations.CreateModel(
                name="PublicChange",
                fields=[
                    (
                        "id",
                        models.BigAutoField(
                            auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                        ),
                    ),
                    ("source", models.CharField(max_length=63)),
                    ("stamp", models.BigIntegerField()),
                ],
                options={
                    "verbose_name": "public change",
                },
            ),
            migrations.CreateModel(
                name="SecretLink",
                fields=[
                    (
                        "id",
                        models.BigAutoField(
                            auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                        ),
                    ),
                    ("purpose", models.CharField(max_length=60, verbose_name="purpose")),
                    (
                        "token_hash",
                        models.CharField(
                            max_length=64, unique=True, verbose_name="hash of the token"
                        ),
                    ),
                    ("created_at", models.DateTimeField(verbose_name="created")),
                    ("revoked_at", models.DateTimeField(null=True, verbose_name="revoked")),
                    (
                        "user",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.CASCADE,
                            related_name="+",
                            to=settings.AUTH_USER_MODEL,
                            verbose_name="user account",
                        ),
                    ),
                ],
                options={
                    "verbose_name": "secret link",
                    "verbose_name_plural": "secret links",
                    "constraints": [
                        models.UniqueConstraint(
                            condition=models.Q(("revoked_at", None)),
                            fields=("user", "purpose"),
                            name="secret_link_once",
                            violation_error_message="This account has such a link already.",
                        )
                    ],
                },
            ),
        ),
        migrations.RunSQL(CACHE, "DROP TABLE base_cache"),
    ]
