import django.db.models.deletion
import django.db.models.functions.text
import django.db.models.lookups
from django.db import migrations, models

import miko_portal.base.anonymity
import miko_portal.base.plain_text
from miko_portal.base.operations import TrackHistory

# Who was there says how it was from the first day until 30 days after the last one. What was
# said stays as it is: only a sentence may be taken out, and what was held back may be counted.
RULES = """
CREATE FUNCTION events_check_feedback() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NOT EXISTS (
        SELECT 1 FROM events_run run
        JOIN events_session session ON session.run_id = run.id AND session.cancelled_on IS NULL
        WHERE run.id = NEW.run_id AND run.cancelled_on IS NULL AND run.published_on IS NOT NULL
        HAVING (min(session.starts_at) AT TIME ZONE 'Europe/Berlin')::date <= NEW.given_on
            AND (max(session.ends_at) AT TIME ZONE 'Europe/Berlin')::date + 30 >= NEW.given_on
    ) THEN
        RAISE EXCEPTION 'feedback_after_it_began_and_within_30_days'
        USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;

CREATE TRIGGER feedback_rules BEFORE INSERT ON events_feedback
FOR EACH ROW EXECUTE FUNCTION events_check_feedback();

CREATE FUNCTION events_keep_feedback() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF (NEW.id, NEW.run_id, NEW.face, NEW.language, NEW.given_on, NEW.suspicion)
        IS DISTINCT FROM
        (OLD.id, OLD.run_id, OLD.face, OLD.language, OLD.given_on, OLD.suspicion)
        OR NEW.sentence NOT IN (OLD.sentence, '')
        OR (OLD.counted_on IS NOT NULL AND NEW.counted_on IS DISTINCT FROM OLD.counted_on)
    THEN
        RAISE EXCEPTION 'feedback_stays_as_given'
        USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;

CREATE TRIGGER feedback_kept BEFORE UPDATE ON events_feedback
FOR EACH ROW EXECUTE FUNCTION events_keep_feedback();
"""

DROP = """
DROP FUNCTION events_keep_feedback CASCADE;
DROP FUNCTION events_check_feedback CASCADE;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("events", "0016_networks"),
    ]

    operations = [
        migrations.CreateModel(
            name="Feedback",
            fields=[
                (
                    "id",
                    models.BigIntegerField(
                        default=miko_portal.base.anonymity.by_lot,
                        editable=False,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                (
                    "face",
                    models.CharField(
                        choices=[("good", "Good"), ("middling", "So-so"), ("bad", "Not good")],
                        max_length=8,
                        verbose_name="face",
                    ),
                ),
                (
                    "sentence",
                    models.TextField(
                        blank=True,
                        max_length=500,
                        validators=[miko_portal.base.plain_text.plain_text],
                        verbose_name="sentence",
                    ),
                ),
                (
                    "language",
                    models.CharField(
                        choices=[
                            ("de", "Deutsch"),
                            ("de-simple", "Einfache Sprache"),
                            ("en", "English"),
                            ("ar", "العربية"),
                            ("fa", "فارسی"),
                            ("fr", "Français"),
                            ("pl", "Polski"),
                            ("ru", "Русский"),
                            ("tr", "Türkçe"),
                            ("uk", "Українська"),
                        ],
                        max_length=12,
                        verbose_name="language",
                    ),
                ),
                ("given_on", models.DateField(verbose_name="given on")),
                (
                    "suspicion",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("trap", "a field was filled in that people do not see"),
                            ("haste", "sent faster than anybody types"),
                            ("many", "many from the same network on one day"),
                        ],
                        max_length=5,
                        verbose_name="why it is to be checked",
                    ),
                ),
                (
                    "counted_on",
                    models.DateField(
                        blank=True, null=True, verbose_name="counted all the same since"
                    ),
                ),
                (
                    "run",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="feedback",
                        to="events.run",
                        verbose_name="date of a seminar",
                    ),
                ),
            ],
            options={
                "verbose_name": "feedback",
                "verbose_name_plural": "feedback",
                "ordering": ["pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("face__in", ["good", "middling", "bad"])),
                        name="feedback_one_of_three_faces",
                        violation_error_message="Please choose a face.",
                    ),
                    models.CheckConstraint(
                        condition=django.db.models.lookups.LessThanOrEqual(
                            django.db.models.functions.text.Length("sentence"), 500
                        ),
                        name="feedback_sentence_short",
                        violation_error_message="Please write at most 500 letters.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("counted_on", None),
                            models.Q(("suspicion", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="feedback_counted_after_a_look",
                        violation_error_message="This answer counts already.",
                    ),
                ],
            },
        ),
        migrations.RunSQL(RULES, DROP),
        TrackHistory(
            "Feedback",
            parent="run",
            personal=["face", "sentence", "language", "given_on"],
            inserts=False,
        ),
    ]
