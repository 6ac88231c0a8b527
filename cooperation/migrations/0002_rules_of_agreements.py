from django.db import migrations

# Which text is in effect on a day, and whom it binds.
STANDING = """
CREATE FUNCTION cooperation_version_on(agreement bigint, on_day date) RETURNS bigint
LANGUAGE sql STABLE AS $$
    SELECT v.id FROM cooperation_version v
    WHERE v.agreement_id = agreement AND v.dropped_on IS NULL AND (
        (v.number = 0 AND v.correction = 0)
        OR (v.completed_on <= on_day AND v.effective_on <= on_day)
    )
    ORDER BY v.number DESC, v.correction DESC LIMIT 1
$$;

CREATE FUNCTION cooperation_is_listed(party bigint, version bigint, on_day date) RETURNS boolean
LANGUAGE sql STABLE AS $$
    SELECT EXISTS (
        SELECT 1 FROM cooperation_share h WHERE h.version_id = version AND h.party_id = party
    ) OR EXISTS (
        SELECT 1 FROM cooperation_accession a JOIN cooperation_version v ON v.id = version
        WHERE a.party_id = party AND a.effective_on BETWEEN v.effective_on AND on_day
    )
$$;

CREATE FUNCTION cooperation_is_bound(party bigint, version bigint, on_day date) RETURNS boolean
LANGUAGE sql STABLE AS $$
    SELECT cooperation_is_listed(party, version, on_day) AND NOT EXISTS (
        SELECT 1 FROM cooperation_notice n WHERE n.party_id = party AND n.effective_on < on_day
    )
$$;

-- The second of those that stay longest goes last: from then on fewer than two are left.
CREATE FUNCTION cooperation_two_parties_until(agreement bigint, version bigint, on_day date)
RETURNS date LANGUAGE sql STABLE AS $$
    SELECT nullif(stays_until, 'infinity') FROM (
        SELECT coalesce(n.effective_on, 'infinity') AS stays_until
        FROM cooperation_party p
        LEFT JOIN cooperation_notice n ON n.party_id = p.id AND n.received_on <= on_day
        WHERE p.agreement_id = agreement AND cooperation_is_listed(p.id, version, on_day)
        ORDER BY 1 DESC OFFSET 1 LIMIT 1
    ) second
$$;

-- Whether its time as a party goes on, as far as is known.
CREATE FUNCTION cooperation_party_stays(party bigint, agreement bigint) RETURNS boolean
LANGUAGE sql STABLE AS $$
    SELECT NOT EXISTS (SELECT 1 FROM cooperation_notice n WHERE n.party_id = party) AND (
        cooperation_is_listed(party, cooperation_version_on(agreement, 'infinity'), 'infinity')
        OR NOT EXISTS (SELECT 1 FROM cooperation_share h WHERE h.party_id = party)
        OR EXISTS (
            SELECT 1 FROM cooperation_share h JOIN cooperation_version v ON v.id = h.version_id
            WHERE h.party_id = party AND v.completed_on IS NULL AND v.dropped_on IS NULL
        )
    )
$$;
"""
NO_STANDING = """
DROP FUNCTION cooperation_party_stays, cooperation_two_parties_until, cooperation_is_bound,
    cooperation_is_listed, cooperation_version_on;
"""

