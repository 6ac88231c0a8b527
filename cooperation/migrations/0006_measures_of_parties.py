from django.db import migrations

RULES = """
CREATE FUNCTION cooperation_keep_measure() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.party_id IS NOT NULL AND NOT EXISTS (
        SELECT 1 FROM cooperation_party
        WHERE id = NEW.party_id AND agreement_id = NEW.agreement_id
    ) THEN
        PERFORM cooperation_refuse('the party belongs to another agreement');
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER keep BEFORE INSERT OR UPDATE ON cooperation_measure
    FOR EACH ROW EXECUTE FUNCTION cooperation_keep_measure();
"""
DROP = """
DROP TRIGGER keep ON cooperation_measure;
DROP FUNCTION cooperation_keep_measure();
"""


class Migration(migrations.Migration):
    dependencies = [("cooperation", "0005_rules_of_a_signed_agreement")]

    operations = [migrations.RunSQL(RULES, DROP)]
