from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("cooperation", "0010_rules_of_merging")]

    operations = [
        migrations.AddField(
            model_name="meeting",
            name="revision",
            field=models.PositiveIntegerField(default=0, editable=False, verbose_name="revision"),
        ),
    ]
