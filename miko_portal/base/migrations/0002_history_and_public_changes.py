from django.db import migrations

from miko_portal.base.operations import NotePublicChanges, TrackHistory

# The function runs with the rights of the owner, on a fixed search path: the portal's own role
# may not write the history, nor lend the function to a table of its own.
HISTORY = """
CREATE FUNCTION base_track_history() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER AS $$
DECLARE
    told CONSTANT jsonb := TG_ARGV[0]::jsonb;
    was CONSTANT jsonb := CASE WHEN TG_OP <> 'INSERT' THEN to_jsonb(OLD) END;
    becomes CONSTANT jsonb := CASE WHEN TG_OP <> 'DELETE' THEN to_jsonb(NEW) END;
    row_now CONSTANT jsonb := coalesce(becomes, was);
    what jsonb;
BEGIN
    SELECT coalesce(jsonb_object_agg(
        attname,
        CASE WHEN told->'personal' ? attname::text THEN 'null'::jsonb
        ELSE jsonb_build_array(was->attname::text, becomes->attname::text) END
    ), '{}') INTO what
    FROM pg_attribute
    WHERE attrelid = TG_RELID AND attnum > 0 AND NOT attisdropped AND attgenerated = ''
        AND NOT told->'ignore' ? attname::text
        AND coalesce(was->attname::text, 'null') <> coalesce(becomes->attname::text, 'null');
    IF TG_OP = 'UPDATE' AND what = '{}' THEN
        RETURN NULL;
    END IF;
    INSERT INTO base_historyentry
        (at, by_id, action, table_name, row_id, parent_table, parent_id, changes)
    VALUES (
        now(),
        nullif(current_setting('miko.user_id', true), '')::bigint,
        lower(TG_OP),
        TG_TABLE_NAME,
        (row_now->>(told->>'key'))::bigint,
        coalesce(told->>'parent_table', ''),
        (row_now->>(told->>'parent'))::bigint,
        what
    );
    RETURN NULL;
END $$;
REVOKE EXECUTE ON FUNCTION base_track_history() FROM PUBLIC;

CREATE FUNCTION base_keep_history() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'history is never changed' USING ERRCODE = 'insufficient_privilege';
END $$;
CREATE TRIGGER keep BEFORE UPDATE OR DELETE ON base_historyentry
    FOR EACH STATEMENT EXECUTE FUNCTION base_keep_history();

DO $$ BEGIN
    EXECUTE format(
        'ALTER FUNCTION base_track_history() SET search_path = pg_catalog, %I, pg_temp',
        current_schema()
    );
END $$;
"""
NO_HISTORY = "DROP FUNCTION base_track_history, base_keep_history CASCADE"

# Inserts and waits for nobody: two who change at the same time never meet here. Each row has a
# number of its own, so that the state by which pages are kept is never one that has been before.
# Triggers of rows may change a table a thousand times in one statement: that is noted once. The
# setting lasts as long as the transaction, and goes with a savepoint that is undone.
PUBLIC_CHANGES = """
CREATE FUNCTION base_note_public_change() RETURNS trigger
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
REVOKE EXECUTE ON FUNCTION base_note_public_change() FROM PUBLIC;
"""
NO_PUBLIC_CHANGES = "DROP FUNCTION base_note_public_change"


class Migration(migrations.Migration):
    # Databases of before 0.1.0 have these instead, and only note that this one is done.
    replaces = [
        ("base", "0002_history"),
        ("base", "0009_public_changes"),
        ("base", "0010_public_changes_once"),
    ]

    dependencies = [
        # The last that 0001 replaces: a database that lacks it gets an error, and no change.
        ("base", "0012_network_days"),
    ]

    operations = [
        migrations.RunSQL(HISTORY, NO_HISTORY),
        migrations.RunSQL(PUBLIC_CHANGES, NO_PUBLIC_CHANGES),
        TrackHistory(
            "User",
            personal=["email", "first_name", "last_name", "password", "language", "date_joined"],
            ignore=["last_login"],
        ),
        TrackHistory("User_groups", parent="user"),
        TrackHistory("User_user_permissions", parent="user"),
        TrackHistory("auth.Group"),
        TrackHistory("auth.Group_permissions", parent="group"),
        TrackHistory("SecretLink", parent="user", personal=["token_hash"]),
        TrackHistory(
            "Certificate",
            personal=[
                "name",
                "initials",
                "stored_as",
                "revocation_reason",
                "issued_by",
                "revoked_by",
            ],
        ),
        NotePublicChanges("LegalText"),
    ]
