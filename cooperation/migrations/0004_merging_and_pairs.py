from django.db import migrations

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
NO_MERGERS = """
DROP FUNCTION cooperation_keep_partyname, cooperation_is_merged_away,
    cooperation_keep_organisationmerger CASCADE;
"""

KEYS = """
-- A text as it is compared: without accents, case, blanks and signs; ae, oe, ue as ä, ö, ü.
CREATE FUNCTION cooperation_words(said text) RETURNS text LANGUAGE sql IMMUTABLE AS $$
    SELECT regexp_replace(
        regexp_replace(
            lower(regexp_replace(
                replace(normalize(said, NFD), 'ß', 'ss'), U&'[\\0300-\\036f]', '', 'g'
            )),
            '([aou])e', '\\1', 'g'
        ),
        '[[:space:][:punct:]„“”‚‘’–—·]+', ' ', 'g'
    )
$$;

-- What an organisation is called, whatever its legal form: "Caritas e. V." as "Caritas".
CREATE FUNCTION cooperation_name_key(name text) RETURNS text LANGUAGE sql IMMUTABLE AS $$
    SELECT replace(regexp_replace(
        regexp_replace(
            ' ' || cooperation_words(name) || ' ',
            ' (e v|ev|eingetragener verein|gemeinnutzige?r?|ggmbh|gmbh|mbh|gug|ug|ag|kg|eg|kdor)(?= )',
            '', 'g'
        ),
        '(stadt|kreis|gemeinde)verwaltung', '\\1', 'g'
    ), ' ', '')
$$;

CREATE FUNCTION cooperation_given_key(name text) RETURNS text LANGUAGE sql IMMUTABLE AS $$
    SELECT replace(regexp_replace(
        ' ' || cooperation_words(name) || ' ', ' (dr|prof|med|dipl|ing)(?= )', '', 'g'
    ), ' ', '')
$$;

-- Digits alone, +49 as 0; what is too short to be a number of somebody is none.
CREATE FUNCTION cooperation_telephone_key(told text) RETURNS text LANGUAGE sql IMMUTABLE AS $$
    SELECT CASE WHEN length(digits) >= 6 THEN digits END FROM (
        SELECT regexp_replace(
            regexp_replace(regexp_replace(told, '\\(0\\)', ''), '[^0-9+]', '', 'g'),
            '^(\\+|00)49', '0'
        ) AS digits
    ) number
$$;
"""
NO_KEYS = """
DROP FUNCTION cooperation_telephone_key, cooperation_given_key, cooperation_name_key,
    cooperation_words;
"""

