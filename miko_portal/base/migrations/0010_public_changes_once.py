from django.db import migrations

# Triggers of rows may change a table a thousand times in one statement: that is noted once. The
# setting lasts as long as the transaction, and goes with a savepoint that is undone.
FUNCTION = """
CREATE OR REPLACE FUNCTION base_note_public_change() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    noted CONSTANT text := 'miko.noted_' || TG_TABLE_NAME;
    this_statement CONSTANT text := statement_timestamp()::text;
BEGIN
    IF current_setting(noted, true) = this_statement THEN
        RETURN NULL;
    END IF;
    PERFORM set_config(noted, this_statement, true);
    INSERT INTO base_publicchange (source, stamp)
    VALUES (TG_TABLE_NAME, hashtextextended(gen_random_uuid()::text, 0));
    RETURN NULL;
END $$;
"""
BEFORE = """
CREATE OR REPLACE FUNCTION base_note_public_change() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    INSERT INTO base_publicchange (source, stamp)
    VALUES (TG_TABLE_NAME, hashtextextended(gen_random_uuid()::text, 0));
    RETURN NULL;
END $$;
"""


class Migration(migrations.Migration):
    dependencies = [("base", "0009_public_changes")]

    operations = [migrations.RunSQL(FUNCTION, BEFORE)]
