from django.db import migrations

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
DROP FUNCTION trainings_keep_answer, trainings_check_answer, trainings_keep_answer_sheet,
    trainings_check_answer_sheet, trainings_check_question CASCADE;
"""


class Migration(migrations.Migration):
    # Databases of before 0.1.0 have these instead, and only note that this one is done.
    replaces = [
        ("trainings", "0008_questionnaires"),
    ]

    dependencies = [
        ("trainings", "0002_rules_of_trainings"),
    ]

    operations = [migrations.RunSQL(RULES, DROP)]
