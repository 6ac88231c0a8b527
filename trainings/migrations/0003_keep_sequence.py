from django.db import migrations, models

# A training counts every change that a calendar has to hear of (SEQUENCE in RFC 5545). What is
# saved from memory never sets it back.
KEEP = """
CREATE FUNCTION trainings_session_counts() RETURNS trigger
LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
BEGIN
    IF TG_OP = 'UPDATE' AND OLD IS NOT DISTINCT FROM NEW THEN RETURN NULL; END IF;
    UPDATE trainings_run SET sequence = sequence + 1, changed_at = now()
    WHERE id IN (OLD.run_id, NEW.run_id);
    RETURN NULL;
END
$$;
CREATE TRIGGER trainings_session_counts AFTER INSERT OR UPDATE OR DELETE ON trainings_session
FOR EACH ROW EXECUTE FUNCTION trainings_session_counts();

CREATE FUNCTION trainings_run_counts() RETURNS trigger
LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
BEGIN
    NEW.sequence := greatest(OLD.sequence, NEW.sequence);
    NEW.changed_at := greatest(OLD.changed_at, NEW.changed_at);
    IF NEW.cancelled_on IS DISTINCT FROM OLD.cancelled_on THEN
        NEW.sequence := NEW.sequence + 1;
        NEW.changed_at := now();
    END IF;
    RETURN NEW;
END
$$;
CREATE TRIGGER trainings_run_counts BEFORE UPDATE ON trainings_run
FOR EACH ROW EXECUTE FUNCTION trainings_run_counts();

UPDATE trainings_run SET changed_at = now();
"""
UNDO = """
DROP FUNCTION trainings_run_counts CASCADE;
DROP FUNCTION trainings_session_counts CASCADE;
"""


class Migration(migrations.Migration):
    dependencies = [("trainings", "0002_public_changes")]

    operations = [
        migrations.AddField(
            model_name="run",
            name="sequence",
            field=models.PositiveIntegerField(db_default=0, default=0, editable=False),
        ),
        migrations.AddField(
            model_name="run",
            name="changed_at",
            field=models.DateTimeField(editable=False, null=True),
        ),
        migrations.RunSQL(KEEP, UNDO),
    ]
