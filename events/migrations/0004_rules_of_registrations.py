from django.db import migrations

from miko_portal.base.triggers import KeepSeatsTaken

# A date has a list of the door or a number counted, never both, so that they can't contradict.
# Of a registration nobody notes more than it is for: who else comes registers at the door.
ATTENDANCE = """
CREATE FUNCTION events_check_attendance() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NOT EXISTS (
        SELECT 1 FROM events_registration place
        JOIN events_session session ON session.run_id = place.run_id
        WHERE place.id = NEW.registration_id AND session.id = NEW.session_id
            AND place.persons >= NEW.persons
    ) THEN
        RAISE EXCEPTION 'attendance_of_who_is_registered'
        USING ERRCODE = 'check_violation';
    END IF;
    IF EXISTS (SELECT 1 FROM events_headcount WHERE session_id = NEW.session_id) THEN
        RAISE EXCEPTION 'attendance_or_head_count'
        USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;

CREATE TRIGGER attendance_rules BEFORE INSERT OR UPDATE OF registration_id, session_id, persons
ON events_attendance FOR EACH ROW EXECUTE FUNCTION events_check_attendance();

CREATE FUNCTION events_check_head_count() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT 1 FROM events_attendance WHERE session_id = NEW.session_id) THEN
        RAISE EXCEPTION 'attendance_or_head_count'
        USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;

CREATE TRIGGER head_count_rules BEFORE INSERT OR UPDATE OF session_id
ON events_headcount FOR EACH ROW EXECUTE FUNCTION events_check_head_count();

CREATE FUNCTION events_check_reachable() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.mail = '' AND NEW.telephone = '' AND NOT EXISTS (
        SELECT 1 FROM events_registration
        WHERE id = NEW.registration_id AND walked_in_at IS NOT NULL
    ) THEN
        RAISE EXCEPTION 'registration_contact_can_be_reached'
        USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;

CREATE TRIGGER contact_can_be_reached BEFORE INSERT OR UPDATE OF registration_id, mail, telephone
ON events_registrationcontact FOR EACH ROW EXECUTE FUNCTION events_check_reachable();
"""
NO_ATTENDANCE = """
DROP FUNCTION events_check_reachable, events_check_head_count, events_check_attendance CASCADE;
"""

# Nobody has a certificate who did not come: the third person of a registration only where three of
# it were there on some date.
CERTIFICATES = """
CREATE FUNCTION events_check_certificate() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.registration_id IS NOT NULL AND NOT EXISTS (
        SELECT 1 FROM events_attendance came
        JOIN events_registration place ON place.id = came.registration_id
        WHERE place.id = NEW.registration_id AND place.run_id = NEW.run_id
            AND came.persons >= NEW.person
    ) THEN
        RAISE EXCEPTION 'certificate_of_who_came' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;

CREATE TRIGGER certificate_rules BEFORE INSERT OR UPDATE OF run_id, registration_id, person
ON events_seminarcertificate FOR EACH ROW EXECUTE FUNCTION events_check_certificate();
"""

# Who was there says how it was from the first day until 30 days after the last one. What was
# said stays as it is: only a sentence may be taken out, and what was held back may be counted.
FEEDBACK = """
CREATE FUNCTION events_check_feedback() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NOT EXISTS (
        SELECT 1 FROM events_run run
        JOIN events_session session ON session.run_id = run.id AND session.cancelled_on IS NULL
        WHERE run.id = NEW.run_id AND run.cancelled_on IS NULL AND run.published_on IS NOT NULL
        HAVING (min(session.starts_at) AT TIME ZONE 'Europe/Berlin')::date <= NEW.given_on
            AND (max(session.ends_at) AT TIME ZONE 'Europe/Berlin')::date + 30 >= NEW.given_on
    ) THEN
        RAISE EXCEPTION 'feedback_after_it_began_and_within_30_days'
        USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;

CREATE TRIGGER feedback_rules BEFORE INSERT ON events_feedback
FOR EACH ROW EXECUTE FUNCTION events_check_feedback();

CREATE FUNCTION events_keep_feedback() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF (NEW.id, NEW.run_id, NEW.face, NEW.language, NEW.given_on, NEW.suspicion)
        IS DISTINCT FROM
        (OLD.id, OLD.run_id, OLD.face, OLD.language, OLD.given_on, OLD.suspicion)
        OR NEW.sentence NOT IN (OLD.sentence, '')
        OR (OLD.counted_on IS NOT NULL AND NEW.counted_on IS DISTINCT FROM OLD.counted_on)
    THEN
        RAISE EXCEPTION 'feedback_stays_as_given'
        USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;

CREATE TRIGGER feedback_kept BEFORE UPDATE ON events_feedback
FOR EACH ROW EXECUTE FUNCTION events_keep_feedback();
"""
NO_FEEDBACK = "DROP FUNCTION events_keep_feedback, events_check_feedback CASCADE"


class Migration(migrations.Migration):
    # Databases of before 0.1.0 have these instead, and only note that this one is done.
    replaces = [
        ("events", "0004_registrations"),
        ("events", "0011_head_counts"),
        ("events", "0014_attendance"),
        ("events", "0017_feedback"),
        ("events", "0018_certificates"),
    ]

    dependencies = [
        ("events", "0003_words_to_search"),
    ]

    operations = [
        KeepSeatsTaken(
            run="Run",
            place="Registration",
            childcare=["children_under_3", "children_3_to_5", "children_from_6"],
        ),
        migrations.RunSQL(ATTENDANCE, NO_ATTENDANCE),
        migrations.RunSQL(CERTIFICATES, "DROP FUNCTION events_check_certificate CASCADE"),
        migrations.RunSQL(FEEDBACK, NO_FEEDBACK),
    ]
