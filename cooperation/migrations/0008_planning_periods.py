from django.db import migrations, models

import miko_portal.base.plain_text
from miko_portal.base.operations import TrackHistory

# The school holidays of Rheinland-Pfalz as the ministries have settled them; feasts by their
# calendars. What begins with a new moon may come a day earlier or later.
SCHOOL = [
    ("Weihnachtsferien", "2025-12-22", "2026-01-07"),
    ("Osterferien", "2026-03-30", "2026-04-10"),
    ("Sommerferien", "2026-06-29", "2026-08-07"),
    ("Herbstferien", "2026-10-05", "2026-10-16"),
    ("Weihnachtsferien", "2026-12-23", "2027-01-08"),
    ("Osterferien", "2027-03-22", "2027-04-02"),
    ("Sommerferien", "2027-06-28", "2027-08-06"),
    ("Herbstferien", "2027-10-04", "2027-10-15"),
    ("Weihnachtsferien", "2027-12-23", "2028-01-07"),
    ("Osterferien", "2028-04-10", "2028-04-21"),
    ("Sommerferien", "2028-07-03", "2028-08-11"),
    ("Herbstferien", "2028-10-09", "2028-10-20"),
    ("Weihnachtsferien", "2028-12-21", "2029-01-08"),
]
BY_THE_MOON = [
    ("Ramadan", "2026-02-18", "2026-03-19"),
    ("Zuckerfest", "2026-03-20", "2026-03-22"),
    ("Opferfest", "2026-05-27", "2026-05-30"),
    ("Ramadan", "2027-02-08", "2027-03-08"),
    ("Zuckerfest", "2027-03-09", "2027-03-11"),
    ("Opferfest", "2027-05-16", "2027-05-19"),
    ("Ramadan", "2028-01-28", "2028-02-25"),
    ("Zuckerfest", "2028-02-26", "2028-02-28"),
    ("Opferfest", "2028-05-05", "2028-05-08"),
]
FEASTS = [
    ("Orthodoxes Weihnachtsfest", "2026-01-06", "2026-01-07"),
    ("Newroz", "2026-03-20", "2026-03-21"),
    ("Orthodoxes Osterfest", "2026-04-10", "2026-04-13"),
    ("Orthodoxes Weihnachtsfest", "2027-01-06", "2027-01-07"),
    ("Newroz", "2027-03-20", "2027-03-21"),
    ("Orthodoxes Osterfest", "2027-04-30", "2027-05-03"),
    ("Orthodoxes Weihnachtsfest", "2028-01-06", "2028-01-07"),
    ("Newroz", "2028-03-20", "2028-03-21"),
    ("Orthodoxes Osterfest", "2028-04-14", "2028-04-17"),
]


def load(apps, schema_editor):
    period = apps.get_model("cooperation", "PlanningPeriod")
    kinds = [("school", SCHOOL, False), ("feast", BY_THE_MOON, True), ("feast", FEASTS, False)]
    period.objects.bulk_create(
        period(name=name, kind=kind, starts_on=first, ends_on=last, expected=expected)
        for kind, rows, expected in kinds
        for name, first, last in rows
    )


class Migration(migrations.Migration):
    dependencies = [
        ("cooperation", "0007_contact_checks"),
    ]

    operations = [
        migrations.CreateModel(
            name="PlanningPeriod",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "name",
                    models.CharField(
                        max_length=80,
                        validators=[miko_portal.base.plain_text.plain_text],
                        verbose_name="name",
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("school", "school holidays"),
                            ("feast", "religious feast or fast"),
                            ("other", "other"),
                        ],
                        max_length=10,
                        verbose_name="kind",
                    ),
                ),
                ("starts_on", models.DateField(verbose_name="first day")),
                ("ends_on", models.DateField(verbose_name="last day")),
                (
                    "expected",
                    models.BooleanField(
                        default=False,
                        help_text="The days may shift, for example because they depend on the sighting of the moon.",
                        verbose_name="expected",
                    ),
                ),
                (
                    "note",
                    models.CharField(
                        blank=True,
                        max_length=200,
                        validators=[miko_portal.base.plain_text.plain_text],
                        verbose_name="note",
                    ),
                ),
            ],
            options={
                "verbose_name": "planning hint",
                "verbose_name_plural": "planning hints",
                "ordering": ["starts_on", "ends_on", "pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("ends_on__gte", models.F("starts_on"))),
                        name="planning_period_in_order",
                        violation_error_message="The last day lies before the first.",
                    ),
                    models.UniqueConstraint(
                        fields=("name", "starts_on"),
                        name="planning_period_once",
                        violation_error_message="This hint is there already.",
                    ),
                ],
            },
        ),
        TrackHistory("PlanningPeriod"),
        migrations.RunPython(load, migrations.RunPython.noop),
    ]
