from django.db import migrations

from miko_portal.base.operations import TrackHistory

MERGERS = """
-- Whoever says that two were merged has to have the one that was too many gone by the commit.
CREATE FUNCTION cooperation_keep_organisationmerger() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' THEN
        PERFORM cooperation_refuse('what was merged stays merged');
    ELSIF to_jsonb(NEW) - 'kept_id' <> to_jsonb(OLD) - 'kept_id' OR NOT EXISTS (
        SELECT 1 FROM cooperation_organisationmerger m
        WHERE m.former_id = OLD.kept_id AND m.kept_id = NEW.kept_id
    ) THEN
        PERFORM cooperation_refuse('what was merged stays merged');
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER keep BEFORE UPDATE OR DELETE ON cooperation_organisationmerger
    FOR EACH ROW EXECUTE FUNCTION cooperation_keep_organisationmerger();

CREATE FUNCTION cooperation_is_merged_away() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT 1 FROM cooperation_organisation WHERE id = NEW.former_id) THEN
        PERFORM cooperation_refuse('what was merged is gone');
    END IF;
    RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER gone AFTER INSERT ON cooperation_organisationmerger
    DEFERRABLE INITIALLY DEFERRED
    FOR EACH ROW EXECUTE FUNCTION cooperation_is_merged_away();

CREATE FUNCTION cooperation_keep_partyname() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP <> 'INSERT' OR NEW.name <> (
        SELECT o.name FROM cooperation_organisation o JOIN cooperation_party p
            ON p.organisation_id = o.id
        WHERE p.id = NEW.party_id
    ) THEN
        PERFORM cooperation_refuse('a former name is the one of then, and stays');
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER keep BEFORE INSERT OR UPDATE OR DELETE ON cooperation_partyname
    FOR EACH ROW EXECUTE FUNCTION cooperation_keep_partyname();
"""
DROP_MERGERS = """
DROP TRIGGER keep ON cooperation_partyname;
DROP TRIGGER gone ON cooperation_organisationmerger;
DROP TRIGGER keep ON cooperation_organisationmerger;
DROP FUNCTION cooperation_keep_partyname();
DROP FUNCTION cooperation_is_merged_away();
DROP FUNCTION cooperation_keep_organisationmerger();
"""

# As in 0002 and 0005, for organisations that were merged.
PARTIES = """
CREATE FUNCTION cooperation_is_merged(former bigint, kept bigint) RETURNS boolean
LANGUAGE sql STABLE AS $$
    SELECT EXISTS (
        SELECT 1 FROM cooperation_organisationmerger m
        WHERE m.former_id = former AND m.kept_id = kept
    )
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

CREATE OR REPLACE FUNCTION cooperation_keep_party() RETURNS trigger LANGUAGE plpgsql AS $$
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

-- An organisation is a party anew only after its former time as one has ended. One that it was
-- merged with may have been party before or after it; what was withdrawn binds nobody.
CREATE OR REPLACE FUNCTION cooperation_keep_periods() RETURNS trigger LANGUAGE plpgsql AS $$
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
"""


class Migration(migrations.Migration):
    dependencies = [("cooperation", "0009_merging")]

    operations = [
        migrations.RunSQL(MERGERS, DROP_MERGERS),
        # Taking these back would need the rules of 0002 and 0005 anew, as in 0005.
        migrations.RunSQL(PARTIES),
        TrackHistory("Organisation"),
        TrackHistory("Person", personal=["given_name", "family_name", "mail", "telephone"]),
        TrackHistory(
            "Contact",
            parent="organisation",
            personal=["function", "deputy", "absent_from", "absent_until", "confirmed_on"],
        ),
        TrackHistory("OrganisationMerger", parent="kept"),
        TrackHistory("PersonMerger", parent="kept", personal=["former_id", "merged_on"]),
        TrackHistory("PartyName", parent="party"),
    ]
