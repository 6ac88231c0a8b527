import django.contrib.postgres.fields
import django.db.models.deletion
from django.db import migrations, models

import miko_portal.base.plain_text
from miko_portal.base.operations import NotePublicChanges, TrackHistory
from miko_portal.base.triggers import KeepBookings

# Whether somebody interprets for certain is told to readers, so it counts as a change of the run.
COUNT = """
CREATE FUNCTION events_run_count_interpreter() RETURNS trigger
LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
DECLARE
    before text := CASE WHEN OLD.declined_on IS NULL AND OLD.released_on IS NULL
        AND OLD.confirmed_on IS NOT NULL THEN format('%s %s', OLD.session_id, OLD.language) END;
    now_told text := CASE WHEN NEW.declined_on IS NULL AND NEW.released_on IS NULL
        AND NEW.confirmed_on IS NOT NULL THEN format('%s %s', NEW.session_id, NEW.language) END;
BEGIN
    IF before IS DISTINCT FROM now_told THEN
        UPDATE events_run SET sequence = sequence + 1, changed_at = now()
        WHERE id IN (
            SELECT run_id FROM events_session WHERE id IN (OLD.session_id, NEW.session_id)
        );
    END IF;
    RETURN NULL;
END
$$;
CREATE TRIGGER events_run_count_interpreter AFTER INSERT OR UPDATE OR DELETE
ON events_interpreterassignment FOR EACH ROW EXECUTE FUNCTION events_run_count_interpreter();
"""
UNDO = "DROP FUNCTION events_run_count_interpreter CASCADE;"


class Migration(migrations.Migration):
    dependencies = [
        ("cooperation", "0014_words_of_venues"),
        ("events", "0012_circulars"),
    ]

    operations = [
        migrations.CreateModel(
            name="Interpreter",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "languages",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=8),
                        size=None,
                        verbose_name="interprets into",
                    ),
                ),
                (
                    "gender",
                    models.CharField(
                        blank=True,
                        choices=[("woman", "woman"), ("man", "man"), ("diverse", "diverse")],
                        help_text="Only women interpret where a date is for women only.",
                        max_length=7,
                        verbose_name="gender",
                    ),
                ),
                (
                    "note",
                    models.CharField(
                        blank=True,
                        help_text="Such as: only in the evening; has a car.",
                        max_length=200,
                        validators=[miko_portal.base.plain_text.plain_text],
                        verbose_name="note",
                    ),
                ),
                (
                    "person",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="interpreter",
                        to="cooperation.person",
                        verbose_name="person",
                    ),
                ),
            ],
            options={
                "verbose_name": "interpreter",
                "verbose_name_plural": "interpreters",
                "ordering": ["person__sort_key", "pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("languages__len__gte", 1)),
                        name="interpreter_knows_a_language",
                        violation_error_message="Say into which language somebody interprets.",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="InterpreterAssignment",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("language", models.CharField(max_length=8, verbose_name="language")),
                ("asked_on", models.DateField(verbose_name="asked on")),
                (
                    "confirmed_on",
                    models.DateField(blank=True, null=True, verbose_name="confirmed on"),
                ),
                (
                    "declined_on",
                    models.DateField(blank=True, null=True, verbose_name="declined on"),
                ),
                (
                    "released_on",
                    models.DateField(blank=True, null=True, verbose_name="no longer needed since"),
                ),
                ("came_on", models.DateField(blank=True, null=True, verbose_name="came on")),
                (
                    "hours",
                    models.DecimalField(
                        blank=True, decimal_places=2, max_digits=4, null=True, verbose_name="hours"
                    ),
                ),
                (
                    "fee_cents",
                    models.PositiveIntegerField(blank=True, null=True, verbose_name="fee in cents"),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="interpreting",
                        to="cooperation.person",
                        verbose_name="interpreter",
                    ),
                ),
                (
                    "session",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="interpreting",
                        to="events.session",
                        verbose_name="session",
                    ),
                ),
            ],
            options={
                "verbose_name": "interpreting at a date",
                "verbose_name_plural": "interpreting at dates",
                "ordering": ["session__starts_at", "pk"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("declined_on", None), ("released_on", None)),
                        fields=("session", "person"),
                        name="interpreter_once_per_session",
                        violation_error_message="This person is asked for this date already.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("declined_on", None), ("released_on", None), _connector="OR"
                        ),
                        name="interpreter_declined_or_released",
                        violation_error_message="Somebody declines or is released, not both.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("came_on", None),
                            models.Q(("declined_on", None), ("released_on", None)),
                            _connector="OR",
                        ),
                        name="interpreter_came_or_not",
                        violation_error_message="Who declined or was not needed did not come.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("hours", None),
                            models.Q(("came_on__isnull", False), ("hours__gt", 0)),
                            _connector="OR",
                        ),
                        name="interpreter_hours_of_who_came",
                        violation_error_message="Hours are more than none, and of somebody who came.",
                    ),
                ],
            },
        ),
        migrations.RunSQL(COUNT, UNDO),
        KeepBookings(
            model="InterpreterAssignment",
            person="person",
            session="session",
            freed_by=["declined_on", "released_on"],
        ),
        NotePublicChanges("InterpreterAssignment"),
        TrackHistory(
            "InterpreterAssignment", parent="session", personal=["person", "hours", "fee_cents"]
        ),
    ]
