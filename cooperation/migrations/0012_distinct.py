import django.contrib.postgres.fields
import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("cooperation", "0011_revision_of_minutes"),
    ]

    operations = [
        migrations.CreateModel(
            name="OrganisationPair",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "alike",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(
                            choices=[
                                ("name", "same name"),
                                ("short_name", "same short name"),
                                ("mail", "same mail address"),
                                ("telephone", "same telephone number"),
                            ]
                        ),
                        size=None,
                        verbose_name="in common",
                    ),
                ),
            ],
            options={
                "verbose_name": "organisations that may be the same",
                "verbose_name_plural": "organisations that may be the same",
                "ordering": ["one__sort_key", "one", "other"],
                "abstract": False,
                "managed": False,
            },
        ),
        migrations.CreateModel(
            name="PersonPair",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "alike",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(
                            choices=[
                                ("name", "same name"),
                                ("short_name", "same short name"),
                                ("mail", "same mail address"),
                                ("telephone", "same telephone number"),
                            ]
                        ),
                        size=None,
                        verbose_name="in common",
                    ),
                ),
            ],
            options={
                "verbose_name": "people who may be the same",
                "verbose_name_plural": "people who may be the same",
                "ordering": ["one__sort_key", "one", "other"],
                "abstract": False,
                "managed": False,
            },
        ),
        migrations.AlterField(
            model_name="organisationmerger",
            name="kept",
            field=models.ForeignKey(
                editable=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="mergers",
                to="cooperation.organisation",
                verbose_name="kept",
            ),
        ),
        migrations.AlterField(
            model_name="personmerger",
            name="kept",
            field=models.ForeignKey(
                editable=False,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="mergers",
                to="cooperation.person",
                verbose_name="kept",
            ),
        ),
        migrations.CreateModel(
            name="DistinctOrganisations",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("told_on", models.DateField(verbose_name="told on")),
                (
                    "one",
                    models.ForeignKey(
                        editable=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="cooperation.organisation",
                        verbose_name="one",
                    ),
                ),
                (
                    "other",
                    models.ForeignKey(
                        editable=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="cooperation.organisation",
                        verbose_name="other",
                    ),
                ),
            ],
            options={
                "verbose_name": "organisations that are two",
                "verbose_name_plural": "organisations that are two",
                "ordering": ["pk"],
                "abstract": False,
                "constraints": [
                    models.UniqueConstraint(
                        fields=("one", "other"), name="distinct_organisations_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("one__lt", models.F("other"))),
                        name="distinct_organisations_in_order",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="DistinctPeople",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("told_on", models.DateField(verbose_name="told on")),
                (
                    "one",
                    models.ForeignKey(
                        editable=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="cooperation.person",
                        verbose_name="one",
                    ),
                ),
                (
                    "other",
                    models.ForeignKey(
                        editable=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="cooperation.person",
                        verbose_name="other",
                    ),
                ),
            ],
            options={
                "verbose_name": "people who are two",
                "verbose_name_plural": "people who are two",
                "ordering": ["pk"],
                "abstract": False,
                "constraints": [
                    models.UniqueConstraint(fields=("one", "other"), name="distinct_people_once"),
                    models.CheckConstraint(
                        condition=models.Q(("one__lt", models.F("other"))),
                        name="distinct_people_in_order",
                    ),
                ],
            },
        ),
    ]
