from django.db import migrations

from miko_portal.base.operations import TrackHistory

# Each trigger takes the version's row first, so that nobody signs while somebody else edits.
RULES = """
CREATE FUNCTION cooperation_refuse(why text) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '%', why USING ERRCODE = 'check_violation';
END $$;

CREATE FUNCTION cooperation_is_signed(version bigint) RETURNS boolean LANGUAGE sql STABLE AS $$
    SELECT EXISTS (
        SELECT 1 FROM cooperation_signatory s
        WHERE s.version_id = version AND s.signed_on IS NOT NULL
    )
$$;

CREATE FUNCTION cooperation_keep_version() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    withdrawn date;
BEGIN
    IF TG_OP <> 'INSERT' THEN
        IF OLD.completed_on IS NOT NULL THEN
            PERFORM cooperation_refuse('a completed version stays as it is');
        ELSIF cooperation_is_signed(OLD.id) AND (
            TG_OP = 'DELETE'
            OR to_jsonb(NEW) - 'completed_on' <> to_jsonb(OLD) - 'completed_on'
        ) THEN
            PERFORM cooperation_refuse('the first signature locks the version');
        END IF;
        IF TG_OP = 'DELETE' THEN
            RETURN OLD;
        END IF;
    END IF;
    IF NEW.completed_on IS NOT NULL AND (
        (SELECT count(*) FROM cooperation_share h WHERE h.version_id = NEW.id) < 2
        OR EXISTS (
            SELECT 1 FROM cooperation_share h
            WHERE h.version_id = NEW.id AND NOT EXISTS (
                SELECT 1 FROM cooperation_signatory s
                WHERE s.version_id = h.version_id AND s.party_id = h.party_id
            )
        )
        OR NEW.completed_on IS DISTINCT FROM (
            SELECT CASE WHEN bool_and(s.signed_on IS NOT NULL) THEN max(s.signed_on) END
            FROM cooperation_signatory s WHERE s.version_id = NEW.id
        )
    ) THEN
        PERFORM cooperation_refuse('a version is completed on the day the last of all signed');
    END IF;
    IF NEW.completed_on IS NOT NULL THEN
        -- Locked, so that what is being withdrawn meanwhile is waited for.
        SELECT withdrawn_on INTO withdrawn FROM cooperation_agreement
            WHERE id = NEW.agreement_id FOR SHARE;
        IF withdrawn IS NOT NULL THEN
            PERFORM cooperation_refuse('no version of a withdrawn agreement is completed');
        END IF;
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER keep BEFORE INSERT OR UPDATE OR DELETE ON cooperation_version
    FOR EACH ROW EXECUTE FUNCTION cooperation_keep_version();

CREATE FUNCTION cooperation_keep_share() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP <> 'INSERT' THEN
        PERFORM 1 FROM cooperation_version WHERE id = OLD.version_id FOR UPDATE;
        IF cooperation_is_signed(OLD.version_id) THEN
            PERFORM cooperation_refuse('the first signature locks the shares');
        END IF;
        IF TG_OP = 'DELETE' THEN
            RETURN OLD;
        END IF;
    END IF;
    PERFORM 1 FROM cooperation_version WHERE id = NEW.version_id FOR UPDATE;
    IF cooperation_is_signed(NEW.version_id) THEN
        PERFORM cooperation_refuse('the first signature locks the shares');
    ELSIF (SELECT agreement_id FROM cooperation_party WHERE id = NEW.party_id)
        <> (SELECT agreement_id FROM cooperation_version WHERE id = NEW.version_id) THEN
        PERFORM cooperation_refuse('the party belongs to another agreement');
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER keep BEFORE INSERT OR UPDATE OR DELETE ON cooperation_share
    FOR EACH ROW EXECUTE FUNCTION cooperation_keep_share();

CREATE FUNCTION cooperation_keep_signatory() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    text_signed cooperation_version;
BEGIN
    IF TG_OP <> 'INSERT' THEN
        SELECT * INTO text_signed FROM cooperation_version WHERE id = OLD.version_id FOR UPDATE;
        IF text_signed.completed_on IS NOT NULL THEN
            PERFORM cooperation_refuse('the signatures of a completed version stay');
        ELSIF OLD.signed_on IS NOT NULL
            AND (TG_OP = 'DELETE' OR to_jsonb(NEW) <> to_jsonb(OLD)) THEN
            PERFORM cooperation_refuse('a signature stays');
        END IF;
        IF TG_OP = 'DELETE' THEN
            RETURN OLD;
        END IF;
    END IF;
    SELECT * INTO text_signed FROM cooperation_version WHERE id = NEW.version_id FOR UPDATE;
    IF text_signed.completed_on IS NOT NULL THEN
        PERFORM cooperation_refuse('the signatures of a completed version stay');
    ELSIF NOT EXISTS (
        SELECT 1 FROM cooperation_party
        WHERE id = NEW.party_id AND agreement_id = text_signed.agreement_id
    ) THEN
        PERFORM cooperation_refuse('only parties of the agreement sign');
    ELSIF NEW.signed_on < text_signed.released_on
        OR NEW.signed_on IS NOT NULL AND text_signed.released_on IS NULL THEN
        PERFORM cooperation_refuse('only what was released is signed');
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER keep BEFORE INSERT OR UPDATE OR DELETE ON cooperation_signatory
    FOR EACH ROW EXECUTE FUNCTION cooperation_keep_signatory();

CREATE FUNCTION cooperation_keep_party() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    text_listing bigint;
BEGIN
    FOR text_listing IN
        SELECT v.id FROM cooperation_version v JOIN cooperation_share h ON h.version_id = v.id
        WHERE h.party_id = OLD.id ORDER BY v.id FOR UPDATE OF v
    LOOP
        IF cooperation_is_signed(text_listing) THEN
            PERFORM cooperation_refuse('the first signature locks the parties');
        END IF;
    END LOOP;
    RETURN NEW;
END $$;
CREATE TRIGGER keep BEFORE UPDATE ON cooperation_party
    FOR EACH ROW EXECUTE FUNCTION cooperation_keep_party();

CREATE FUNCTION cooperation_keep_agreement() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF (NEW.kind, NEW.title) <> (OLD.kind, OLD.title) AND EXISTS (
        SELECT 1 FROM cooperation_version v
        WHERE v.agreement_id = NEW.id AND cooperation_is_signed(v.id)
    ) THEN
        PERFORM cooperation_refuse('the first signature locks kind and title');
    END IF;
    IF NEW.project_id IS DISTINCT FROM OLD.project_id AND EXISTS (
        SELECT 1 FROM cooperation_version v
        WHERE v.agreement_id = NEW.id AND v.term = 'project' AND cooperation_is_signed(v.id)
    ) THEN
        PERFORM cooperation_refuse('the first signature locks the project of the term');
    END IF;
    IF OLD.withdrawn_on IS NOT NULL AND NEW.withdrawn_on IS DISTINCT FROM OLD.withdrawn_on THEN
        PERFORM cooperation_refuse('what was withdrawn stays withdrawn');
    END IF;
    IF NEW.withdrawn_on IS NOT NULL AND EXISTS (
        SELECT 1 FROM cooperation_version v
        WHERE v.agreement_id = NEW.id AND v.number = 0 AND v.completed_on IS NOT NULL
    ) THEN
        PERFORM cooperation_refuse('what all have signed is not withdrawn');
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER keep BEFORE UPDATE ON cooperation_agreement
    FOR EACH ROW EXECUTE FUNCTION cooperation_keep_agreement();
"""
DROP = """
DROP TRIGGER keep ON cooperation_agreement;
DROP TRIGGER keep ON cooperation_party;
DROP TRIGGER keep ON cooperation_signatory;
DROP TRIGGER keep ON cooperation_share;
DROP TRIGGER keep ON cooperation_version;
DROP FUNCTION cooperation_keep_agreement();
DROP FUNCTION cooperation_keep_party();
DROP FUNCTION cooperation_keep_signatory();
DROP FUNCTION cooperation_keep_share();
DROP FUNCTION cooperation_keep_version();
DROP FUNCTION cooperation_is_signed(bigint);
DROP FUNCTION cooperation_refuse(text);
"""


class Migration(migrations.Migration):
    dependencies = [("cooperation", "0001_initial"), ("base", "0002_history")]

    operations = [
        migrations.RunSQL(RULES, DROP),
        TrackHistory("Membership", parent="organisation"),
        TrackHistory("Agreement"),
        TrackHistory("Party", parent="agreement"),
        TrackHistory("Version", parent="agreement"),
        TrackHistory("Share", parent="version"),
        TrackHistory("Signatory", parent="version"),
    ]
