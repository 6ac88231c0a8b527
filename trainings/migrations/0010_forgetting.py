import django.db.models.deletion
from django.db import migrations, models
from django.db.models import Q

from miko_portal.base.operations import TrackHistory

# Filled by the change of type, which no trigger hears: there is nothing to tell in the history.
COUNTED_AS = """
ALTER TABLE trainings_enrolment ADD COLUMN counted_as bigint;
ALTER TABLE trainings_enrolment
    ALTER COLUMN counted_as TYPE bigint USING person_id, ALTER COLUMN counted_as SET NOT NULL;
"""
# Named to run after the others have had their say about the person.
KEEP = """
CREATE FUNCTION trainings_count_person() RETURNS trigger
LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
BEGIN
    IF NEW.person_id IS NOT NULL THEN NEW.counted_as := NEW.person_id; END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER zz_counted_as BEFORE INSERT OR UPDATE ON trainings_enrolment
FOR EACH ROW EXECUTE FUNCTION trainings_count_person();

-- Two who turn out to be one count once, where their names are gone too.
CREATE FUNCTION trainings_count_once() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path FROM CURRENT AS $$
BEGIN
    UPDATE trainings_enrolment SET counted_as = NEW.kept_id
    WHERE counted_as = NEW.former_id AND person_id IS NULL;
    RETURN NULL;
END $$;
CREATE TRIGGER trainings_count_once AFTER INSERT ON cooperation_personmerger
FOR EACH ROW EXECUTE FUNCTION trainings_count_once();
"""
DROP = """
DROP FUNCTION trainings_count_once CASCADE;
DROP FUNCTION trainings_count_person CASCADE;
"""


class Migration(migrations.Migration):
    """Names go when their period is over, and persons are counted as before."""

    dependencies = [
        ("cooperation", "0017_names_for_years"),
        ("trainings", "0009_organisers"),
    ]

    operations = [
        migrations.RunSQL(
            COUNTED_AS,
            "ALTER TABLE trainings_enrolment DROP COLUMN counted_as",
            state_operations=[
                migrations.AddField(
                    model_name="enrolment",
                    name="counted_as",
                    field=models.BigIntegerField(
                        blank=True, default=None, editable=False, verbose_name="counted as"
                    ),
                    preserve_default=False,
                ),
            ],
        ),
        migrations.RunSQL(KEEP, DROP),
        migrations.AddField(
            model_name="enrolment",
            name="forgotten_on",
            field=models.DateField(editable=False, null=True, verbose_name="name deleted on"),
        ),
        migrations.AlterField(
            model_name="enrolment",
            name="person",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="enrolments",
                to="cooperation.person",
                verbose_name="person",
            ),
        ),
        migrations.RemoveConstraint(
            model_name="enrolment", name="enrolment_of_external_is_entitled"
        ),
        migrations.AddConstraint(
            model_name="enrolment",
            constraint=models.CheckConstraint(
                condition=~Q(side="external")
                | Q(entitled_through__isnull=False)
                | ~Q(override_reason="")
                | Q(forgotten_on__isnull=False),
                name="enrolment_of_external_is_entitled",
                violation_error_message="Only partners of an agreement in force take part.",
            ),
        ),
        migrations.AddConstraint(
            model_name="enrolment",
            constraint=models.CheckConstraint(
                condition=Q(person__isnull=False, forgotten_on=None)
                | Q(
                    person=None,
                    forgotten_on__isnull=False,
                    override_reason="",
                    enrolled_by=None,
                ),
                name="enrolment_has_person_until_forgotten",
                violation_error_message="An enrolment is somebody's, until its period is over.",
            ),
        ),
        TrackHistory(
            "Enrolment", parent="run", personal=["person", "override_reason", "counted_as"]
        ),
    ]
