from django.db import migrations, models

from miko_portal.base.operations import NotePublicChanges

# Inserts and waits for nobody: two who change at the same time never meet here. Each row has a
# number of its own, so that the state by which pages are kept is never one that has been before.
FUNCTION = """
CREATE FUNCTION base_note_public_change() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    INSERT INTO base_publicchange (source, stamp)
    VALUES (TG_TABLE_NAME, hashtextextended(gen_random_uuid()::text, 0));
    RETURN NULL;
END $$;
REVOKE EXECUTE ON FUNCTION base_note_public_change() FROM PUBLIC;
"""
DROP = "DROP FUNCTION base_note_public_change();"


class Migration(migrations.Migration):
    dependencies = [("base", "0008_absences")]

    operations = [
        migrations.CreateModel(
            name="PublicChange",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("source", models.CharField(max_length=63)),
                ("stamp", models.BigIntegerField()),
            ],
            options={"verbose_name": "public change"},
        ),
        migrations.RunSQL(FUNCTION, DROP),
        NotePublicChanges("LegalText"),
    ]
