import django.db.models.deletion
from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    """Names of interpreters go when their period is over; language, hours and fee stay."""

    dependencies = [
        ("cooperation", "0018_forgetting_who_came"),
        ("events", "0020_confirmed_interpreters"),
    ]

    operations = [
        migrations.AddField(
            model_name="interpreterassignment",
            name="forgotten_on",
            field=models.DateField(editable=False, null=True, verbose_name="name deleted on"),
        ),
        migrations.AlterField(
            model_name="interpreterassignment",
            name="person",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="interpreting",
                to="cooperation.person",
                verbose_name="interpreter",
            ),
        ),
        migrations.AddConstraint(
            model_name="interpreterassignment",
            constraint=models.CheckConstraint(
                condition=Q(person__isnull=False, forgotten_on=None)
                | Q(person=None, forgotten_on__isnull=False),
                name="interpreting_is_somebodys_until_forgotten",
                violation_error_message=(
                    "A date is interpreted by somebody, until its period is over."
                ),
            ),
        ),
    ]
