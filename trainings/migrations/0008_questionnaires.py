import django.db.models.deletion
import django.db.models.functions.text
import django.db.models.lookups
from django.db import migrations, models

import miko_portal.base.anonymity
import miko_portal.base.plain_text
from miko_portal.base.operations import TrackHistory

# When people are asked (`period_of` says the same), that only what is asked on the occasion is
# answered, and that all stays as it is: a question once it was answered, that of the funder
# always, and an answer but for a sentence that is taken out.
RULES = """
CREATE FUNCTION trainings_check_question() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.kind = 'choice' AND NOT (
        SELECT count(*) BETWEEN 2 AND 8 AND count(*) = count(DISTINCT line)
            AND max(length(line)) <= 80 AND min(length(line)) > 0
        FROM regexp_split_to_table(NEW.options, E'\\n') AS line
    ) THEN
        RAISE EXCEPTION 'question_has_two_to_eight_options' USING ERRCODE = 'check_violation';
    END IF;
    IF TG_OP = 'UPDATE' AND (
        NEW.questionnaire_id, NEW.kind, NEW.text, NEW.text_en, NEW.low, NEW.high, NEW.low_en,
        NEW.high_en, NEW.options, NEW.options_en, NEW.asked_before, NEW.asked_after,
        NEW.asked_later, NEW.for_funder
    ) IS DISTINCT FROM (
        OLD.questionnaire_id, OLD.kind, OLD.text, OLD.text_en, OLD.low, OLD.high, OLD.low_en,
        OLD.high_en, OLD.options, OLD.options_en, OLD.asked_before, OLD.asked_after,
        OLD.asked_later, OLD.for_funder
    ) AND (
        OLD.for_funder
        OR EXISTS (SELECT 1 FROM trainings_answer WHERE question_id = OLD.id)
    ) THEN
        RAISE EXCEPTION 'question_stays_once_answered' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;

CREATE TRIGGER question_rules BEFORE INSERT OR UPDATE ON trainings_question
FOR EACH ROW EXECUTE FUNCTION trainings_check_question();

CREATE FUNCTION trainings_check_answer_sheet() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    published date;
    first date;
    last date;
BEGIN
    SELECT run.published_on,
        (min(session.starts_at) AT TIME ZONE 'Europe/Berlin')::date,
        (max(session.ends_at) AT TIME ZONE 'Europe/Berlin')::date
    INTO published, first, last
    FROM trainings_run run
    JOIN trainings_session session ON session.run_id = run.id AND session.cancelled_on IS NULL
    WHERE run.id = NEW.run_id AND run.cancelled_on IS NULL
    GROUP BY run.id;
    IF (CASE NEW.occasion
        WHEN 'before' THEN NEW.given_on BETWEEN published AND first
        WHEN 'after' THEN NEW.given_on BETWEEN last AND last + 30
        WHEN 'later' THEN NEW.given_on BETWEEN last + 90 AND last + 150
    END) IS NOT TRUE OR published IS NULL THEN
        RAISE EXCEPTION 'answer_sheet_in_its_time' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;

CREATE TRIGGER answer_sheet_rules BEFORE INSERT ON trainings_answersheet
FOR EACH ROW EXECUTE FUNCTION trainings_check_answer_sheet();

CREATE FUNCTION trainings_keep_answer_sheet() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF (NEW.id, NEW.run_id, NEW.occasion, NEW.given_on, NEW.suspicion)
        IS DISTINCT FROM (OLD.id, OLD.run_id, OLD.occasion, OLD.given_on, OLD.suspicion)
        OR (OLD.counted_on IS NOT NULL AND NEW.counted_on IS DISTINCT FROM OLD.counted_on)
    THEN
        RAISE EXCEPTION 'answer_sheet_stays_as_given' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;

CREATE TRIGGER answer_sheet_kept BEFORE UPDATE ON trainings_answersheet
FOR EACH ROW EXECUTE FUNCTION trainings_keep_answer_sheet();

CREATE FUNCTION trainings_check_answer() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    asked trainings_question;
    sheet trainings_answersheet;
BEGIN
    -- Held, so that nobody changes the question before this answer is there to be seen.
    SELECT * INTO asked FROM trainings_question WHERE id = NEW.question_id FOR SHARE;
    SELECT * INTO sheet FROM trainings_answersheet WHERE id = NEW.sheet_id;
    IF NOT EXISTS (
        SELECT 1 FROM trainings_questionnaire questionnaire
        JOIN trainings_run run ON run.course_id = questionnaire.course_id
        WHERE questionnaire.id = asked.questionnaire_id AND run.id = sheet.run_id
    ) OR (CASE sheet.occasion
        WHEN 'before' THEN asked.asked_before
        WHEN 'after' THEN asked.asked_after
        ELSE asked.asked_later
    END) IS NOT TRUE THEN
        RAISE EXCEPTION 'answer_to_what_is_asked' USING ERRCODE = 'check_violation';
    END IF;
    IF (CASE asked.kind
        WHEN 'scale' THEN NEW.value BETWEEN 1 AND 5
        WHEN 'yes_no' THEN NEW.value BETWEEN 1 AND 2
        WHEN 'choice' THEN NEW.value BETWEEN 1
            AND cardinality(string_to_array(asked.options, E'\\n'))
        ELSE NEW.sentence <> ''
    END) IS NOT TRUE THEN
        RAISE EXCEPTION 'answer_of_its_kind' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;

CREATE TRIGGER answer_rules BEFORE INSERT ON trainings_answer
FOR EACH ROW EXECUTE FUNCTION trainings_check_answer();

CREATE FUNCTION trainings_keep_answer() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF (NEW.id, NEW.sheet_id, NEW.question_id, NEW.value)
        IS DISTINCT FROM (OLD.id, OLD.sheet_id, OLD.question_id, OLD.value)
        OR NEW.sentence NOT IN (OLD.sentence, '')
    THEN
        RAISE EXCEPTION 'answer_stays_as_given' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;

CREATE TRIGGER answer_kept BEFORE UPDATE ON trainings_answer
FOR EACH ROW EXECUTE FUNCTION trainings_keep_answer();
"""