# Functions behind the views keep no column from being altered by a later migration.
PAIRS = """
CREATE FUNCTION cooperation_organisation_pairs()
RETURNS TABLE (id bigint, one_id bigint, other_id bigint, alike text[])
LANGUAGE sql STABLE AS $$
WITH named AS MATERIALIZED (
    SELECT id, parent_id, kind,
        cooperation_name_key(name) AS name_key,
        nullif(cooperation_name_key(short_name), '') AS short_key,
        cooperation_name_key(town) AS town_key
    FROM cooperation_organisation
), placed AS MATERIALIZED (
    SELECT *, CASE WHEN strpos(name_key, town_key) > 0 THEN name_key
        ELSE name_key || town_key END AS place_key
    FROM named WHERE name_key <> ''
), reached AS MATERIALIZED (
    SELECT c.organisation_id, c.person_id, nullif(lower(p.mail), '') AS mail_key,
        cooperation_telephone_key(p.telephone) AS telephone_key
    FROM cooperation_contact c JOIN cooperation_person p ON p.id = c.person_id
), found AS (
    SELECT a.id AS one_id, b.id AS other_id, 'name' AS alike
    FROM placed a JOIN placed b ON b.name_key = a.name_key AND b.id > a.id
    WHERE a.town_key = b.town_key OR a.town_key = '' OR b.town_key = ''
    UNION
    SELECT a.id, b.id, 'name'
    FROM placed a JOIN placed b ON b.place_key = a.place_key AND b.id > a.id
    UNION
    SELECT a.id, b.id, 'short_name'
    FROM placed a JOIN placed b ON b.short_key = a.short_key AND b.id > a.id
    WHERE a.town_key = b.town_key OR a.town_key = '' OR b.town_key = ''
    UNION
    SELECT least(a.id, b.id), greatest(a.id, b.id), 'short_name'
    FROM placed a JOIN placed b ON b.short_key = a.name_key AND b.id <> a.id
    UNION
    SELECT least(a.id, b.id), greatest(a.id, b.id), 'mail'
    FROM reached x JOIN reached y ON y.mail_key = x.mail_key
        AND y.organisation_id > x.organisation_id
    JOIN placed a ON a.id = x.organisation_id JOIN placed b ON b.id = y.organisation_id
    WHERE a.kind = b.kind AND (a.town_key = b.town_key OR a.town_key = '' OR b.town_key = '')
    UNION
    SELECT least(a.id, b.id), greatest(a.id, b.id), 'telephone'
    FROM reached x JOIN reached y ON y.telephone_key = x.telephone_key
        AND y.organisation_id > x.organisation_id
    JOIN placed a ON a.id = x.organisation_id JOIN placed b ON b.id = y.organisation_id
    WHERE a.kind = b.kind AND (a.town_key = b.town_key OR a.town_key = '' OR b.town_key = '')
), pairs AS (
    SELECT found.one_id, found.other_id,
        array_agg(found.alike ORDER BY array_position(
            ARRAY['name', 'short_name', 'mail', 'telephone'], found.alike
        )) AS alike
    FROM found GROUP BY found.one_id, found.other_id
)
SELECT row_number() OVER (ORDER BY pairs.one_id, pairs.other_id), pairs.one_id, pairs.other_id,
    pairs.alike
FROM pairs
WHERE NOT EXISTS (
    SELECT 1 FROM cooperation_distinctorganisations d
    WHERE d.one_id = pairs.one_id AND d.other_id = pairs.other_id
) AND NOT EXISTS (
    SELECT 1 FROM cooperation_organisation o
    WHERE (o.id, o.parent_id)
        IN ((pairs.one_id, pairs.other_id), (pairs.other_id, pairs.one_id))
)
$$;
CREATE VIEW cooperation_organisationpair AS SELECT * FROM cooperation_organisation_pairs();

CREATE FUNCTION cooperation_person_pairs()
RETURNS TABLE (id bigint, one_id bigint, other_id bigint, alike text[])
LANGUAGE sql STABLE AS $$
WITH named AS MATERIALIZED (
    SELECT id,
        replace(cooperation_words(family_name), ' ', '') AS family_key,
        cooperation_given_key(given_name) AS given_key,
        nullif(lower(mail), '') AS mail_key,
        cooperation_telephone_key(telephone) AS telephone_key
    FROM cooperation_person
), whole AS MATERIALIZED (
    -- Whichever of the two names was typed first.
    SELECT *, least(family_key, given_key) || ' ' || greatest(family_key, given_key) AS name_key,
        left(given_key, 1) AS initial
    FROM named
), found AS (
    SELECT a.id AS one_id, b.id AS other_id, 'name' AS alike
    FROM whole a JOIN whole b ON b.name_key = a.name_key AND b.id > a.id
    UNION
    -- Couples share an address: the names have to begin alike.
    SELECT a.id, b.id, 'mail'
    FROM whole a JOIN whole b ON b.mail_key = a.mail_key AND b.id > a.id
    WHERE a.initial = b.initial OR a.name_key = b.name_key
    UNION
    SELECT a.id, b.id, 'telephone'
    FROM whole a JOIN whole b ON b.telephone_key = a.telephone_key AND b.id > a.id
    WHERE a.initial = b.initial AND a.family_key = b.family_key OR a.name_key = b.name_key
), pairs AS (
    SELECT found.one_id, found.other_id,
        array_agg(found.alike ORDER BY array_position(ARRAY['name', 'mail', 'telephone'], found.alike)) AS alike
    FROM found GROUP BY found.one_id, found.other_id
)
SELECT row_number() OVER (ORDER BY pairs.one_id, pairs.other_id), pairs.one_id, pairs.other_id,
    pairs.alike
FROM pairs
WHERE NOT EXISTS (
    SELECT 1 FROM cooperation_distinctpeople d
    WHERE d.one_id = pairs.one_id AND d.other_id = pairs.other_id
)
$$;
CREATE VIEW cooperation_personpair AS SELECT * FROM cooperation_person_pairs();
"""
NO_PAIRS = """
DROP VIEW cooperation_personpair, cooperation_organisationpair;
DROP FUNCTION cooperation_person_pairs, cooperation_organisation_pairs;
"""


class Migration(migrations.Migration):
    # Databases of before 0.1.0 have these instead, and only note that this one is done.
    replaces = [
        ("cooperation", "0010_rules_of_merging"),
        ("cooperation", "0013_pairs"),
    ]

    dependencies = [
        ("cooperation", "0003_terms_and_notice"),
    ]

    operations = [
        migrations.RunSQL(MERGERS, NO_MERGERS),
        migrations.RunSQL(KEYS, NO_KEYS),
        migrations.RunSQL(PAIRS, NO_PAIRS),
    ]
