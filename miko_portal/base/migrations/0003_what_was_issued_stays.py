from django.db import migrations

LEGAL_TEXTS = """
CREATE FUNCTION base_keep_versions() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'a version is never changed, a new one follows';
END $$;
CREATE TRIGGER keep BEFORE UPDATE OR DELETE ON base_legaltext
    FOR EACH STATEMENT EXECUTE FUNCTION base_keep_versions();
"""

# A certificate is what it was when it was issued. Its number follows the one before, it is revoked
# once, name and file go together and for good, and no row ever goes.
CERTIFICATES = """
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
    # Databases of before 0.1.0 have these instead, and only note that this one is done.
    replaces = [
        ("base", "0004_legal_texts"),
        ("base", "0011_certificates"),
    ]

    dependencies = [
        ("base", "0002_history_and_public_changes"),
    ]

    operations = [
        migrations.RunSQL(LEGAL_TEXTS, "DROP FUNCTION base_keep_versions CASCADE"),
        migrations.RunSQL(CERTIFICATES, "DROP FUNCTION base_keep_certificate CASCADE"),
    ]
