import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from miko_portal.base.operations import TrackHistory

# A date has a list of the door or a number counted, never both, so that they can't contradict.
# Of a registration nobody notes more than it is for: who else comes registers at the door.
RULES = """
CREATE FUNCTION events_check_attendance() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NOT EXISTS (
        SELECT 1 FROM events_registration place
        JOIN events_session session ON session.run_id = place.run_id
        WHERE place.id = NEW.registration_id AND session.id = NEW.session_id
            AND place.persons >= NEW.persons
    ) THEN
        RAISE EXCEPTION 'attendance_of_who_is_registered'
        USING ERRCODE = 'check_violation';
    END IF;
    IF EXISTS (SELECT 1 FROM events_headcount WHERE session_id = NEW.session_id) THEN
        RAISE EXCEPTION 'attendance_or_head_count'
        USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;

CREATE TRIGGER attendance_rules BEFORE INSERT OR UPDATE OF registration_id, session_id, persons
ON events_attendance FOR EACH ROW EXECUTE FUNCTION events_check_attendance();

CREATE FUNCTION events_check_head_count() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT 1 FROM events_attendance WHERE session_id = NEW.session_id) THEN
        RAISE EXCEPTION 'attendance_or_head_count'
        USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;

CREATE TRIGGER head_count_rules BEFORE INSERT OR UPDATE OF session_id
ON events_headcount FOR EACH ROW EXECUTE FUNCTION events_check_head_count();

CREATE FUNCTION events_check_reachable() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.mail = '' AND NEW.telephone = '' AND NOT EXISTS (
        SELECT 1 FROM events_registration
        WHERE id = NEW.registration_id AND walked_in_at IS NOT NULL
    ) THEN
        RAISE EXCEPTION 'registration_contact_can_be_reached'
        USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;

CREATE TRIGGER contact_can_be_reached BEFORE INSERT OR UPDATE OF registration_id, mail, telephone
ON events_registrationcontact FOR EACH ROW EXECUTE FUNCTION events_check_reachable();
"""

DROP = """
DROP FUNCTION events_check_reachable CASCADE;
DROP FUNCTION events_check_head_count CASCADE;
DROP FUNCTION events_check_attendance CASCADE;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("events", "0013_interpreters"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="registration",
            name="walked_in_at",
            field=models.DateTimeField(editable=False, null=True, verbose_name="came to the door"),
        ),
        migrations.RemoveConstraint(
            model_name="registrationcontact",
            name="registration_contact_can_be_reached",
        ),
        migrations.CreateModel(
            name="Attendance",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("persons", models.PositiveSmallIntegerField(verbose_name="persons")),
                ("noted_at", models.DateTimeField(verbose_name="noted")),
                (
                    "noted_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="noted by",
                    ),
                ),
                (
                    "registration",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="attendances",
                        to="events.registration",
                        verbose_name="registration",
                    ),
                ),
                (
                    "session",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="attendances",
                        to="events.session",
                        verbose_name="session",
                    ),
                ),
            ],
            options={
                "verbose_name": "attendance",
                "verbose_name_plural": "attendances",
                "ordering": ["session", "pk"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("registration", "session"),
                        name="attendance_once_per_date",
                        violation_error_message="Somebody has noted this meanwhile.",
                    ),
                ],
            },
        ),
        migrations.RunSQL(RULES, DROP),
        TrackHistory("Attendance", parent="session", personal=["persons", "noted_at", "noted_by"]),
    ]
