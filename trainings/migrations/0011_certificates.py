import django.db.models.deletion
from django.db import migrations, models

from miko_portal.base.operations import TrackHistory

# Nobody has a certificate who was never there. How much of it they need is a setting of the course,
# which may change afterwards; the action asks for that.
RULES = """
CREATE FUNCTION trainings_check_certificate() RETURNS trigger
LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
BEGIN
    IF NOT EXISTS (SELECT FROM trainings_attendance WHERE enrolment_id = NEW.enrolment_id) THEN
        RAISE check_violation USING MESSAGE = 'certificate_of_who_was_there';
    END IF;
    RETURN NEW;
END $$;

CREATE TRIGGER certificate_rules BEFORE INSERT OR UPDATE ON trainings_trainingcertificate
FOR EACH ROW EXECUTE FUNCTION trainings_check_certificate();
"""


class Migration(migrations.Migration):
    dependencies = [
        ("base", "0011_certificates"),
        ("trainings", "0010_forgetting"),
    ]

    operations = [
        migrations.CreateModel(
            name="TrainingCertificate",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
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
                    "enrolment",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="certified",
                        to="trainings.enrolment",
                        verbose_name="enrolment",
                    ),
                ),
            ],
            options={
                "verbose_name": "certificate of a training",
                "verbose_name_plural": "certificates of trainings",
                "ordering": ["enrolment"],
            },
        ),
        migrations.RunSQL(RULES, "DROP FUNCTION trainings_check_certificate CASCADE"),
        TrackHistory("TrainingCertificate", parent="enrolment"),
    ]
