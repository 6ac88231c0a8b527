import django.db.models.deletion
import django.db.models.expressions
import django.db.models.functions.comparison
from django.db import migrations, models

from miko_portal.base.operations import TrackHistory


class Migration(migrations.Migration):
    dependencies = [
        ("events", "0010_moves"),
    ]

    operations = [
        migrations.CreateModel(
            name="HeadCount",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("held_on", models.DateField(blank=True, null=True, verbose_name="day")),
                (
                    "persons",
                    models.PositiveSmallIntegerField(
                        help_text="All who came, children too.", verbose_name="persons"
                    ),
                ),
                (
                    "women",
                    models.PositiveSmallIntegerField(
                        blank=True,
                        help_text="Empty: not counted.",
                        null=True,
                        verbose_name="of them women",
                    ),
                ),
                (
                    "children",
                    models.PositiveSmallIntegerField(
                        blank=True,
                        help_text="Empty: not counted.",
                        null=True,
                        verbose_name="of them children",
                    ),
                ),
                (
                    "seminar",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="head_counts",
                        to="events.seminar",
                        verbose_name="seminar",
                    ),
                ),
                (
                    "session",
                    models.OneToOneField(
                        blank=True,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="head_count",
                        to="events.session",
                        verbose_name="session",
                    ),
                ),
            ],
            options={
                "verbose_name": "head count",
                "verbose_name_plural": "head counts",
                "ordering": ["-pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("held_on", None), ("seminar", None), ("session__isnull", False)
                            ),
                            models.Q(
                                ("held_on__isnull", False),
                                ("seminar__isnull", False),
                                ("session", None),
                            ),
                            _connector="OR",
                        ),
                        name="headcount_of_a_date_or_a_day",
                        violation_error_message="Say of which seminar it is, and on which day.",
                    ),
                    models.UniqueConstraint(
                        fields=("seminar", "held_on"),
                        name="headcount_one_per_day",
                        violation_error_message="There is a number for this seminar and day already.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "persons__gte",
                                django.db.models.expressions.CombinedExpression(
                                    django.db.models.functions.comparison.Coalesce("women", 0),
                                    "+",
                                    django.db.models.functions.comparison.Coalesce("children", 0),
                                ),
                            )
                        ),
                        name="headcount_parts_within_all",
                        violation_error_message="Women and children together are more than all persons.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("persons__lte", 9999)),
                        name="headcount_plausible",
                        violation_error_message="More than 9999 persons can't be right.",
                    ),
                ],
            },
        ),
        TrackHistory("HeadCount"),
    ]
