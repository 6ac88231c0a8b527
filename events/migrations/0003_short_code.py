from django.db import migrations, models
from django.db.models import F, Func

# A number is scattered over all words of six of these letters: none looks like another or like a
# figure, and without vowels they make no words. Every number below 64 million has its own.
CODE = """
CREATE FUNCTION events_short_code(number bigint) RETURNS text
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
    SELECT string_agg(
        substr('bcdfghjkmnpqrstvwxyz', (number * 39916801 % 64000000 / power % 20)::int + 1, 1),
        '' ORDER BY power DESC
    ) FROM unnest(ARRAY[1, 20, 400, 8000, 160000, 3200000]) AS power
$$;
"""
DROP_CODE = "DROP FUNCTION events_short_code;"

# What readers are told of a run counts as a change, and so do the texts of its seminar.
COUNT = """
DROP TRIGGER events_run_count_cancelling ON events_run;
ALTER FUNCTION events_run_count_cancelling RENAME TO events_run_count_change;
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
"""
COUNT_CANCELLING = """
DROP FUNCTION events_run_count_text CASCADE;
DROP TRIGGER events_run_count_change ON events_run;
ALTER FUNCTION events_run_count_change RENAME TO events_run_count_cancelling;
CREATE TRIGGER events_run_count_cancelling BEFORE UPDATE OF cancelled_on ON events_run
FOR EACH ROW WHEN (NEW.cancelled_on IS DISTINCT FROM OLD.cancelled_on)
EXECUTE FUNCTION events_run_count_cancelling();
"""


class Migration(migrations.Migration):
    dependencies = [("events", "0002_keep_dates")]

    operations = [
        migrations.RunSQL(CODE, DROP_CODE),
        migrations.AddField(
            "run",
            "code",
            models.GeneratedField(
                expression=Func(F("id"), function="events_short_code"),
                output_field=models.CharField(max_length=6),
                db_persist=True,
                unique=True,
            ),
        ),
        migrations.RunSQL(COUNT, COUNT_CANCELLING),
    ]
