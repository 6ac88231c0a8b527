from django.db import migrations

# The words of each text, topic and house stand in a table once, for a search to look through.
# They are written in one order, so that two who store texts don't wait for each other in a ring.
HOLDERS = {
    "events_seminartext": "changed.language",
    "events_topicname": "changed.language",
    "events_topic": "'de'",
    "cooperation_venue": "'de'",
}
KEEP = """
CREATE FUNCTION {table}_keep_words() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    INSERT INTO events_word (language, word)
    SELECT DISTINCT {language}, held FROM changed, unnest(words) AS held
    WHERE held <> '' AND NOT EXISTS (
        SELECT FROM events_word AS known WHERE known.language = {language} AND known.word = held
    )
    ORDER BY 1, 2
    ON CONFLICT DO NOTHING;
    RETURN NULL;
END
$$;
CREATE TRIGGER {table}_keep_new_words AFTER INSERT ON {table}
REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION {table}_keep_words();
CREATE TRIGGER {table}_keep_changed_words AFTER UPDATE ON {table}
REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION {table}_keep_words();

INSERT INTO events_word (language, word)
SELECT DISTINCT {language}, held FROM {table} AS changed, unnest(words) AS held WHERE held <> ''
ON CONFLICT DO NOTHING;
"""


class Migration(migrations.Migration):
    # Databases of before 0.1.0 have these instead, and only note that this one is done.
    replaces = [
        ("events", "0007_words"),
    ]

    dependencies = [
        ("events", "0002_rules_of_dates"),
    ]

    operations = [
        migrations.RunSQL(
            KEEP.format(table=table, language=language), f"DROP FUNCTION {table}_keep_words CASCADE"
        )
        for table, language in HOLDERS.items()
    ]