# Each trigger takes the version's row first, so that nobody signs while somebody else edits.
TEXTS = """
CREATE FUNCTION cooperation_refuse(why text) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '%', why USING ERRCODE = 'check_violation';
END $$;

CREATE FUNCTION cooperation_is_signed(version bigint) RETURNS boolean
LANGUAGE sql STABLE AS $$
    SELECT EXISTS (
        SELECT 1 FROM cooperation_signatory s
        WHERE s.version_id = version AND s.signed_on IS NOT NULL AND s.voided_on IS NULL
    )
$$;

CREATE FUNCTION cooperation_keep_version() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    before cooperation_version;
    withdrawn date;
BEGIN
    IF TG_OP <> 'INSERT' THEN
        IF OLD.completed_on IS NOT NULL THEN
            PERFORM cooperation_refuse('a completed version stays as it is');
        ELSIF OLD.dropped_on IS NOT NULL THEN
            PERFORM cooperation_refuse('a version that was given up stays as it is');
        ELSIF cooperation_is_signed(OLD.id) AND (
            TG_OP = 'DELETE'
            OR to_jsonb(NEW) - 'completed_on' - 'dropped_on'
                <> to_jsonb(OLD) - 'completed_on' - 'dropped_on'
        ) THEN
            PERFORM cooperation_refuse('the first signature locks the version');
        END IF;
        IF TG_OP = 'DELETE' THEN
            RETURN OLD;
        ELSIF NEW.taken_over_on IS DISTINCT FROM OLD.taken_over_on THEN
            PERFORM cooperation_refuse('what is taken over from the files is so from the start');
        END IF;
    END IF;
    IF NEW.number > 0 OR NEW.correction > 0 THEN
        SELECT * INTO before FROM cooperation_version v
            WHERE v.agreement_id = NEW.agreement_id AND v.completed_on IS NOT NULL
                AND (v.number, v.correction) < (NEW.number, NEW.correction)
            ORDER BY v.number DESC, v.correction DESC LIMIT 1;
        IF before.id IS NULL OR (NEW.correction > 0 AND before.number <> NEW.number) THEN
            PERFORM cooperation_refuse('only what all have signed is amended or corrected');
        ELSIF NEW.correction = 0 AND NEW.effective_on < before.effective_on THEN
            PERFORM cooperation_refuse('an amendment takes effect after the text it changes');
        ELSIF NEW.correction > 0 AND NEW.effective_on IS DISTINCT FROM before.effective_on THEN
            PERFORM cooperation_refuse('a correction takes effect with the text it corrects');
        END IF;
    END IF;
    IF NEW.completed_on IS NOT NULL THEN
        IF (SELECT count(*) FROM cooperation_share h WHERE h.version_id = NEW.id) < 2 THEN
            PERFORM cooperation_refuse('an agreement has at least two parties');
        ELSIF NEW.correction > 0 THEN
            IF NEW.confirmed_by_id IS NULL THEN
                PERFORM cooperation_refuse('a correction is confirmed by a second person');
            END IF;
        ELSIF NEW.taken_over_on IS NULL AND (
            EXISTS (
                SELECT 1 FROM cooperation_party p
                WHERE p.agreement_id = NEW.agreement_id AND (
                    EXISTS (
                        SELECT 1 FROM cooperation_share h
                        WHERE h.version_id = NEW.id AND h.party_id = p.id
                    ) OR (before.id IS NOT NULL
                        AND cooperation_is_bound(p.id, before.id, NEW.effective_on))
                ) AND NOT EXISTS (
                    SELECT 1 FROM cooperation_signatory s
                    WHERE s.version_id = NEW.id AND s.party_id = p.id AND s.voided_on IS NULL
                )
            )
            OR NEW.completed_on IS DISTINCT FROM (
                SELECT CASE WHEN bool_and(s.signed_on IS NOT NULL) THEN max(s.signed_on) END
                FROM cooperation_signatory s
                WHERE s.version_id = NEW.id AND s.voided_on IS NULL
            )
        ) THEN
            PERFORM cooperation_refuse('a version is completed on the day the last of all signed');
        END IF;
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
DECLARE
    listing cooperation_version;
    text_listing bigint;
BEGIN
    FOREACH text_listing IN ARRAY CASE TG_OP
        WHEN 'INSERT' THEN ARRAY[NEW.version_id]
        WHEN 'DELETE' THEN ARRAY[OLD.version_id]
        ELSE ARRAY[OLD.version_id, NEW.version_id] END
    LOOP
        SELECT * INTO listing FROM cooperation_version WHERE id = text_listing FOR UPDATE;
        IF listing.completed_on IS NOT NULL THEN
            PERFORM cooperation_refuse('the shares of a completed version stay');
        ELSIF cooperation_is_signed(text_listing) THEN
            PERFORM cooperation_refuse('the first signature locks the shares');
        END IF;
    END LOOP;
    IF TG_OP = 'DELETE' THEN
        RETURN OLD;
    ELSIF (SELECT agreement_id FROM cooperation_party WHERE id = NEW.party_id)
        <> listing.agreement_id THEN
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
        ELSIF OLD.signed_on IS NOT NULL AND (
            TG_OP = 'DELETE' OR OLD.voided_on IS NOT NULL
            OR to_jsonb(NEW) - 'voided_on' - 'void_reason'
                <> to_jsonb(OLD) - 'voided_on' - 'void_reason'
        ) THEN
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
    ELSIF NEW.voided_on IS NULL AND (
        NEW.signed_on < text_signed.released_on
        OR NEW.signed_on IS NOT NULL AND text_signed.released_on IS NULL
    ) THEN
        PERFORM cooperation_refuse('only what was released is signed');
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER keep BEFORE INSERT OR UPDATE OR DELETE ON cooperation_signatory
    FOR EACH ROW EXECUTE FUNCTION cooperation_keep_signatory();

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
NO_TEXTS = """
DROP FUNCTION cooperation_keep_agreement, cooperation_keep_signatory, cooperation_keep_share,
    cooperation_keep_version CASCADE;
DROP FUNCTION cooperation_is_signed, cooperation_refuse;
"""

# Who joins or leaves takes the agreement's row first, so that no two do it past each other.
PARTIES = """
CREATE FUNCTION cooperation_is_merged(former bigint, kept bigint) RETURNS boolean
LANGUAGE sql STABLE AS $$
    SELECT EXISTS (
        SELECT 1 FROM cooperation_organisationmerger m
        WHERE m.former_id = former AND m.kept_id = kept
    )
$$;

CREATE FUNCTION cooperation_keep_party() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    text_listing bigint;
BEGIN
    IF cooperation_is_merged(OLD.organisation_id, NEW.organisation_id)
        AND to_jsonb(NEW) - 'organisation_id' = to_jsonb(OLD) - 'organisation_id'
    THEN
        RETURN NEW;
    END IF;
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