DROP = """
DROP FUNCTION trainings_keep_answer CASCADE;
DROP FUNCTION trainings_check_answer CASCADE;
DROP FUNCTION trainings_keep_answer_sheet CASCADE;
DROP FUNCTION trainings_check_answer_sheet CASCADE;
DROP FUNCTION trainings_check_question CASCADE;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("trainings", "0007_past_counts"),
    ]

    operations = [
        migrations.CreateModel(
            name="Question",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("position", models.PositiveSmallIntegerField(default=1, verbose_name="position")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("scale", "scale from 1 to 5"),
                            ("choice", "one of several answers"),
                            ("yes_no", "yes or no"),
                            ("sentence", "a sentence of one's own"),
                        ],
                        default="scale",
                        max_length=8,
                        verbose_name="kind",
                    ),
                ),
                (
                    "text",
                    models.CharField(
                        max_length=200,
                        validators=[miko_portal.base.plain_text.plain_text],
                        verbose_name="question",
                    ),
                ),
                (
                    "text_en",
                    models.CharField(
                        blank=True,
                        max_length=200,
                        validators=[miko_portal.base.plain_text.plain_text],
                        verbose_name="question in English",
                    ),
                ),
                (
                    "low",
                    models.CharField(
                        blank=True,
                        help_text="Of a scale.",
                        max_length=40,
                        validators=[miko_portal.base.plain_text.plain_text],
                        verbose_name="1 means",
                    ),
                ),
                (
                    "high",
                    models.CharField(
                        blank=True,
                        help_text="Of a scale.",
                        max_length=40,
                        validators=[miko_portal.base.plain_text.plain_text],
                        verbose_name="5 means",
                    ),
                ),
                (
                    "low_en",
                    models.CharField(
                        blank=True,
                        max_length=40,
                        validators=[miko_portal.base.plain_text.plain_text],
                        verbose_name="1 means in English",
                    ),
                ),
                (
                    "high_en",
                    models.CharField(
                        blank=True,
                        max_length=40,
                        validators=[miko_portal.base.plain_text.plain_text],
                        verbose_name="5 means in English",
                    ),
                ),
                (
                    "options",
                    models.TextField(
                        blank=True,
                        help_text="One a line, two to eight.",
                        max_length=700,
                        validators=[miko_portal.base.plain_text.plain_text],
                        verbose_name="answers to choose from",
                    ),
                ),
                (
                    "options_en",
                    models.TextField(
                        blank=True,
                        max_length=700,
                        validators=[miko_portal.base.plain_text.plain_text],
                        verbose_name="the same in English",
                    ),
                ),
                ("asked_before", models.BooleanField(default=False, verbose_name="asked before")),
                ("asked_after", models.BooleanField(default=True, verbose_name="asked after")),
                (
                    "asked_later",
                    models.BooleanField(default=False, verbose_name="asked after three months"),
                ),
                (
                    "for_funder",
                    models.BooleanField(
                        default=False, editable=False, verbose_name="asked by the funder"
                    ),
                ),
                (
                    "retired_on",
                    models.DateField(
                        blank=True, editable=False, null=True, verbose_name="no longer asked since"
                    ),
                ),
            ],
            options={
                "verbose_name": "question",
                "verbose_name_plural": "questions",
                "ordering": ["position", "pk"],
            },
        ),
        migrations.CreateModel(
            name="AnswerSheet",
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
                    "occasion",
                    models.CharField(
                        choices=[
                            ("before", "Before the training"),
                            ("after", "After the training"),
                            ("later", "Three months after the training"),
                        ],
                        max_length=8,
                        verbose_name="occasion",
                    ),
                ),
                (
                    "run",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="answer_sheets",
                        to="trainings.run",
                        verbose_name="training",
                    ),
                ),
            ],
            options={
                "verbose_name": "answers without a name",
                "verbose_name_plural": "answers without a name",
                "ordering": ["pk"],
            },
        ),
        migrations.CreateModel(
            name="Answer",
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
                    "value",
                    models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="chosen"),
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
                    "sheet",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="answers",
                        to="trainings.answersheet",
                    ),
                ),
                (
                    "question",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="answers",
                        to="trainings.question",
                        verbose_name="question",
                    ),
                ),
            ],
            options={
                "verbose_name": "answer",
                "verbose_name_plural": "answers",
                "ordering": ["pk"],
            },
        ),
        migrations.CreateModel(
            name="Questionnaire",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "follow_up",
                    models.BooleanField(
                        default=False,
                        help_text="By mail, 90 days after the last date, once.",
                        verbose_name="ask again after three months",
                    ),
                ),
                (
                    "course",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="questionnaire",
                        to="trainings.course",
                        verbose_name="course",
                    ),
                ),
            ],
            options={
                "verbose_name": "questionnaire",
                "verbose_name_plural": "questionnaires",
                "ordering": ["course__sort_key", "pk"],
            },
        ),
        migrations.AddField(
            model_name="question",
            name="questionnaire",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="questions",
                to="trainings.questionnaire",
                verbose_name="questionnaire",
            ),
        ),
        migrations.AddConstraint(
            model_name="answersheet",
            constraint=models.CheckConstraint(
                condition=models.Q(("occasion__in", ["before", "after", "later"])),
                name="answer_sheet_of_an_occasion",
            ),
        ),
        migrations.AddConstraint(
            model_name="answersheet",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("counted_on", None),
                    models.Q(("suspicion", ""), _negated=True),
                    _connector="OR",
                ),
                name="answer_sheet_counted_after_a_look",
                violation_error_message="This answer counts already.",
            ),
        ),
        migrations.AddConstraint(
            model_name="answer",
            constraint=models.UniqueConstraint(
                fields=("sheet", "question"), name="answer_once_per_question"
            ),
        ),
        migrations.AddConstraint(
            model_name="answer",
            constraint=models.CheckConstraint(
                condition=models.Q(("value", None), ("sentence", ""), _connector="OR"),
                name="answer_chosen_or_written",
            ),
        ),
        migrations.AddConstraint(
            model_name="answer",
            constraint=models.CheckConstraint(
                condition=django.db.models.lookups.LessThanOrEqual(
                    django.db.models.functions.text.Length("sentence"), 500
                ),
                name="answer_sentence_short",
                violation_error_message="Please write at most 500 letters.",
            ),
        ),
        migrations.AddConstraint(
            model_name="question",
            constraint=models.UniqueConstraint(
                condition=models.Q(("for_funder", True)),
                fields=("questionnaire",),
                name="question_of_funder_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="question",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("kind", "scale"),
                        models.Q(("low", ""), _negated=True),
                        models.Q(("high", ""), _negated=True),
                    ),
                    models.Q(
                        models.Q(("kind", "scale"), _negated=True),
                        ("high", ""),
                        ("high_en", ""),
                        ("low", ""),
                        ("low_en", ""),
                    ),
                    _connector="OR",
                ),
                name="question_words_of_a_scale",
                violation_error_message="A scale says what 1 and 5 mean; other questions leave that empty.",
            ),
        ),
        migrations.AddConstraint(
            model_name="question",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("kind", "choice"), models.Q(("options", ""), _negated=True)),
                    models.Q(
                        models.Q(("kind", "choice"), _negated=True),
                        ("options", ""),
                        ("options_en", ""),
                    ),
                    _connector="OR",
                ),
                name="question_options_of_a_choice",
                violation_error_message="Answers to choose from belong to that kind of question, and to no other.",
            ),
        ),
        migrations.AddConstraint(
            model_name="question",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("asked_before", True),
                    ("asked_after", True),
                    ("asked_later", True),
                    _connector="OR",
                ),
                name="question_asked_at_some_time",
                violation_error_message="Say when the question is asked.",
            ),
        ),
        migrations.RunSQL(RULES, DROP),
        TrackHistory("Questionnaire"),
        TrackHistory("Question", parent="questionnaire"),
        TrackHistory("AnswerSheet", parent="run", personal=["given_on"], inserts=False),
        TrackHistory("Answer", parent="sheet", personal=["value", "sentence"], inserts=False),
    ]
