import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from miko_portal.base.operations import TrackHistory

# The function runs with the rights of the owner, on a fixed search path: the portal's own role
# may not write the history, nor lend the function to a table of its own.
FUNCTIONS = """
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
DROP = """
DROP TRIGGER keep ON base_historyentry;
DROP FUNCTION base_keep_history();
DROP FUNCTION base_track_history();
"""


class Migration(migrations.Migration):
    dependencies = [("base", "0001_initial")]

    operations = [
        migrations.CreateModel(
            name="HistoryEntry",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("at", models.DateTimeField(verbose_name="when")),
                (
                    "action",
                    models.CharField(
                        choices=[
                            ("insert", "created"),
                            ("update", "changed"),
                            ("delete", "deleted"),
                        ],
                        max_length=6,
                        verbose_name="action",
                    ),
                ),
                ("table_name", models.CharField(max_length=63, verbose_name="table")),
                ("row_id", models.BigIntegerField(verbose_name="row")),
                (
                    "parent_table",
                    models.CharField(blank=True, max_length=63, verbose_name="table it belongs to"),
                ),
                ("parent_id", models.BigIntegerField(null=True, verbose_name="row it belongs to")),
                ("changes", models.JSONField(verbose_name="changes")),
                (
                    "by",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="who",
                    ),
                ),
            ],
            options={
                "verbose_name": "history entry",
                "verbose_name_plural": "history",
                "ordering": ["-id"],
                "indexes": [
                    models.Index(fields=["table_name", "row_id"], name="history_row"),
                    models.Index(fields=["parent_table", "parent_id"], name="history_parent"),
                ],
            },
        ),
        migrations.RunSQL(FUNCTIONS, DROP),
        TrackHistory(
            "User",
            personal=["email", "first_name", "last_name", "password", "language", "date_joined"],
            ignore=["last_login"],
        ),
        TrackHistory("User_groups", parent="user"),
        TrackHistory("User_user_permissions", parent="user"),
        TrackHistory("auth.Group"),
        TrackHistory("auth.Group_permissions", parent="group"),
    ]
