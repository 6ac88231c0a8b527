from django.db import migrations

KEEP = """
CREATE FUNCTION trainings_keep_forgotten() RETURNS trigger
LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
BEGIN
    IF EXISTS (
        SELECT FROM trainings_enrolment
        WHERE id IN (OLD.enrolment_id, NEW.enrolment_id) AND person_id IS NULL
    ) THEN
        RAISE check_violation USING MESSAGE = 'attendance_of_who_is_forgotten';
    END IF;
    RETURN coalesce(NEW, OLD);
END $$;
CREATE TRIGGER forgotten_stays
BEFORE INSERT OR DELETE OR UPDATE OF enrolment_id, session_id ON trainings_attendance
FOR EACH ROW EXECUTE FUNCTION trainings_keep_forgotten();
"""


class Migration(migrations.Migration):
    """What was attended stays as it is once nobody knows by whom."""

    dependencies = [("trainings", "0012_self_enrolments")]

    operations = [migrations.RunSQL(KEEP, "DROP FUNCTION trainings_keep_forgotten CASCADE")]
