import django.contrib.postgres.fields
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from miko_portal.base.operations import TrackHistory

# A certificate is what it was when it was issued. Its number follows the one before, it is revoked
# once, name and file go together and for good, and no row ever goes.
RULES = """
CREATE FUNCTION base_keep_certificate() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    may_change CONSTANT text[] := '{name,initials,stored_as,issued_by_id,revoked_at,revoked_by_id,
        revocation_reason}';
BEGIN
    IF TG_OP = 'DELETE' THEN
        RAISE EXCEPTION 'certificate_stays' USING ERRCODE = 'check_violation';
    END IF;
    IF TG_OP = 'INSERT' THEN
        IF NEW.number <> 1 + (
            SELECT coalesce(max(number), 0) FROM base_certificate WHERE year = NEW.year
        ) THEN
            RAISE EXCEPTION 'certificate_numbers_without_gaps' USING ERRCODE = 'check_violation';
        END IF;
        IF NEW.name = '' THEN
            RAISE EXCEPTION 'certificate_of_somebody' USING ERRCODE = 'check_violation';
        END IF;
        IF NEW.replaces_id IS NOT NULL AND NOT EXISTS (
            SELECT 1 FROM base_certificate WHERE id = NEW.replaces_id AND revoked_at IS NOT NULL
        ) THEN
            RAISE EXCEPTION 'certificate_replaces_a_revoked_one' USING ERRCODE = 'check_violation';
        END IF;
        RETURN NEW;
    END IF;
    IF to_jsonb(NEW) - may_change IS DISTINCT FROM to_jsonb(OLD) - may_change
        OR NEW.name NOT IN (OLD.name, '')
        OR NEW.initials NOT IN (OLD.initials, '')
        OR NEW.stored_as NOT IN (OLD.stored_as, '')
        OR NEW.issued_by_id IS DISTINCT FROM OLD.issued_by_id AND NEW.issued_by_id IS NOT NULL
        OR OLD.revoked_at IS NOT NULL AND (
            NEW.revoked_at IS DISTINCT FROM OLD.revoked_at
            OR NEW.revocation_reason NOT IN (OLD.revocation_reason, '')
            OR NEW.revoked_by_id IS DISTINCT FROM OLD.revoked_by_id AND NEW.revoked_by_id IS NOT NULL
        )
    THEN
        RAISE EXCEPTION 'certificate_frozen' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;

CREATE TRIGGER certificate_rules BEFORE INSERT OR UPDATE OR DELETE ON base_certificate
FOR EACH ROW EXECUTE FUNCTION base_keep_certificate();
"""


class Migration(migrations.Migration):
    dependencies = [
        ("base", "0010_public_changes_once"),
    ]

    operations = [
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
                        decimal_places=2, max_digits=6, verbose_name="teaching units of 45 minutes"
                    ),
                ),
                ("name", models.CharField(blank=True, max_length=120, verbose_name="name")),
                ("initials", models.CharField(blank=True, max_length=12, verbose_name="initials")),
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
                            models.Q(("initials__gt", ""), ("name__gt", ""), ("stored_as__gt", "")),
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
        migrations.RunSQL(RULES, "DROP FUNCTION base_keep_certificate CASCADE"),
        TrackHistory(
            "Certificate",
            personal=[
                "name",
                "initials",
                "stored_as",
                "revocation_reason",
                "issued_by",
                "revoked_by",
            ],
        ),
    ]
