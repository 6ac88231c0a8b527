from django.db import migrations

from miko_portal.base.triggers import KeepBookings, KeepSeatsTaken

# Deferred, so that a form may take from one share what it gives to another.
SHARES = """
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
"""

# A training counts every change that a calendar has to hear of (SEQUENCE in RFC 5545). What is
# saved from memory never sets it back.
CHANGES = """
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
"""
NO_CHANGES = "DROP FUNCTION trainings_run_counts, trainings_session_counts CASCADE"

# Names go when their period is over, and persons are counted as before. Named to run after the
# others have had their say about the person.
COUNTED = """
CREATE FUNCTION trainings_count_person() RETURNS trigger
LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
BEGIN
    IF NEW.person_id IS NOT NULL THEN NEW.counted_as := NEW.person_id; END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER zz_counted_as BEFORE INSERT OR UPDATE ON trainings_enrolment
FOR EACH ROW EXECUTE FUNCTION trainings_count_person();

-- Two who turn out to be one count once, where their names are gone too.
CREATE FUNCTION trainings_count_once() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path FROM CURRENT AS $$
BEGIN
    UPDATE trainings_enrolment SET counted_as = NEW.kept_id
    WHERE counted_as = NEW.former_id AND person_id IS NULL;
    RETURN NULL;
END $$;
CREATE TRIGGER trainings_count_once AFTER INSERT ON cooperation_personmerger
FOR EACH ROW EXECUTE FUNCTION trainings_count_once();
"""
NO_COUNTED = "DROP FUNCTION trainings_count_once, trainings_count_person CASCADE"

# The rows are locked for sharing, so that neither the seat nor the date goes meanwhile. What was
# attended is no longer called off, moved ahead of the note, or taken from whoever was there; it
# stays as it is once nobody knows by whom.
ATTENDANCE = """
CREATE FUNCTION trainings_check_attendance() RETURNS trigger
LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
DECLARE
    place trainings_enrolment;
    date trainings_session;
    day date;
BEGIN
    SELECT * INTO place FROM trainings_enrolment WHERE id = NEW.enrolment_id FOR SHARE;
    SELECT * INTO date FROM trainings_session WHERE id = NEW.session_id FOR SHARE;
    day := (date.starts_at AT TIME ZONE 'Europe/Berlin')::date;
    IF place.run_id <> date.run_id OR place.confirmed_at IS NULL
        OR place.cancelled_at IS NOT NULL
    THEN
        RAISE check_violation USING MESSAGE = 'attendance_of_who_has_a_seat';
    END IF;
    IF date.cancelled_on IS NOT NULL OR EXISTS (
        SELECT FROM trainings_run WHERE id = date.run_id AND cancelled_on < day
    ) THEN
        RAISE check_violation USING MESSAGE = 'attendance_where_it_took_place';
    END IF;
    IF day > (NEW.noted_at AT TIME ZONE 'Europe/Berlin')::date THEN
        RAISE check_violation USING MESSAGE = 'attendance_not_before_its_day';
    END IF;
    RETURN NEW;
END $$;

CREATE TRIGGER attendance_rules BEFORE INSERT OR UPDATE OF enrolment_id, session_id, noted_at
ON trainings_attendance FOR EACH ROW EXECUTE FUNCTION trainings_check_attendance();

CREATE FUNCTION trainings_keep_attended_seat() RETURNS trigger
LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
BEGIN
    IF (NEW.confirmed_at IS NULL OR NEW.cancelled_at IS NOT NULL OR NEW.run_id <> OLD.run_id)
        AND EXISTS (SELECT FROM trainings_attendance WHERE enrolment_id = NEW.id)
    THEN
        RAISE check_violation USING MESSAGE = 'enrolment_was_attended';
    END IF;
    RETURN NEW;
END $$;

CREATE TRIGGER attended_stays BEFORE UPDATE OF run_id, confirmed_at, cancelled_at
ON trainings_enrolment FOR EACH ROW EXECUTE FUNCTION trainings_keep_attended_seat();

CREATE FUNCTION trainings_keep_attended_date() RETURNS trigger
LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
BEGIN
    IF EXISTS (
        SELECT FROM trainings_attendance WHERE session_id = NEW.id AND (
            NEW.cancelled_on IS NOT NULL OR NEW.run_id <> OLD.run_id
            OR (NEW.starts_at AT TIME ZONE 'Europe/Berlin')::date
                > (noted_at AT TIME ZONE 'Europe/Berlin')::date
        )
    ) THEN
        RAISE check_violation USING MESSAGE = 'session_was_attended';
    END IF;
    RETURN NEW;
END $$;

CREATE TRIGGER attended_stays BEFORE UPDATE OF run_id, starts_at, cancelled_on
ON trainings_session FOR EACH ROW EXECUTE FUNCTION trainings_keep_attended_date();

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
NO_ATTENDANCE = """
DROP FUNCTION trainings_keep_forgotten, trainings_keep_attended_date,
    trainings_keep_attended_seat, trainings_check_attendance CASCADE;
"""

# Nobody has a certificate who was never there. How much of it they need is a setting of the course,
# which may change afterwards; the action asks for that.
CERTIFICATES = """
CREATE FUNCTION trainings_check_certificate() RETURNS trigger
LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
BEGIN
    IF NOT EXISTS (SELECT FROM trainings_attendance WHERE enrolment_id = NEW.enrolment_id) THEN
        RAISE check_violation USING MESSAGE = 'certificate_of_who_was_there';
    END IF;
    RETURN NEW;
END $$;

CREATE TRIGGER certificate_rules BEFORE INSERT OR UPDATE ON trainings_trainingcertificate
FOR EACH ROW EXECUTE FUNCTION trainings_check_certificate();
"""


class Migration(migrations.Migration):
    # Databases of before 0.1.0 have these instead, and only note that this one is done.
    replaces = [
        ("trainings", "0003_keep_sequence"),
        ("trainings", "0006_attendance"),
        ("trainings", "0010_forgetting"),
        ("trainings", "0011_certificates"),
        ("trainings", "0013_figures_stay"),
    ]

    dependencies = [
        # The last that 0001 replaces: a database that lacks it gets an error, and no change.
        ("trainings", "0016_questions_shown"),
    ]

    operations = [
        KeepSeatsTaken(run="Run", place="Enrolment"),
        KeepBookings(model="Session", room="room"),
        KeepBookings(model="TrainerAssignment", person="person", session="session"),
        migrations.RunSQL(SHARES, "DROP FUNCTION trainings_shares_within_whole CASCADE"),
        migrations.RunSQL(CHANGES, NO_CHANGES),
        migrations.RunSQL(COUNTED, NO_COUNTED),
        migrations.RunSQL(ATTENDANCE, NO_ATTENDANCE),
        migrations.RunSQL(CERTIFICATES, "DROP FUNCTION trainings_check_certificate CASCADE"),
    ]
