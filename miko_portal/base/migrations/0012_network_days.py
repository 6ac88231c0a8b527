from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("base", "0011_certificates")]

    operations = [
        migrations.CreateModel(
            name="NetworkDay",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("network", models.CharField(max_length=64, unique=True)),
                ("day", models.DateField(db_index=True)),
                ("forms", models.PositiveIntegerField()),
            ],
            options={
                "verbose_name": "network on a day",
                "verbose_name_plural": "networks by day",
            },
        ),
    ]
