import django.contrib.postgres.constraints
import django.contrib.postgres.fields
import django.contrib.postgres.fields.ranges
import django.core.validators
import django.db.models.constraints
import django.db.models.deletion
import django.db.models.functions.comparison
import django.db.models.functions.text
from django.conf import settings
from django.db import migrations, models

import miko_portal.base.plain_text
import miko_portal.base.sorting
import miko_portal.base.words
from miko_portal.base.operations import CreateModels


class Migration(migrations.Migration):
    initial = True

    # Databases of before 0.1.0 have these instead, and only note that this one is done.
    replaces = [
        ("cooperation", "0001_initial"),
        ("cooperation", "0004_the_life_of_an_agreement"),
        ("cooperation", "0007_contact_checks"),
        ("cooperation", "0009_merging"),
        ("cooperation", "0011_revision_of_minutes"),
        ("cooperation", "0012_distinct"),
        ("cooperation", "0014_words_of_venues"),
        ("cooperation", "0017_names_for_years"),
        ("cooperation", "0018_forgetting_who_came"),
    ]

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        CreateModels(
            migrations.CreateModel(
                name="Organisation",
                fields=[
                    (
                        "id",
                        models.BigAutoField(
                            auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                        ),
                    ),
                    (
                        "street",
                        models.CharField(
                            blank=True,
                            max_length=120,
                            validators=[miko_portal.base.plain_text.plain_text],
                            verbose_name="street and number",
                        ),
                    ),
                    (
                        "postcode",
                        models.CharField(
                            blank=True,
                            max_length=5,
                            validators=[
                                django.core.validators.RegexValidator(
                                    "^\\d{5}$", "A German postcode has five digits."
                                )
                            ],
                            verbose_name="postcode",
                        ),
                    ),
                    (
                        "town",
                        models.CharField(
                            blank=True,
                            max_length=80,
                            validators=[miko_portal.base.plain_text.plain_text],
                            verbose_name="town",
                        ),
                    ),
                    (
                        "name",
                        models.CharField(
                            max_length=160,
                            validators=[miko_portal.base.plain_text.plain_text],
                            verbose_name="name",
                        ),
                    ),
                    (
                        "short_name",
                        models.CharField(
                            blank=True,
                            max_length=40,
                            validators=[miko_portal.base.plain_text.plain_text],
                            verbose_name="short name",
                        ),
                    ),
                    (
                        "kind",
                        models.CharField(
                            choices=[
                                ("county", "County"),
                                ("municipality", "Municipality"),
                                ("jobcenter", "Jobcenter"),
                                ("employment_agency", "Employment agency"),
                                ("chamber", "Chamber"),
                                ("police", "Police"),
                                ("welfare", "Welfare association"),
                                ("migrants", "Migrant organisation"),
                                ("association", "Association"),
                                ("religious", "Religious community"),
                                ("education", "Education"),
                                ("consumer_advice", "Consumer advice"),
                                ("other", "Other"),
                            ],
                            max_length=20,
                            verbose_name="kind",
                        ),
                    ),
                    (
                        "internal",
                        models.BooleanField(
                            default=False,
                            help_text="Its staff count as internal.",
                            verbose_name="part of the county administration",
                        ),
                    ),
                    (
                        "inherits_entitlement",
                        models.BooleanField(
                            default=False,
                            help_text="Its staff may enrol when that body is party to an agreement in force.",
                            verbose_name="takes part through the body it belongs to",
                        ),
                    ),
                    (
                        "mail_domains",
                        django.contrib.postgres.fields.ArrayField(
                            base_field=models.CharField(
                                max_length=120,
                                validators=[django.core.validators.DomainNameValidator()],
                            ),
                            blank=True,
                            default=list,
                            help_text="Separated by commas. Who has an address there belongs to it.",
                            size=None,
                            verbose_name="mail domains",
                        ),
                    ),
                    (
                        "sort_key",
                        models.GeneratedField(
                            db_persist=True,
                            expression=miko_portal.base.sorting.SortKey("name"),
                            output_field=models.TextField(db_collation="C"),
                        ),
                    ),
                    (
                        "search_key",
                        models.GeneratedField(
                            db_persist=True,
                            expression=miko_portal.base.sorting.SortKey(
                                django.db.models.functions.text.Concat(
                                    "name", models.Value(" "), "short_name"
                                )
                            ),
                            output_field=models.TextField(db_collation="C"),
                        ),
                    ),
                    (
                        "parent",
                        models.ForeignKey(
                            blank=True,
                            help_text="The body responsible for it, such as the town of a day-care centre.",
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="children",
                            to="cooperation.organisation",
                            verbose_name="belongs to",
                        ),
                    ),
                ],
                options={
                    "verbose_name": "organisation",
                    "verbose_name_plural": "organisations",
                    "ordering": ["sort_key", "pk"],
                    "indexes": [
                        models.Index(fields=["sort_key", "id"], name="organisation_sort_key")
                    ],
                    "constraints": [
                        models.UniqueConstraint(
                            miko_portal.base.sorting.SortKey("name"),
                            name="organisation_name_unique",
                            violation_error_message="There is an organisation of this name already.",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(
                                ("parent", None),
                                models.Q(("parent", models.F("id")), _negated=True),
                                _connector="OR",
                            ),
                            name="organisation_not_its_own_parent",
                            violation_error_message="An organisation can't belong to itself.",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(
                                ("inherits_entitlement", False),
                                ("parent__isnull", False),
                                _connector="OR",
                            ),
                            name="organisation_inherits_from_parent",
                            violation_error_message="Say first which body it belongs to.",
                        ),
                    ],
                },
            ),
            migrations.CreateModel(
                name="Membership",
                fields=[
                    (
                        "id",
                        models.BigAutoField(
                            auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                        ),
                    ),
                    (
                        "user",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.CASCADE,
                            related_name="memberships",
                            to=settings.AUTH_USER_MODEL,
                            verbose_name="user account",
                        ),
                    ),
                    (
                        "organisation",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.CASCADE,
                            related_name="memberships",
                            to="cooperation.organisation",
                            verbose_name="organisation",
                        ),
                    ),
                ],
                options={
                    "verbose_name": "access",
                    "verbose_name_plural": "accesses",
                    "constraints": [
                        models.UniqueConstraint(
                            fields=("user", "organisation"),
                            name="membership_once",
                            violation_error_message="This account has access already.",
                        )
                    ],
                },
            ),
            migrations.CreateModel(
                name="Project",
                fields=[
                    (
                        "id",
                        models.BigAutoField(
                            auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                        ),
                    ),
                    (
                        "short_name",
                        models.CharField(
                            max_length=40,
                            unique=True,
                            validators=[miko_portal.base.plain_text.plain_text],
                            verbose_name="short name",
                        ),
                    ),
                    (
                        "name",
                        models.CharField(
                            max_length=200,
                            validators=[miko_portal.base.plain_text.plain_text],
                            verbose_name="name",
                        ),
                    ),
                    ("starts_on", models.DateField(verbose_name="starts on")),
                    ("ends_on", models.DateField(blank=True, null=True, verbose_name="ends on")),
                    (
                        "funder",
                        models.CharField(
                            blank=True,
                            max_length=160,
                            validators=[miko_portal.base.plain_text.plain_text],
                            verbose_name="funder",
                        ),
                    ),
                    (
                        "reference",
                        models.CharField(
                            blank=True,
                            max_length=80,
                            validators=[miko_portal.base.plain_text.plain_text],
                            verbose_name="reference of the funder",
                        ),
                    ),
                    (
                        "kept_years",
                        models.PositiveSmallIntegerField(
                            default=10,
                            help_text="So long after its end the funder may check who took part. After that the names in its trainings are deleted; all figures stay.",
                            validators=[
                                django.core.validators.MinValueValidator(1),
                                django.core.validators.MaxValueValidator(30),
                            ],
                            verbose_name="names are kept for years",
                        ),
                    ),
                ],
                options={
                    "verbose_name": "project",
                    "verbose_name_plural": "projects",
                    "ordering": ["-starts_on", "pk"],
                    "constraints": [
                        models.CheckConstraint(
                            condition=models.Q(
                                ("ends_on", None),
                                ("ends_on__gte", models.F("starts_on")),
                                _connector="OR",
                            ),
                            name="project_ends_after_start",
                            violation_error_message="The end lies before the start.",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(("kept_years__range", (1, 30))),
                            name="project_keeps_names_for_years",
                            violation_error_message="Names are kept for 1 to 30 years.",
                        ),
                    ],
                },
            ),
            migrations.CreateModel(
                name="Agreement",
                fields=[
                    (
                        "id",
                        models.BigAutoField(
                            auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                        ),
                    ),
                    (
                        "number",
                        models.CharField(
                            max_length=30,
                            validators=[miko_portal.base.plain_text.plain_text],
                            verbose_name="number",
                        ),
                    ),
                    (
                        "file_reference",
                        models.CharField(
                            blank=True,
                            max_length=60,
                            validators=[miko_portal.base.plain_text.plain_text],
                            verbose_name="file reference",
                        ),
                    ),
                    (
                        "kind",
                        models.CharField(
                            choices=[
                                ("cooperation", "Cooperation agreement"),
                                ("intent", "Declaration of intent"),
                                ("framework", "Framework agreement"),
                                ("integration", "Integration agreement"),
                            ],
                            default="cooperation",
                            max_length=20,
                            verbose_name="kind",
                        ),
                    ),
                    (
                        "title",
                        models.CharField(
                            max_length=200,
                            validators=[miko_portal.base.plain_text.plain_text],
                            verbose_name="title",
                        ),
                    ),
                    (
                        "decided_by",
                        models.CharField(
                            blank=True,
                            max_length=120,
                            validators=[miko_portal.base.plain_text.plain_text],
                            verbose_name="decided by",
                        ),
                    ),
                    (
                        "decided_on",
                        models.DateField(blank=True, null=True, verbose_name="decided on"),
                    ),
                    (
                        "decision_paper",
                        models.CharField(
                            blank=True,
                            max_length=60,
                            validators=[miko_portal.base.plain_text.plain_text],
                            verbose_name="paper of the decision",
                        ),
                    ),
                    (
                        "original_kept_at",
                        models.CharField(
                            blank=True,
                            max_length=120,
                            validators=[miko_portal.base.plain_text.plain_text],
                            verbose_name="where the original lies",
                        ),
                    ),
                    (
                        "withdrawn_on",
                        models.DateField(blank=True, null=True, verbose_name="withdrawn on"),
                    ),
                    (
                        "terminated_on",
                        models.DateField(
                            blank=True, null=True, verbose_name="last day by mutual consent"
                        ),
                    ),
                    (
                        "search_key",
                        models.GeneratedField(
                            db_persist=True,
                            expression=miko_portal.base.sorting.SortKey(
                                django.db.models.functions.text.Concat(
                                    "number",
                                    models.Value(" "),
                                    "title",
                                    models.Value(" "),
                                    "file_reference",
                                )
                            ),
                            output_field=models.TextField(db_collation="C"),
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
                    (
                        "clerk",
                        models.ForeignKey(
                            blank=True,
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="agreements",
                            to=settings.AUTH_USER_MODEL,
                            verbose_name="responsible clerk",
                        ),
                    ),
                    (
                        "lead",
                        models.ForeignKey(
                            blank=True,
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="led_agreements",
                            to="cooperation.organisation",
                            verbose_name="lead",
                        ),
                    ),
                    (
                        "project",
                        models.ForeignKey(
                            blank=True,
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="agreements",
                            to="cooperation.project",
                            verbose_name="project",
                        ),
                    ),
                ],
                options={
                    "verbose_name": "agreement",
                    "verbose_name_plural": "agreements",
                    "ordering": ["-number", "pk"],
                    "constraints": [
                        models.UniqueConstraint(
                            django.db.models.functions.text.Upper("number"),
                            name="agreement_number_unique",
                            violation_error_message="There is an agreement of this number already.",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(
                                ("withdrawn_on", None), ("terminated_on", None), _connector="OR"
                            ),
                            name="agreement_withdrawn_or_terminated",
                            violation_error_message="What was withdrawn can't be ended as well.",
                        ),
                    ],
                },
            ),
            migrations.CreateModel(
                name="Party",
                fields=[
                    (
                        "id",
                        models.BigAutoField(
                            auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                        ),
                    ),
                    (
                        "agreement",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.CASCADE,
                            related_name="parties",
                            to="cooperation.agreement",
                            verbose_name="agreement",
                        ),
                    ),
                    (
                        "organisation",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="parties",
                            to="cooperation.organisation",
                            verbose_name="organisation",
                        ),
                    ),
                ],
                options={
                    "verbose_name": "party",
                    "verbose_name_plural": "parties",
                    "ordering": ["pk"],
                },
            ),
            migrations.CreateModel(
                name="Version",
                fields=[
                    (
                        "id",
                        models.BigAutoField(
                            auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                        ),
                    ),
                    (
                        "number",
                        models.PositiveSmallIntegerField(
                            default=0, verbose_name="number of the version"
                        ),
                    ),
                    (
                        "correction",
                        models.PositiveSmallIntegerField(
                            default=0, editable=False, verbose_name="number of the correction"
                        ),
                    ),
                    (
                        "reason",
                        models.CharField(
                            blank=True,
                            help_text="Why the agreement is amended or corrected.",
                            max_length=300,
                            validators=[miko_portal.base.plain_text.plain_text],
                            verbose_name="reason",
                        ),
                    ),
                    (
                        "preamble",
                        models.TextField(
                            blank=True,
                            validators=[
                                miko_portal.base.plain_text.plain_text,
                                django.core.validators.MaxLengthValidator(20000),
                            ],
                            verbose_name="preamble",
                        ),
                    ),
                    (
                        "goals",
                        models.TextField(
                            blank=True,
                            validators=[
                                miko_portal.base.plain_text.plain_text,
                                django.core.validators.MaxLengthValidator(20000),
                            ],
                            verbose_name="goals",
                        ),
                    ),
                    (
                        "target_group",
                        models.TextField(
                            blank=True,
                            validators=[
                                miko_portal.base.plain_text.plain_text,
                                django.core.validators.MaxLengthValidator(20000),
                            ],
                            verbose_name="target group",
                        ),
                    ),
                    (
                        "information_exchange",
                        models.TextField(
                            blank=True,
                            validators=[
                                miko_portal.base.plain_text.plain_text,
                                django.core.validators.MaxLengthValidator(20000),
                            ],
                            verbose_name="exchange of information",
                        ),
                    ),
                    (
                        "costs",
                        models.TextField(
                            blank=True,
                            validators=[
                                miko_portal.base.plain_text.plain_text,
                                django.core.validators.MaxLengthValidator(20000),
                            ],
                            verbose_name="costs, staff and rooms",
                        ),
                    ),
                    (
                        "data_protection",
                        models.TextField(
                            blank=True,
                            validators=[
                                miko_portal.base.plain_text.plain_text,
                                django.core.validators.MaxLengthValidator(20000),
                            ],
                            verbose_name="data protection",
                        ),
                    ),
                    (
                        "review",
                        models.TextField(
                            blank=True,
                            validators=[
                                miko_portal.base.plain_text.plain_text,
                                django.core.validators.MaxLengthValidator(20000),
                            ],
                            verbose_name="review",
                        ),
                    ),
                    (
                        "annexes",
                        models.TextField(
                            blank=True,
                            validators=[
                                miko_portal.base.plain_text.plain_text,
                                django.core.validators.MaxLengthValidator(20000),
                            ],
                            verbose_name="annexes",
                        ),
                    ),
                    (
                        "effective_on",
                        models.DateField(blank=True, null=True, verbose_name="takes effect on"),
                    ),
                    (
                        "term",
                        models.CharField(
                            choices=[
                                ("fixed", "until a day"),
                                ("open", "open-ended"),
                                ("project", "until the end of the project"),
                            ],
                            default="open",
                            max_length=10,
                            verbose_name="term",
                        ),
                    ),
                    (
                        "first_end_on",
                        models.DateField(blank=True, null=True, verbose_name="first end"),
                    ),
                    (
                        "renewal",
                        models.CharField(
                            choices=[
                                ("none", "not renewed"),
                                ("tacit", "renewed unless somebody gives notice"),
                                ("amendment", "renewed by an amendment only"),
                            ],
                            default="none",
                            max_length=10,
                            verbose_name="renewal",
                        ),
                    ),
                    (
                        "renewal_months",
                        models.PositiveSmallIntegerField(
                            blank=True,
                            null=True,
                            validators=[django.core.validators.MaxValueValidator(240)],
                            verbose_name="renewed by months",
                        ),
                    ),
                    (
                        "notice_months",
                        models.PositiveSmallIntegerField(
                            blank=True,
                            null=True,
                            validators=[django.core.validators.MaxValueValidator(240)],
                            verbose_name="notice in months",
                        ),
                    ),
                    (
                        "notice_basis",
                        models.CharField(
                            blank=True,
                            choices=[
                                ("term", "to the end of the term"),
                                ("month", "to the end of a month"),
                                ("quarter", "to the end of a quarter"),
                                ("year", "to the end of a year"),
                            ],
                            max_length=10,
                            verbose_name="notice takes effect",
                        ),
                    ),
                    (
                        "consultation_on",
                        models.DateField(
                            editable=False, null=True, verbose_name="in consultation since"
                        ),
                    ),
                    (
                        "released_on",
                        models.DateField(
                            editable=False, null=True, verbose_name="released for signature on"
                        ),
                    ),
                    (
                        "completed_on",
                        models.DateField(
                            editable=False, null=True, verbose_name="signed by all on"
                        ),
                    ),
                    (
                        "dropped_on",
                        models.DateField(editable=False, null=True, verbose_name="given up on"),
                    ),
                    (
                        "taken_over_on",
                        models.DateField(
                            editable=False, null=True, verbose_name="taken over from the files on"
                        ),
                    ),
                    (
                        "revision",
                        models.PositiveIntegerField(
                            default=0, editable=False, verbose_name="revision"
                        ),
                    ),
                    (
                        "agreement",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.CASCADE,
                            related_name="versions",
                            to="cooperation.agreement",
                            verbose_name="agreement",
                        ),
                    ),
                    (
                        "confirmed_by",
                        models.ForeignKey(
                            editable=False,
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to=settings.AUTH_USER_MODEL,
                            verbose_name="correction confirmed by",
                        ),
                    ),
                    (
                        "written_by",
                        models.ForeignKey(
                            editable=False,
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to=settings.AUTH_USER_MODEL,
                            verbose_name="correction written by",
                        ),
                    ),
                ],
                options={
                    "verbose_name": "version",
                    "verbose_name_plural": "versions",
                    "ordering": ["number", "correction", "pk"],
                    "constraints": [
                        models.UniqueConstraint(
                            condition=models.Q(("dropped_on", None)),
                            fields=("agreement", "number", "correction"),
                            name="version_number_unique",
                        ),
                        models.UniqueConstraint(
                            condition=models.Q(("completed_on", None), ("dropped_on", None)),
                            fields=("agreement",),
                            name="version_one_at_a_time",
                            violation_error_message="Another version is being worked on already.",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(
                                ("dropped_on", None), ("completed_on", None), _connector="OR"
                            ),
                            name="version_dropped_or_completed",
                            violation_error_message="What all have signed is not given up.",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(
                                models.Q(("correction", 0), ("number", 0)),
                                models.Q(("reason", ""), _negated=True),
                                _connector="OR",
                            ),
                            name="version_changed_for_a_reason",
                            violation_error_message="Say why the agreement is changed.",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(
                                models.Q(
                                    ("confirmed_by", None), ("correction", 0), ("written_by", None)
                                ),
                                models.Q(
                                    ("confirmed_by", None),
                                    ("correction__gt", 0),
                                    ("written_by__isnull", False),
                                ),
                                models.Q(
                                    ("confirmed_by__isnull", False),
                                    ("correction__gt", 0),
                                    ("written_by__isnull", False),
                                    models.Q(
                                        ("confirmed_by", models.F("written_by")), _negated=True
                                    ),
                                ),
                                _connector="OR",
                            ),
                            name="version_corrected_by_two",
                            violation_error_message="A correction is confirmed by a second person.",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(
                                ("first_end_on", None),
                                ("effective_on", None),
                                ("first_end_on__gte", models.F("effective_on")),
                                _connector="OR",
                            ),
                            name="version_ends_after_start",
                            violation_error_message="The end lies before the start.",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(
                                models.Q(("first_end_on__isnull", False), ("term", "fixed")),
                                models.Q(
                                    models.Q(("term", "fixed"), _negated=True),
                                    ("first_end_on", None),
                                ),
                                _connector="OR",
                            ),
                            name="version_end_by_term",
                            violation_error_message="A term until a day needs its end, any other term has none.",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(
                                ("renewal", "none"), ("term", "fixed"), _connector="OR"
                            ),
                            name="version_renews_a_fixed_term",
                            violation_error_message="Only a term until a day can be renewed.",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(
                                models.Q(("renewal", "tacit"), ("renewal_months__gte", 1)),
                                models.Q(
                                    models.Q(("renewal", "tacit"), _negated=True),
                                    ("renewal_months", None),
                                ),
                                _connector="OR",
                            ),
                            name="version_renewal_months",
                            violation_error_message="Say by how many months it is renewed unless ended.",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(
                                models.Q(("notice_basis", ""), ("notice_months", None)),
                                models.Q(
                                    models.Q(("notice_basis", ""), _negated=True),
                                    ("notice_months__isnull", False),
                                ),
                                _connector="OR",
                            ),
                            name="version_notice_with_basis",
                            violation_error_message="A notice needs its months and when it takes effect.",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(
                                ("term", "fixed"),
                                models.Q(("notice_basis", "term"), _negated=True),
                                _connector="OR",
                            ),
                            name="version_notice_without_term",
                            violation_error_message="Without a fixed end, notice takes effect at the end of a month, quarter or year.",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(
                                ("released_on", None),
                                models.Q(
                                    ("consultation_on__isnull", False),
                                    ("effective_on__isnull", False),
                                    ("released_on__gte", models.F("consultation_on")),
                                ),
                                _connector="OR",
                            ),
                            name="version_released_after_consultation",
                            violation_error_message="It is released after consultation, with its start.",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(
                                ("completed_on", None),
                                models.Q(
                                    ("completed_on__gte", models.F("released_on")),
                                    ("released_on__isnull", False),
                                ),
                                _connector="OR",
                            ),
                            name="version_completed_after_release",
                            violation_error_message="It is signed by all after its release.",
                        ),
                    ],
                },
            ),
            migrations.CreateModel(
                name="Accession",
                fields=[
                    (
                        "id",
                        models.BigAutoField(
                            auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                        ),
                    ),
                    ("declared_on", models.DateField(verbose_name="declared on")),
                    ("effective_on", models.DateField(verbose_name="takes effect on")),
                    (
                        "name",
                        models.CharField(
                            max_length=120,
                            validators=[miko_portal.base.plain_text.plain_text],
                            verbose_name="signed by",
                        ),
                    ),
                    (
                        "function",
                        models.CharField(
                            blank=True,
                            max_length=120,
                            validators=[miko_portal.base.plain_text.plain_text],
                            verbose_name="function",
                        ),
                    ),
                    (
                        "role",
                        models.CharField(
                            blank=True,
                            max_length=120,
                            validators=[miko_portal.base.plain_text.plain_text],
                            verbose_name="role",
                        ),
                    ),
                    (
                        "tasks",
                        models.TextField(
                            blank=True,
                            validators=[
                                miko_portal.base.plain_text.plain_text,
                                django.core.validators.MaxLengthValidator(20000),
                            ],
                            verbose_name="tasks",
                        ),
                    ),
                    (
                        "contribution",
                        models.TextField(
                            blank=True,
                            validators=[
                                miko_portal.base.plain_text.plain_text,
                                django.core.validators.MaxLengthValidator(20000),
                            ],
                            verbose_name="contribution",
                        ),
                    ),
                    (
                        "party",
                        models.OneToOneField(
                            on_delete=django.db.models.deletion.CASCADE,
                            related_name="accession",
                            to="cooperation.party",
                            verbose_name="party",
                        ),
                    ),
                ],
                options={
                    "verbose_name": "accession",
                    "verbose_name_plural": "accessions",
                    "ordering": ["effective_on", "pk"],
                    "constraints": [
                        models.CheckConstraint(
                            condition=models.Q(("effective_on__gte", models.F("declared_on"))),
                            name="accession_after_declaration",
                            violation_error_message="It takes effect on the day it was declared or later.",
                        )
                    ],
                },
            ),
            migrations.CreateModel(
                name="Notice",
                fields=[
                    (
                        "id",
                        models.BigAutoField(
                            auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                        ),
                    ),
                    (
                        "kind",
                        models.CharField(
                            choices=[
                                ("ordinary", "ordinary notice"),
                                ("for_cause", "notice for cause"),
                            ],
                            default="ordinary",
                            max_length=10,
                            verbose_name="kind",
                        ),
                    ),
                    ("received_on", models.DateField(verbose_name="received on")),
                    ("effective_on", models.DateField(verbose_name="last day")),
                    (
                        "reason",
                        models.CharField(
                            blank=True,
                            max_length=300,
                            validators=[miko_portal.base.plain_text.plain_text],
                            verbose_name="reason",
                        ),
                    ),
                    (
                        "party",
                        models.OneToOneField(
                            on_delete=django.db.models.deletion.CASCADE,
                            related_name="notice",
                            to="cooperation.party",
                            verbose_name="party",
                        ),
                    ),
                ],
                options={
                    "verbose_name": "notice",
                    "verbose_name_plural": "notices",
                    "ordering": ["received_on", "pk"],
                    "constraints": [
                        models.CheckConstraint(
                            condition=models.Q(("effective_on__gte", models.F("received_on"))),
                            name="notice_takes_effect_after_receipt",
                            violation_error_message="The last day lies before the day of receipt.",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(
                                models.Q(("kind", "for_cause"), _negated=True),
                                models.Q(("reason", ""), _negated=True),
                                _connector="OR",
                            ),
                            name="notice_for_a_cause",
                            violation_error_message="A notice for cause says why.",
                        ),
                    ],
                },
            ),
            migrations.CreateModel(
                name="Suspension",
                fields=[
                    (
                        "id",
                        models.BigAutoField(
                            auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                        ),
                    ),
                    ("starts_on", models.DateField(verbose_name="first day")),
                    ("ends_on", models.DateField(blank=True, null=True, verbose_name="last day")),
                    (
                        "reason",
                        models.CharField(
                            max_length=300,
                            validators=[miko_portal.base.plain_text.plain_text],
                            verbose_name="reason",
                        ),
                    ),
                    (
                        "agreement",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.CASCADE,
                            related_name="suspensions",
                            to="cooperation.agreement",
                            verbose_name="agreement",
                        ),
                    ),
                ],
                options={
                    "verbose_name": "suspension",
                    "verbose_name_plural": "suspensions",
                    "ordering": ["starts_on", "pk"],
                    "constraints": [
                        models.CheckConstraint(
                            condition=models.Q(
                                ("ends_on", None),
                                ("ends_on__gte", models.F("starts_on")),
                                _connector="OR",
                            ),
                            name="suspension_ends_after_start",
                            violation_error_message="The last day lies before the first.",
                        ),
                        django.contrib.postgres.constraints.ExclusionConstraint(
                            expressions=[
                                (
                                    models.Func(
                                        models.F("agreement"),
                                        models.F("agreement"),
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
                                            "starts_on",
                                            django.db.models.functions.comparison.Coalesce(
                                                "ends_on", models.Value("infinity")
                                            ),
                                        ),
                                        models.Value("[]"),
                                        function="daterange",
                                        output_field=django.contrib.postgres.fields.ranges.DateRangeField(),
                                    ),
                                    "&&",
                                ),
                            ],
                            name="suspension_once_at_a_time",
                            violation_error_message="It is suspended already at this time.",
                        ),
                    ],
                },
            ),
            migrations.CreateModel(
                name="Person",
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
                    (
                        "mail",
                        models.EmailField(blank=True, max_length=254, verbose_name="mail address"),
                    ),
                    (
                        "telephone",
                        models.CharField(
                            blank=True,
                            max_length=40,
                            validators=[miko_portal.base.plain_text.plain_text],
                            verbose_name="telephone",
                        ),
                    ),
                    (
                        "sort_key",
                        models.GeneratedField(
                            db_persist=True,
                            expression=miko_portal.base.sorting.SortKey(
                                django.db.models.functions.text.Concat(
                                    "family_name", models.Value(" "), "given_name"
                                )
                            ),
                            output_field=models.TextField(db_collation="C"),
                        ),
                    ),
                ],
                options={
                    "verbose_name": "person",
                    "verbose_name_plural": "people",
                    "ordering": ["sort_key", "pk"],
                    "indexes": [models.Index(fields=["sort_key", "id"], name="person_sort_key")],
                },
            ),
            migrations.CreateModel(
                name="Contact",
                fields=[
                    (
                        "id",
                        models.BigAutoField(
                            auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                        ),
                    ),
                    (
                        "function",
                        models.CharField(
                            blank=True,
                            max_length=120,
                            validators=[miko_portal.base.plain_text.plain_text],
                            verbose_name="function",
                        ),
                    ),
                    ("deputy", models.BooleanField(default=False, verbose_name="deputy")),
                    (
                        "absent_from",
                        models.DateField(blank=True, null=True, verbose_name="absent from"),
                    ),
                    (
                        "absent_until",
                        models.DateField(blank=True, null=True, verbose_name="absent until"),
                    ),
                    (
                        "confirmed_on",
                        models.DateField(
                            blank=True, editable=False, null=True, verbose_name="confirmed on"
                        ),
                    ),
                    (
                        "organisation",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.CASCADE,
                            related_name="contacts",
                            to="cooperation.organisation",
                            verbose_name="organisation",
                        ),
                    ),
                    (
                        "person",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.CASCADE,
                            related_name="contacts",
                            to="cooperation.person",
                            verbose_name="person",
                        ),
                    ),
                ],
                options={
                    "verbose_name": "contact",
                    "verbose_name_plural": "contacts",
                    "ordering": ["deputy", "pk"],
                    "constraints": [
                        models.UniqueConstraint(
                            fields=("organisation", "person"),
                            name="contact_once_per_organisation",
                            violation_error_message="This person is a contact here already.",
                        ),
                        models.CheckConstraint(
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
                    ],
                },
            ),
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
                    (
                        "contact",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.CASCADE,
                            related_name="checks",
                            to="cooperation.contact",
                            verbose_name="contact",
                        ),
                    ),
                ],
                options={
                    "verbose_name": "check of a contact",
                    "verbose_name_plural": "checks of contacts",
                    "ordering": ["pk"],
                    "indexes": [
                        models.Index(
                            condition=models.Q(
                                ("taken_up_on", None), models.Q(("remark", ""), _negated=True)
                            ),
                            fields=["contact"],
                            name="contact_check_to_take_up",
                        )
                    ],
                    "constraints": [
                        models.UniqueConstraint(
                            fields=("contact", "asked_on"), name="contact_check_once_a_day"
                        )
                    ],
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
                        models.CharField(
                            max_length=64, unique=True, verbose_name="hash of the token"
                        ),
                    ),
                    ("made_at", models.DateTimeField(verbose_name="made")),
                    (
                        "check_of",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.CASCADE,
                            related_name="links",
                            to="cooperation.contactcheck",
                            verbose_name="check",
                        ),
                    ),
                ],
                options={
                    "verbose_name": "link to the check of a contact",
                    "verbose_name_plural": "links to checks of contacts",
                },
            ),
            migrations.CreateModel(
                name="Venue",
                fields=[
                    (
                        "id",
                        models.BigAutoField(
                            auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                        ),
                    ),
                    (
                        "street",
                        models.CharField(
                            blank=True,
                            max_length=120,
                            validators=[miko_portal.base.plain_text.plain_text],
                            verbose_name="street and number",
                        ),
                    ),
                    (
                        "postcode",
                        models.CharField(
                            blank=True,
                            max_length=5,
                            validators=[
                                django.core.validators.RegexValidator(
                                    "^\\d{5}$", "A German postcode has five digits."
                                )
                            ],
                            verbose_name="postcode",
                        ),
                    ),
                    (
                        "town",
                        models.CharField(
                            blank=True,
                            max_length=80,
                            validators=[miko_portal.base.plain_text.plain_text],
                            verbose_name="town",
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
                        "stop",
                        models.CharField(
                            blank=True,
                            max_length=120,
                            validators=[miko_portal.base.plain_text.plain_text],
                            verbose_name="bus or train stop",
                        ),
                    ),
                    (
                        "stop_minutes",
                        models.PositiveSmallIntegerField(
                            blank=True, null=True, verbose_name="minutes on foot from the stop"
                        ),
                    ),
                    (
                        "way_in",
                        models.CharField(
                            blank=True,
                            max_length=200,
                            validators=[miko_portal.base.plain_text.plain_text],
                            verbose_name="way in",
                        ),
                    ),
                    (
                        "parking",
                        models.CharField(
                            blank=True,
                            choices=[
                                ("none", "No parking"),
                                ("free", "Free parking"),
                                ("paid", "Paid parking"),
                            ],
                            max_length=10,
                            verbose_name="parking",
                        ),
                    ),
                    ("step_free", models.BooleanField(default=False, verbose_name="step-free")),
                    (
                        "sort_key",
                        models.GeneratedField(
                            db_persist=True,
                            expression=miko_portal.base.sorting.SortKey("name"),
                            output_field=models.TextField(db_collation="C"),
                        ),
                    ),
                    (
                        "words",
                        models.GeneratedField(
                            db_persist=True,
                            expression=miko_portal.base.words.WordsHeld(
                                django.db.models.functions.text.Concat(
                                    "name", models.Value(" "), "town"
                                )
                            ),
                            output_field=django.contrib.postgres.fields.ArrayField(
                                base_field=models.TextField(), size=None
                            ),
                        ),
                    ),
                ],
                options={
                    "verbose_name": "venue",
                    "verbose_name_plural": "venues",
                    "ordering": ["sort_key", "pk"],
                },
            ),
            migrations.CreateModel(
                name="Room",
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
                            max_length=80,
                            validators=[miko_portal.base.plain_text.plain_text],
                            verbose_name="name",
                        ),
                    ),
                    ("seats", models.PositiveSmallIntegerField(verbose_name="seats")),
                    (
                        "venue",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="rooms",
                            to="cooperation.venue",
                            verbose_name="venue",
                        ),
                    ),
                ],
                options={
                    "verbose_name": "room",
                    "verbose_name_plural": "rooms",
                    "ordering": ["venue__sort_key", "name", "pk"],
                    "constraints": [
                        models.UniqueConstraint(
                            fields=("venue", "name"),
                            name="room_name_unique_in_venue",
                            violation_error_message="This venue has a room of this name already.",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(("seats__gte", 1)),
                            name="room_has_seats",
                            violation_error_message="A room has at least one seat.",
                        ),
                    ],
                },
            ),
            migrations.CreateModel(
                name="Booking",
                fields=[
                    (
                        "id",
                        models.BigAutoField(
                            auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                        ),
                    ),
                    ("starts_at", models.DateTimeField()),
                    ("ends_at", models.DateTimeField()),
                    ("source", models.CharField(max_length=63)),
                    ("source_id", models.BigIntegerField()),
                    (
                        "person",
                        models.ForeignKey(
                            null=True,
                            on_delete=django.db.models.deletion.DO_NOTHING,
                            related_name="bookings",
                            to="cooperation.person",
                        ),
                    ),
                    (
                        "room",
                        models.ForeignKey(
                            null=True,
                            on_delete=django.db.models.deletion.DO_NOTHING,
                            related_name="bookings",
                            to="cooperation.room",
                        ),
                    ),
                ],
                options={
                    "verbose_name": "booking",
                    "verbose_name_plural": "bookings",
                    "constraints": [
                        models.CheckConstraint(
                            condition=models.Q(
                                models.Q(("person", None), ("room__isnull", False)),
                                models.Q(("person__isnull", False), ("room", None)),
                                _connector="OR",
                            ),
                            name="booking_of_room_or_person",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(("ends_at__gt", models.F("starts_at"))),
                            name="booking_ends_after_start",
                        ),
                        models.UniqueConstraint(
                            fields=("source", "source_id"), name="booking_one_per_source"
                        ),
                        django.contrib.postgres.constraints.ExclusionConstraint(
                            condition=models.Q(("room__isnull", False)),
                            deferrable=django.db.models.constraints.Deferrable["IMMEDIATE"],
                            expressions=[
                                (
                                    models.Func(
                                        models.F("room"),
                                        models.F("room"),
                                        models.Value("[]"),
                                        function="int8range",
                                        output_field=django.contrib.postgres.fields.ranges.IntegerRangeField(),
                                    ),
                                    "&&",
                                ),
                                (
                                    models.Func(
                                        models.F("starts_at"),
                                        django.db.models.functions.comparison.Greatest(
                                            "starts_at", "ends_at"
                                        ),
                                        function="tstzrange",
                                        output_field=django.contrib.postgres.fields.ranges.DateTimeRangeField(),
                                    ),
                                    "&&",
                                ),
                            ],
                            name="booking_room_once",
                            violation_error_message="The room is taken at this time.",
                        ),
                        django.contrib.postgres.constraints.ExclusionConstraint(
                            condition=models.Q(("person__isnull", False)),
                            deferrable=django.db.models.constraints.Deferrable["IMMEDIATE"],
                            expressions=[
                                (
                                    models.Func(
                                        models.F("person"),
                                        models.F("person"),
                                        models.Value("[]"),
                                        function="int8range",
                                        output_field=django.contrib.postgres.fields.ranges.IntegerRangeField(),
                                    ),
                                    "&&",
                                ),
                                (
                                    models.Func(
                                        models.F("starts_at"),
                                        django.db.models.functions.comparison.Greatest(
                                            "starts_at", "ends_at"
                                        ),
                                        function="tstzrange",
                                        output_field=django.contrib.postgres.fields.ranges.DateTimeRangeField(),
                                    ),
                                    "&&",
                                ),
                            ],
                            name="booking_person_once",
                            violation_error_message="This person is booked at this time.",
                        ),
                    ],
                },
            ),
            migrations.CreateModel(
                name="Meeting",
                fields=[
                    (
                        "id",
                        models.BigAutoField(
                            auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                        ),
                    ),
                    (
                        "kind",
                        models.CharField(
                            choices=[
                                ("network", "network meeting"),
                                ("conference", "conference"),
                                ("review", "review meeting"),
                            ],
                            default="network",
                            max_length=10,
                            verbose_name="kind",
                        ),
                    ),
                    (
                        "title",
                        models.CharField(
                            max_length=200,
                            validators=[miko_portal.base.plain_text.plain_text],
                            verbose_name="title",
                        ),
                    ),
                    ("starts_at", models.DateTimeField(verbose_name="starts")),
                    ("ends_at", models.DateTimeField(verbose_name="ends")),
                    (
                        "agenda",
                        models.TextField(
                            blank=True,
                            validators=[
                                miko_portal.base.plain_text.plain_text,
                                django.core.validators.MaxLengthValidator(20000),
                            ],
                            verbose_name="agenda",
                        ),
                    ),
                    (
                        "minutes",
                        models.TextField(
                            blank=True,
                            validators=[
                                miko_portal.base.plain_text.plain_text,
                                django.core.validators.MaxLengthValidator(20000),
                            ],
                            verbose_name="minutes",
                        ),
                    ),
                    (
                        "revision",
                        models.PositiveIntegerField(
                            default=0, editable=False, verbose_name="revision"
                        ),
                    ),
                    (
                        "sequence",
                        models.PositiveIntegerField(
                            default=0, editable=False, verbose_name="sequence"
                        ),
                    ),
                    (
                        "cancelled_on",
                        models.DateField(editable=False, null=True, verbose_name="cancelled on"),
                    ),
                    (
                        "cancellation_reason",
                        models.CharField(
                            blank=True,
                            editable=False,
                            max_length=200,
                            validators=[miko_portal.base.plain_text.plain_text],
                            verbose_name="reason",
                        ),
                    ),
                    (
                        "agreements",
                        models.ManyToManyField(
                            blank=True,
                            related_name="meetings",
                            to="cooperation.agreement",
                            verbose_name="agreements",
                        ),
                    ),
                    (
                        "project",
                        models.ForeignKey(
                            blank=True,
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="meetings",
                            to="cooperation.project",
                            verbose_name="project",
                        ),
                    ),
                    (
                        "room",
                        models.ForeignKey(
                            blank=True,
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="meetings",
                            to="cooperation.room",
                            verbose_name="room",
                        ),
                    ),
                ],
                options={
                    "verbose_name": "meeting",
                    "verbose_name_plural": "meetings",
                    "ordering": ["-starts_at", "-pk"],
                    "indexes": [models.Index(fields=["starts_at", "id"], name="meeting_starts_at")],
                    "constraints": [
                        models.CheckConstraint(
                            condition=models.Q(("ends_at__gt", models.F("starts_at"))),
                            name="meeting_ends_after_start",
                            violation_error_message="The end lies before the start.",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(
                                ("cancelled_on", None),
                                models.Q(("cancellation_reason", ""), _negated=True),
                                _connector="OR",
                            ),
                            name="meeting_cancelled_with_reason",
                            violation_error_message="Say why it is cancelled.",
                        ),
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
                    (
                        "forgotten_on",
                        models.DateField(editable=False, null=True, verbose_name="name deleted on"),
                    ),
                    (
                        "invited_at",
                        models.DateTimeField(editable=False, null=True, verbose_name="invited"),
                    ),
                    ("came", models.BooleanField(blank=True, null=True, verbose_name="came")),
                    (
                        "meeting",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.CASCADE,
                            related_name="attendances",
                            to="cooperation.meeting",
                            verbose_name="meeting",
                        ),
                    ),
                    (
                        "organisation",
                        models.ForeignKey(
                            blank=True,
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="attendances",
                            to="cooperation.organisation",
                            verbose_name="organisation",
                        ),
                    ),
                    (
                        "person",
                        models.ForeignKey(
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="attendances",
                            to="cooperation.person",
                            verbose_name="person",
                        ),
                    ),
                ],
                options={
                    "verbose_name": "attendance",
                    "verbose_name_plural": "attendances",
                    "ordering": ["organisation__sort_key", "person__sort_key", "pk"],
                    "constraints": [
                        models.UniqueConstraint(
                            fields=("meeting", "person"),
                            name="attendance_once",
                            violation_error_message="This person is on the list already.",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(
                                models.Q(("forgotten_on", None), ("person__isnull", False)),
                                models.Q(("forgotten_on__isnull", False), ("person", None)),
                                _connector="OR",
                            ),
                            name="attendance_has_person_until_forgotten",
                            violation_error_message="An attendance is somebody's, until its period is over.",
                        ),
                    ],
                },
            ),
            migrations.CreateModel(
                name="Decision",
                fields=[
                    (
                        "id",
                        models.BigAutoField(
                            auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                        ),
                    ),
                    (
                        "text",
                        models.CharField(
                            max_length=500,
                            validators=[miko_portal.base.plain_text.plain_text],
                            verbose_name="decision",
                        ),
                    ),
                    (
                        "meeting",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.CASCADE,
                            related_name="decisions",
                            to="cooperation.meeting",
                            verbose_name="meeting",
                        ),
                    ),
                ],
                options={
                    "verbose_name": "decision",
                    "verbose_name_plural": "decisions",
                    "ordering": ["meeting", "pk"],
                },
            ),
            migrations.CreateModel(
                name="Measure",
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
                            max_length=200,
                            validators=[miko_portal.base.plain_text.plain_text],
                            verbose_name="measure",
                        ),
                    ),
                    (
                        "description",
                        models.TextField(
                            blank=True,
                            validators=[
                                miko_portal.base.plain_text.plain_text,
                                django.core.validators.MaxLengthValidator(20000),
                            ],
                            verbose_name="description",
                        ),
                    ),
                    ("due_on", models.DateField(blank=True, null=True, verbose_name="due on")),
                    ("done_on", models.DateField(blank=True, null=True, verbose_name="done on")),
                    (
                        "result",
                        models.TextField(
                            blank=True,
                            validators=[
                                miko_portal.base.plain_text.plain_text,
                                django.core.validators.MaxLengthValidator(20000),
                            ],
                            verbose_name="result",
                        ),
                    ),
                    (
                        "agreement",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.CASCADE,
                            related_name="measures",
                            to="cooperation.agreement",
                            verbose_name="agreement",
                        ),
                    ),
                    (
                        "decision",
                        models.OneToOneField(
                            blank=True,
                            editable=False,
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="measure",
                            to="cooperation.decision",
                            verbose_name="decision it comes from",
                        ),
                    ),
                    (
                        "party",
                        models.ForeignKey(
                            blank=True,
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="measures",
                            to="cooperation.party",
                            verbose_name="responsible party",
                        ),
                    ),
                    (
                        "person",
                        models.ForeignKey(
                            blank=True,
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="measures",
                            to="cooperation.person",
                            verbose_name="responsible person",
                        ),
                    ),
                    (
                        "project",
                        models.OneToOneField(
                            blank=True,
                            editable=False,
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="founding_measure",
                            to="cooperation.project",
                            verbose_name="project that grew out of it",
                        ),
                    ),
                ],
                options={
                    "verbose_name": "measure",
                    "verbose_name_plural": "measures",
                    "ordering": ["due_on", "pk"],
                    "indexes": [
                        models.Index(
                            condition=models.Q(("done_on", None)),
                            fields=["due_on"],
                            name="measure_due",
                        )
                    ],
                    "constraints": [
                        models.CheckConstraint(
                            condition=models.Q(
                                ("done_on", None),
                                models.Q(("result", ""), _negated=True),
                                _connector="OR",
                            ),
                            name="measure_done_with_result",
                            violation_error_message="Say what came of it.",
                        )
                    ],
                },
            ),
            migrations.CreateModel(
                name="OrganisationMerger",
                fields=[
                    (
                        "id",
                        models.BigAutoField(
                            auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                        ),
                    ),
                    ("former_id", models.BigIntegerField(unique=True, verbose_name="old key")),
                    ("name", models.CharField(max_length=160, verbose_name="name of then")),
                    ("merged_on", models.DateField(verbose_name="merged on")),
                    (
                        "kept",
                        models.ForeignKey(
                            editable=False,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="mergers",
                            to="cooperation.organisation",
                            verbose_name="kept",
                        ),
                    ),
                ],
                options={
                    "verbose_name": "merger of organisations",
                    "verbose_name_plural": "mergers of organisations",
                    "ordering": ["pk"],
                },
            ),
            migrations.CreateModel(
                name="PersonMerger",
                fields=[
                    (
                        "id",
                        models.BigAutoField(
                            auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                        ),
                    ),
                    ("former_id", models.BigIntegerField(unique=True, verbose_name="old key")),
                    ("merged_on", models.DateField(verbose_name="merged on")),
                    (
                        "kept",
                        models.ForeignKey(
                            editable=False,
                            on_delete=django.db.models.deletion.CASCADE,
                            related_name="mergers",
                            to="cooperation.person",
                            verbose_name="kept",
                        ),
                    ),
                ],
                options={
                    "verbose_name": "merger of people",
                    "verbose_name_plural": "mergers of people",
                    "ordering": ["pk"],
                },
            ),
            migrations.CreateModel(
                name="PartyName",
                fields=[
                    (
                        "id",
                        models.BigAutoField(
                            auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                        ),
                    ),
                    ("name", models.CharField(max_length=160, verbose_name="name of then")),
                    ("until", models.DateField(verbose_name="until")),
                    (
                        "party",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.CASCADE,
                            related_name="former_names",
                            to="cooperation.party",
                            verbose_name="party",
                        ),
                    ),
                ],
                options={
                    "verbose_name": "former name of a party",
                    "verbose_name_plural": "former names of parties",
                    "ordering": ["until", "pk"],
                },
            ),
            migrations.CreateModel(
                name="DistinctOrganisations",
                fields=[
                    (
                        "id",
                        models.BigAutoField(
                            auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                        ),
                    ),
                    ("told_on", models.DateField(verbose_name="told on")),
                    (
                        "one",
                        models.ForeignKey(
                            editable=False,
                            on_delete=django.db.models.deletion.CASCADE,
                            related_name="+",
                            to="cooperation.organisation",
                            verbose_name="one",
                        ),
                    ),
                    (
                        "other",
                        models.ForeignKey(
                            editable=False,
                            on_delete=django.db.models.deletion.CASCADE,
                            related_name="+",
                            to="cooperation.organisation",
                            verbose_name="other",
                        ),
                    ),
                ],
                options={
                    "verbose_name": "organisations that are two",
                    "verbose_name_plural": "organisations that are two",
                    "ordering": ["pk"],
                    "abstract": False,
                    "constraints": [
                        models.UniqueConstraint(
                            fields=("one", "other"), name="distinct_organisations_once"
                        ),
                        models.CheckConstraint(
                            condition=models.Q(("one__lt", models.F("other"))),
                            name="distinct_organisations_in_order",
                        ),
                    ],
                },
            ),
            migrations.CreateModel(
                name="DistinctPeople",
                fields=[
                    (
                        "id",
                        models.BigAutoField(
                            auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                        ),
                    ),
                    ("told_on", models.DateField(verbose_name="told on")),
                    (
                        "one",
                        models.ForeignKey(
                            editable=False,
                            on_delete=django.db.models.deletion.CASCADE,
                            related_name="+",
                            to="cooperation.person",
                            verbose_name="one",
                        ),
                    ),
                    (
                        "other",
                        models.ForeignKey(
                            editable=False,
                            on_delete=django.db.models.deletion.CASCADE,
                            related_name="+",
                            to="cooperation.person",
                            verbose_name="other",
                        ),
                    ),
                ],
                options={
                    "verbose_name": "people who are two",
                    "verbose_name_plural": "people who are two",
                    "ordering": ["pk"],
                    "abstract": False,
                    "constraints": [
                        models.UniqueConstraint(
                            fields=("one", "other"), name="distinct_people_once"
                        ),
                        models.CheckConstraint(
                            condition=models.Q(("one__lt", models.F("other"))),
                            name="distinct_people_in_order",
                        ),
                    ],
                },
            ),
            migrations.CreateModel(
                name="OrganisationPair",
                fields=[
                    (
                        "id",
                        models.BigAutoField(
                            auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                        ),
                    ),
                    (
                        "alike",
                        django.contrib.postgres.fields.ArrayField(
                            base_field=models.CharField(
                                choices=[
                                    ("name", "same name"),
                                    ("short_name", "same short name"),
                                    ("mail", "same mail address"),
                                    ("telephone", "same telephone number"),
                                ]
                            ),
                            size=None,
                            verbose_name="in common",
                        ),
                    ),
                ],
                options={
                    "verbose_name": "organisations that may be the same",
                    "verbose_name_plural": "organisations that may be the same",
                    "ordering": ["one__sort_key", "one", "other"],
                    "abstract": False,
                    "managed": False,
                },
            ),
            migrations.CreateModel(
                name="PersonPair",
                fields=[
                    (
                        "id",
                        models.BigAutoField(
                            auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                        ),
                    ),
                    (
                        "alike",
                        django.contrib.postgres.fields.ArrayField(
                            base_field=models.CharField(
                                choices=[
                                    ("name", "same name"),
                                    ("short_name", "same short name"),
                                    ("mail", "same mail address"),
                                    ("telephone", "same telephone number"),
                                ]
                            ),
                            size=None,
                            verbose_name="in common",
                        ),
                    ),
                ],
                options={
                    "verbose_name": "people who may be the same",
                    "verbose_name_plural": "people who may be the same",
                    "ordering": ["one__sort_key", "one", "other"],
                    "abstract": False,
                    "managed": False,
                },
            ),
            migrations.CreateModel(
                name="Document",
                fields=[
                    (
                        "id",
                        models.BigAutoField(
                            auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                        ),
                    ),
                    (
                        "kind",
                        models.CharField(
                            choices=[
                                ("signed", "signed document"),
                                ("working", "working file"),
                                ("decision", "decision of a committee"),
                                ("other", "other paper"),
                            ],
                            max_length=10,
                            verbose_name="kind",
                        ),
                    ),
                    (
                        "name",
                        models.CharField(
                            max_length=120,
                            validators=[miko_portal.base.plain_text.plain_text],
                            verbose_name="name of the file",
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
                        models.CharField(editable=False, max_length=100, verbose_name="media type"),
                    ),
                    (
                        "size",
                        models.PositiveIntegerField(editable=False, verbose_name="size in bytes"),
                    ),
                    (
                        "sha256",
                        models.CharField(editable=False, max_length=64, verbose_name="SHA-256"),
                    ),
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
                        "agreement",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.CASCADE,
                            related_name="documents",
                            to="cooperation.agreement",
                            verbose_name="agreement",
                        ),
                    ),
                    (
                        "version",
                        models.ForeignKey(
                            blank=True,
                            null=True,
                            on_delete=django.db.models.deletion.CASCADE,
                            related_name="documents",
                            to="cooperation.version",
                            verbose_name="version",
                        ),
                    ),
                ],
                options={
                    "verbose_name": "document",
                    "verbose_name_plural": "documents",
                    "ordering": ["-added_at", "-pk"],
                    "indexes": [models.Index(fields=["sha256"], name="document_sha256")],
                },
            ),
            migrations.CreateModel(
                name="Note",
                fields=[
                    (
                        "id",
                        models.BigAutoField(
                            auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                        ),
                    ),
                    ("noted_on", models.DateField(verbose_name="day")),
                    (
                        "text",
                        models.TextField(
                            blank=True,
                            validators=[
                                miko_portal.base.plain_text.plain_text,
                                django.core.validators.MaxLengthValidator(20000),
                            ],
                            verbose_name="text",
                        ),
                    ),
                    (
                        "agreement",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.CASCADE,
                            related_name="notes",
                            to="cooperation.agreement",
                            verbose_name="agreement",
                        ),
                    ),
                    (
                        "written_by",
                        models.ForeignKey(
                            editable=False,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to=settings.AUTH_USER_MODEL,
                            verbose_name="written by",
                        ),
                    ),
                ],
                options={
                    "verbose_name": "note",
                    "verbose_name_plural": "notes",
                    "ordering": ["-noted_on", "-pk"],
                    "constraints": [
                        models.CheckConstraint(
                            condition=models.Q(("text", ""), _negated=True),
                            name="note_says_something",
                            violation_error_message="Write what is to be noted.",
                        )
                    ],
                },
            ),
            migrations.CreateModel(
                name="FollowUp",
                fields=[
                    (
                        "id",
                        models.BigAutoField(
                            auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                        ),
                    ),
                    ("due_on", models.DateField(verbose_name="due on")),
                    (
                        "text",
                        models.CharField(
                            max_length=300,
                            validators=[miko_portal.base.plain_text.plain_text],
                            verbose_name="what is to be done",
                        ),
                    ),
                    (
                        "done_on",
                        models.DateField(editable=False, null=True, verbose_name="done on"),
                    ),
                    (
                        "agreement",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.CASCADE,
                            related_name="follow_ups",
                            to="cooperation.agreement",
                            verbose_name="agreement",
                        ),
                    ),
                    (
                        "person",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="follow_ups",
                            to=settings.AUTH_USER_MODEL,
                            verbose_name="who takes care of it",
                        ),
                    ),
                ],
                options={
                    "verbose_name": "follow-up",
                    "verbose_name_plural": "follow-ups",
                    "ordering": ["due_on", "pk"],
                    "indexes": [
                        models.Index(
                            condition=models.Q(("done_on", None)),
                            fields=["due_on"],
                            name="follow_up_due",
                        )
                    ],
                },
            ),
            migrations.CreateModel(
                name="PlanningPeriod",
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
                            max_length=80,
                            validators=[miko_portal.base.plain_text.plain_text],
                            verbose_name="name",
                        ),
                    ),
                    (
                        "kind",
                        models.CharField(
                            choices=[
                                ("school", "school holidays"),
                                ("feast", "religious feast or fast"),
                                ("other", "other"),
                            ],
                            max_length=10,
                            verbose_name="kind",
                        ),
                    ),
                    ("starts_on", models.DateField(verbose_name="first day")),
                    ("ends_on", models.DateField(verbose_name="last day")),
                    (
                        "expected",
                        models.BooleanField(
                            default=False,
                            help_text="The days may shift, for example because they depend on the sighting of the moon.",
                            verbose_name="expected",
                        ),
                    ),
                    (
                        "note",
                        models.CharField(
                            blank=True,
                            max_length=200,
                            validators=[miko_portal.base.plain_text.plain_text],
                            verbose_name="note",
                        ),
                    ),
                ],
                options={
                    "verbose_name": "planning hint",
                    "verbose_name_plural": "planning hints",
                    "ordering": ["starts_on", "ends_on", "pk"],
                    "constraints": [
                        models.CheckConstraint(
                            condition=models.Q(("ends_on__gte", models.F("starts_on"))),
                            name="planning_period_in_order",
                            violation_error_message="The last day lies before the first.",
                        ),
                        models.UniqueConstraint(
                            fields=("name", "starts_on"),
                            name="planning_period_once",
                            violation_error_message="This hint is there already.",
                        ),
                    ],
                },
            ),
            migrations.CreateModel(
                name="Share",
                fields=[
                    (
                        "id",
                        models.BigAutoField(
                            auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                        ),
                    ),
                    (
                        "role",
                        models.CharField(
                            blank=True,
                            max_length=120,
                            validators=[miko_portal.base.plain_text.plain_text],
                            verbose_name="role",
                        ),
                    ),
                    (
                        "legal_basis",
                        models.CharField(
                            blank=True,
                            max_length=200,
                            validators=[miko_portal.base.plain_text.plain_text],
                            verbose_name="legal basis",
                        ),
                    ),
                    (
                        "tasks",
                        models.TextField(
                            blank=True,
                            validators=[
                                miko_portal.base.plain_text.plain_text,
                                django.core.validators.MaxLengthValidator(20000),
                            ],
                            verbose_name="tasks",
                        ),
                    ),
                    (
                        "contribution",
                        models.TextField(
                            blank=True,
                            validators=[
                                miko_portal.base.plain_text.plain_text,
                                django.core.validators.MaxLengthValidator(20000),
                            ],
                            verbose_name="contribution",
                        ),
                    ),
                    (
                        "party",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.CASCADE,
                            related_name="shares",
                            to="cooperation.party",
                            verbose_name="party",
                        ),
                    ),
                    (
                        "version",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.CASCADE,
                            related_name="shares",
                            to="cooperation.version",
                            verbose_name="version",
                        ),
                    ),
                ],
                options={
                    "verbose_name": "share",
                    "verbose_name_plural": "shares",
                    "ordering": ["pk"],
                    "constraints": [
                        models.UniqueConstraint(
                            fields=("version", "party"), name="share_once_per_version"
                        )
                    ],
                },
            ),
            migrations.CreateModel(
                name="Signatory",
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
                        "function",
                        models.CharField(
                            blank=True,
                            max_length=120,
                            validators=[miko_portal.base.plain_text.plain_text],
                            verbose_name="function",
                        ),
                    ),
                    (
                        "on_behalf_of",
                        models.CharField(
                            blank=True,
                            help_text="Whom a deputy signs for.",
                            max_length=120,
                            validators=[miko_portal.base.plain_text.plain_text],
                            verbose_name="on behalf of",
                        ),
                    ),
                    (
                        "place",
                        models.CharField(
                            blank=True,
                            max_length=80,
                            validators=[miko_portal.base.plain_text.plain_text],
                            verbose_name="place",
                        ),
                    ),
                    (
                        "signed_on",
                        models.DateField(blank=True, null=True, verbose_name="signed on"),
                    ),
                    (
                        "voided_on",
                        models.DateField(editable=False, null=True, verbose_name="void since"),
                    ),
                    (
                        "void_reason",
                        models.CharField(
                            blank=True,
                            editable=False,
                            max_length=300,
                            validators=[miko_portal.base.plain_text.plain_text],
                            verbose_name="reason",
                        ),
                    ),
                    (
                        "party",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.CASCADE,
                            related_name="signatories",
                            to="cooperation.party",
                            verbose_name="party",
                        ),
                    ),
                    (
                        "version",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.CASCADE,
                            related_name="signatories",
                            to="cooperation.version",
                            verbose_name="version",
                        ),
                    ),
                ],
                options={
                    "verbose_name": "signatory",
                    "verbose_name_plural": "signatories",
                    "ordering": ["party", "pk"],
                    "constraints": [
                        models.CheckConstraint(
                            condition=models.Q(
                                models.Q(("void_reason", ""), ("voided_on", None)),
                                models.Q(
                                    ("signed_on__isnull", False),
                                    ("voided_on__isnull", False),
                                    models.Q(("void_reason", ""), _negated=True),
                                ),
                                _connector="OR",
                            ),
                            name="signatory_void_for_a_reason",
                            violation_error_message="Say why the signature is void.",
                        )
                    ],
                },
            ),
        ),
    ]
