from django.db import migrations

from miko_portal.base.triggers import KeepBookings

# A run carries its first and last date that are not called off (of all, if every one is), so
# that lists find it by an index, and counts every change that a calendar has to hear of
# (SEQUENCE in RFC 5545).
DATES = """
CREATE FUNCTION events_run_keep_dates() RETURNS trigger
LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
BEGIN
    IF TG_OP = 'UPDATE' AND OLD IS NOT DISTINCT FROM NEW THEN RETURN NULL; END IF;
    UPDATE events_run SET
        (starts_at, ends_at) = (
            SELECT
                coalesce(min(starts_at) FILTER (WHERE cancelled_on IS NULL), min(starts_at)),
                coalesce(max(ends_at) FILTER (WHERE cancelled_on IS NULL), max(ends_at))
            FROM events_session WHERE run_id = events_run.id
        ),
        sequence = sequence + 1,
        changed_at = now()
    WHERE id IN (OLD.run_id, NEW.run_id);
    RETURN NULL;
END
$$;
CREATE TRIGGER events_run_keep_dates AFTER INSERT OR UPDATE OR DELETE ON events_session
FOR EACH ROW EXECUTE FUNCTION events_run_keep_dates();

CREATE FUNCTION events_session_keep_moved_from() RETURNS trigger
LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
BEGIN
    IF EXISTS (
        SELECT FROM events_run WHERE id = NEW.run_id AND published_on IS NOT NULL
    ) THEN
        NEW.moved_from := nullif(coalesce(OLD.moved_from, OLD.starts_at), NEW.starts_at);
    END IF;
    RETURN NEW;
END
$$;
CREATE TRIGGER events_session_keep_moved_from BEFORE UPDATE OF starts_at ON events_session
FOR EACH ROW WHEN (NEW.starts_at <> OLD.starts_at)
EXECUTE FUNCTION events_session_keep_moved_from();
"""
NO_DATES = "DROP FUNCTION events_session_keep_moved_from, events_run_keep_dates CASCADE"

# What readers are told of a run counts as a change, and so do the texts of its seminar and whether
# somebody interprets for certain.
CHANGES = """
CREATE FUNCTION events_run_count_change() RETURNS trigger
LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
BEGIN
    NEW.sequence := NEW.sequence + 1;
    NEW.changed_at := now();
    RETURN NEW;
END
$$;
CREATE TRIGGER events_run_count_change BEFORE UPDATE ON events_run
FOR EACH ROW WHEN (
    (NEW.published_on, NEW.cancelled_on, NEW.cancellation_reason, NEW.capacity, NEW.coming,
     NEW.telephone, NEW.partner_url, NEW.spoken, NEW.interpreted, NEW.women_only, NEW.cost_cents,
     NEW.childcare_places, NEW.childcare_from_age, NEW.childcare_until_age)
    IS DISTINCT FROM
    (OLD.published_on, OLD.cancelled_on, OLD.cancellation_reason, OLD.capacity, OLD.coming,
     OLD.telephone, OLD.partner_url, OLD.spoken, OLD.interpreted, OLD.women_only, OLD.cost_cents,
     OLD.childcare_places, OLD.childcare_from_age, OLD.childcare_until_age)
)
EXECUTE FUNCTION events_run_count_change();

CREATE FUNCTION events_run_count_text() RETURNS trigger
LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
BEGIN
    IF TG_OP = 'UPDATE' AND OLD.digest = NEW.digest THEN RETURN NULL; END IF;
    UPDATE events_run SET sequence = sequence + 1, changed_at = now()
    WHERE seminar_id IN (OLD.seminar_id, NEW.seminar_id);
    RETURN NULL;
END
$$;
CREATE TRIGGER events_run_count_text AFTER INSERT OR UPDATE OR DELETE ON events_seminartext
FOR EACH ROW EXECUTE FUNCTION events_run_count_text();

CREATE FUNCTION events_run_count_interpreter() RETURNS trigger
LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
DECLARE
    before text := CASE WHEN OLD.declined_on IS NULL AND OLD.released_on IS NULL
        AND OLD.confirmed_on IS NOT NULL THEN format('%s %s', OLD.session_id, OLD.language) END;
    now_told text := CASE WHEN NEW.declined_on IS NULL AND NEW.released_on IS NULL
        AND NEW.confirmed_on IS NOT NULL THEN format('%s %s', NEW.session_id, NEW.language) END;
BEGIN
    IF before IS DISTINCT FROM now_told THEN
        UPDATE events_run SET sequence = sequence + 1, changed_at = now()
        WHERE id IN (
            SELECT run_id FROM events_session WHERE id IN (OLD.session_id, NEW.session_id)
        );
    END IF;
    RETURN NULL;
END
$$;
CREATE TRIGGER events_run_count_interpreter AFTER INSERT OR UPDATE OR DELETE
ON events_interpreterassignment FOR EACH ROW EXECUTE FUNCTION events_run_count_interpreter();
"""
NO_CHANGES = """
DROP FUNCTION events_run_count_interpreter, events_run_count_text, events_run_count_change CASCADE;
"""


class Migration(migrations.Migration):
    # Databases of before 0.1.0 have these instead, and only note that this one is done.
    replaces = [
        ("events", "0002_keep_dates"),
        ("events", "0013_interpreters"),
    ]

    dependencies = [
        # The last that 0001 replaces: a database that lacks it gets an error, and no change.
        ("events", "0021_forgetting_interpreters"),
    ]

    operations = [
        migrations.RunSQL(DATES, NO_DATES),
        migrations.RunSQL(CHANGES, NO_CHANGES),
        KeepBookings(model="Session", room="room"),
        KeepBookings(
            model="InterpreterAssignment",
            person="person",
            session="session",
            freed_by=["declined_on", "released_on"],
        ),
    ]
