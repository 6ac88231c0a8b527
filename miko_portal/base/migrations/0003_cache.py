from django.db import migrations

# What `createcachetable` would make, so that the owner makes it with everything else.
TABLE = """
CREATE TABLE base_cache (
    cache_key varchar(255) PRIMARY KEY,
    value text NOT NULL,
    expires timestamp with time zone NOT NULL
);
CREATE INDEX base_cache_expires ON base_cache (expires);
"""


class Migration(migrations.Migration):
    dependencies = [("base", "0002_history")]

    operations = [migrations.RunSQL(TABLE, "DROP TABLE base_cache")]
