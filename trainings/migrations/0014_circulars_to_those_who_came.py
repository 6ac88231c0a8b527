import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("trainings", "0013_figures_stay"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="circular",
            name="session",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="trainings.session",
                verbose_name="session",
            ),
        ),
        migrations.AlterField(
            model_name="circular",
            name="audience",
            field=models.CharField(
                choices=[
                    ("all", "all who have a seat or wait"),
                    ("confirmed", "those who have a seat"),
                    ("waiting", "those who wait"),
                    ("came", "those who came to a date"),
                ],
                max_length=9,
                verbose_name="to whom",
            ),
        ),
        migrations.AddConstraint(
            model_name="circular",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("audience", "came"), ("session__isnull", False)),
                    models.Q(models.Q(("audience", "came"), _negated=True), ("session", None)),
                    _connector="OR",
                ),
                name="training_circular_of_a_date",
                violation_error_message="Say to which date they came.",
            ),
        ),
    ]
