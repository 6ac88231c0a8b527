import django.db.models.deletion
from django.db import migrations, models

from miko_portal.base.operations import TrackHistory

# Nobody has a certificate who did not come: the third person of a registration only where three of
# it were there on some date.
RULES = """
CREATE FUNCTION events_check_certificate() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.registration_id IS NOT NULL AND NOT EXISTS (
        SELECT 1 FROM events_attendance came
        JOIN events_registration place ON place.id = came.registration_id
        WHERE place.id = NEW.registration_id AND place.run_id = NEW.run_id
            AND came.persons >= NEW.person
    ) THEN
        RAISE EXCEPTION 'certificate_of_who_came' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;

CREATE TRIGGER certificate_rules BEFORE INSERT OR UPDATE OF run_id, registration_id, person
ON events_seminarcertificate FOR EACH ROW EXECUTE FUNCTION events_check_certificate();
"""


class Migration(migrations.Migration):
    dependencies = [
        ("base", "0011_certificates"),
        ("events", "0017_feedback"),
    ]

    operations = [
        migrations.CreateModel(
            name="SeminarCertificate",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "person",
                    models.PositiveSmallIntegerField(verbose_name="person of the registration"),
                ),
                (
                    "certificate",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="base.certificate",
                        verbose_name="certificate of attendance",
                    ),
                ),
                (
                    "registration",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="certificates",
                        to="events.registration",
                        verbose_name="registration",
                    ),
                ),
                (
                    "run",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="certificates",
                        to="events.run",
                        verbose_name="date of a seminar",
                    ),
                ),
            ],
            options={
                "verbose_name": "certificate of a seminar",
                "verbose_name_plural": "certificates of seminars",
                "ordering": ["run", "registration", "person"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("registration", "person"),
                        name="seminarcertificate_once_per_person",
                        violation_error_message="This person has a certificate already.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("person__gte", 1)),
                        name="seminarcertificate_of_a_person",
                        violation_error_message="The first person is number 1.",
                    ),
                ],
            },
        ),
        migrations.RunSQL(RULES, "DROP FUNCTION events_check_certificate CASCADE"),
        TrackHistory("SeminarCertificate", parent="run", personal=["registration", "person"]),
    ]
