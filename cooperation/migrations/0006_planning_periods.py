from django.db import migrations

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
        (
            period(name=name, kind=kind, starts_on=first, ends_on=last, expected=expected)
            for kind, rows, expected in kinds
            for name, first, last in rows
        ),
        ignore_conflicts=True,  # they stay when this is taken back
    )


class Migration(migrations.Migration):
    # Databases of before 0.1.0 have these instead, and only note that this one is done.
    replaces = [
        ("cooperation", "0008_planning_periods"),
    ]

    dependencies = [
        ("cooperation", "0005_bookings_history_public_changes"),
    ]

    operations = [migrations.RunPython(load, migrations.RunPython.noop)]
