import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from miko_portal.base.operations import TrackHistory

# The rows are locked for sharing, so that neither the seat nor the date goes meanwhile. What was
# attended is no longer called off, moved ahead of the note, or taken from whoever was there.
RULES = """
CREATE FUNCTION trainings_check_attendance() RETURNS trigger
LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
DECLARE
    place trainings_enrolment;
    date trainings_session;
    day date;
BEGIN
    SELECT * INTO place FROM trainings_enrolment WHERE id = NEW.enrolment_id FOR SHARE;
    SELECT * INTO date FROM trainings_session WHERE id = NEW.session_id FOR SHARE;
    day := (date.starts_at AT TIME ZONE 'Europe/Berlin')::date;
    IF place.run_id <> date.run_id OR place.confirmed_at IS NULL
        OR place.cancelled_at IS NOT NULL
    THEN
        RAISE check_violation USING MESSAGE = 'attendance_of_who_has_a_seat';
    END IF;
    IF date.cancelled_on IS NOT NULL OR EXISTS (
        SELECT FROM trainings_run WHERE id = date.run_id AND cancelled_on < day
    ) THEN
        RAISE check_violation USING MESSAGE = 'attendance_where_it_took_place';
    END IF;
    IF day > (NEW.noted_at AT TIME ZONE 'Europe/Berlin')::date THEN
        RAISE check_violation USING MESSAGE = 'attendance_not_before_its_day';
    END IF;
    RETURN NEW;
END $$;

CREATE TRIGGER attendance_rules BEFORE INSERT OR UPDATE OF enrolment_id, session_id, noted_at
ON trainings_attendance FOR EACH ROW EXECUTE FUNCTION trainings_check_attendance();

CREATE FUNCTION trainings_keep_attended_seat() RETURNS trigger
LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
BEGIN
    IF (NEW.confirmed_at IS NULL OR NEW.cancelled_at IS NOT NULL OR NEW.run_id <> OLD.run_id)
        AND EXISTS (SELECT FROM trainings_attendance WHERE enrolment_id = NEW.id)
    THEN
        RAISE check_violation USING MESSAGE = 'enrolment_was_attended';
    END IF;
    RETURN NEW;
END $$;

CREATE TRIGGER attended_stays BEFORE UPDATE OF run_id, confirmed_at, cancelled_at
ON trainings_enrolment FOR EACH ROW EXECUTE FUNCTION trainings_keep_attended_seat();

CREATE FUNCTION trainings_keep_attended_date() RETURNS trigger
LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
BEGIN
    IF EXISTS (
        SELECT FROM trainings_attendance WHERE session_id = NEW.id AND (
            NEW.cancelled_on IS NOT NULL OR NEW.run_id <> OLD.run_id
            OR (NEW.starts_at AT TIME ZONE 'Europe/Berlin')::date
                > (noted_at AT TIME ZONE 'Europe/Berlin')::date
        )
    ) THEN
        RAISE check_violation USING MESSAGE = 'session_was_attended';
    END IF;
    RETURN NEW;
END $$;

CREATE TRIGGER attended_stays BEFORE UPDATE OF run_id, starts_at, cancelled_on
ON trainings_session FOR EACH ROW EXECUTE FUNCTION trainings_keep_attended_date();
"""

DROP = """
DROP FUNCTION trainings_keep_attended_date CASCADE;
DROP FUNCTION trainings_keep_attended_seat CASCADE;
DROP FUNCTION trainings_check_attendance CASCADE;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("trainings", "0005_circulars"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Attendance",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
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
                    "enrolment",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="attendances",
                        to="trainings.enrolment",
                        verbose_name="enrolment",
                    ),
                ),
                (
                    "session",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="attendances",
                        to="trainings.session",
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
                        fields=("enrolment", "session"),
                        name="trainings_attendance_once_per_date",
                        violation_error_message="Somebody has noted this meanwhile.",
                    ),
                ],
            },
        ),
        migrations.RunSQL(RULES, DROP),
        TrackHistory("Attendance", parent="enrolment", personal=["noted_at", "noted_by"]),
    ]