-- An organisation is a party anew only after its former time as one has ended. One that it was
-- merged with may have been party before or after it; what was withdrawn binds nobody.
CREATE FUNCTION cooperation_keep_periods() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    withdrawn date;
BEGIN
    SELECT withdrawn_on INTO withdrawn FROM cooperation_agreement
        WHERE id = NEW.agreement_id FOR UPDATE;
    IF TG_OP = 'UPDATE' AND cooperation_is_merged(OLD.organisation_id, NEW.organisation_id)
        AND (withdrawn IS NOT NULL OR NOT cooperation_party_stays(NEW.id, NEW.agreement_id))
    THEN
        RETURN NEW;
    END IF;
    IF EXISTS (
        SELECT 1 FROM cooperation_party p
        WHERE p.agreement_id = NEW.agreement_id AND p.organisation_id = NEW.organisation_id
            AND p.id <> NEW.id AND cooperation_party_stays(p.id, NEW.agreement_id)
    ) THEN
        RAISE EXCEPTION 'this organisation is a party already'
            USING ERRCODE = 'unique_violation', CONSTRAINT = 'party_once';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER keep_periods BEFORE INSERT OR UPDATE ON cooperation_party
    FOR EACH ROW EXECUTE FUNCTION cooperation_keep_periods();

CREATE FUNCTION cooperation_keep_notice() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    agreement bigint := (SELECT agreement_id FROM cooperation_party WHERE id = NEW.party_id);
BEGIN
    PERFORM 1 FROM cooperation_agreement WHERE id = agreement FOR UPDATE;
    IF NOT EXISTS (
        SELECT 1 FROM cooperation_version v
        WHERE v.agreement_id = agreement AND v.number = 0 AND v.completed_on <= NEW.received_on
    ) OR NOT cooperation_is_listed(
        NEW.party_id, cooperation_version_on(agreement, NEW.effective_on), NEW.effective_on
    ) THEN
        PERFORM cooperation_refuse('only parties to a signed agreement give notice');
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER keep BEFORE INSERT OR UPDATE ON cooperation_notice
    FOR EACH ROW EXECUTE FUNCTION cooperation_keep_notice();

CREATE FUNCTION cooperation_keep_accession() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    agreement bigint := (SELECT agreement_id FROM cooperation_party WHERE id = NEW.party_id);
BEGIN
    PERFORM 1 FROM cooperation_agreement WHERE id = agreement FOR UPDATE;
    IF NOT EXISTS (
        SELECT 1 FROM cooperation_version v WHERE v.agreement_id = agreement AND v.number = 0
            AND v.completed_on <= NEW.declared_on AND v.effective_on <= NEW.effective_on
    ) THEN
        PERFORM cooperation_refuse('one joins an agreement that all have signed');
    ELSIF EXISTS (
        SELECT 1 FROM cooperation_share h JOIN cooperation_version v ON v.id = h.version_id
        WHERE h.party_id = NEW.party_id AND v.effective_on <= NEW.effective_on
            AND v.completed_on IS NOT NULL
    ) THEN
        PERFORM cooperation_refuse('this party is listed already');
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER keep BEFORE INSERT OR UPDATE ON cooperation_accession
    FOR EACH ROW EXECUTE FUNCTION cooperation_keep_accession();
"""
NO_PARTIES = """
DROP FUNCTION cooperation_keep_accession, cooperation_keep_notice, cooperation_keep_periods,
    cooperation_keep_party CASCADE;
DROP FUNCTION cooperation_is_merged;
"""

FILES = """
CREATE FUNCTION cooperation_keep_document() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM cooperation_refuse('a document stays as it is');
    RETURN NULL;
END $$;
CREATE TRIGGER keep BEFORE UPDATE OR DELETE ON cooperation_document
    FOR EACH ROW EXECUTE FUNCTION cooperation_keep_document();

CREATE FUNCTION cooperation_keep_note() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM cooperation_refuse('a note stays as it was written');
    RETURN NULL;
END $$;
CREATE TRIGGER keep BEFORE UPDATE ON cooperation_note
    FOR EACH ROW EXECUTE FUNCTION cooperation_keep_note();

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
NO_FILES = """
DROP FUNCTION cooperation_keep_measure, cooperation_keep_note, cooperation_keep_document CASCADE;
"""


class Migration(migrations.Migration):
    # Databases of before 0.1.0 have these instead, and only note that this one is done.
    replaces = [
        ("cooperation", "0002_agreement_rules"),
        ("cooperation", "0005_rules_of_a_signed_agreement"),
        ("cooperation", "0006_measures_of_parties"),
    ]

    dependencies = [
        # The last that 0001 replaces: a database that lacks it gets an error, and no change.
        ("cooperation", "0018_forgetting_who_came"),
    ]

    operations = [
        migrations.RunSQL(STANDING, NO_STANDING),
        migrations.RunSQL(TEXTS, NO_TEXTS),
        migrations.RunSQL(PARTIES, NO_PARTIES),
        migrations.RunSQL(FILES, NO_FILES),
    ]
