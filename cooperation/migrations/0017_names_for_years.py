import django.core.validators
from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    """How long after the end of a project its funder may check who took part."""

    dependencies = [("cooperation", "0016_history_of_documents")]

    operations = [
        migrations.AddField(
            model_name="project",
            name="kept_years",
            field=models.PositiveSmallIntegerField(
                default=10,
                help_text=(
                    "So long after its end the funder may check who took part. After that the"
                    " names in its trainings are deleted; all figures stay."
                ),
                validators=[
                    django.core.validators.MinValueValidator(1),
                    django.core.validators.MaxValueValidator(30),
                ],
                verbose_name="names are kept for years",
            ),
        ),
        migrations.AddConstraint(
            model_name="project",
            constraint=models.CheckConstraint(
                condition=Q(kept_years__range=(1, 30)),
                name="project_keeps_names_for_years",
                violation_error_message="Names are kept for 1 to 30 years.",
            ),
        ),
    ]
