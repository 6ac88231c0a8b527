from django.db import migrations

from miko_portal.base.triggers import KeepBookings

# A run carries its first and last date that are not called off (of all, if every one is), so
# that lists find it by an index, and counts every change that a calendar has to hear of
# (SEQUENCE in RFC 5545).
KEEP = """
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

CREATE FUNCTION events_run_count_cancelling() RETURNS trigger
LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
BEGIN
    NEW.sequence := NEW.sequence + 1;
    NEW.changed_at := now();
    RETURN NEW;
END
$$;
CREATE TRIGGER events_run_count_cancelling BEFORE UPDATE OF cancelled_on ON events_run
FOR EACH ROW WHEN (NEW.cancelled_on IS DISTINCT FROM OLD.cancelled_on)
EXECUTE FUNCTION events_run_count_cancelling();

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
UNDO = """
DROP FUNCTION events_session_keep_moved_from CASCADE;
DROP FUNCTION events_run_count_cancelling CASCADE;
DROP FUNCTION events_run_keep_dates CASCADE;
"""


class Migration(migrations.Migration):
    dependencies = [("events", "0001_initial")]

    operations = [
        migrations.RunSQL(KEEP, UNDO),
        KeepBookings(model="Session", room="room"),
    ]
