from django.db import migrations

# What `cooperation/terms.py` says, for queries; a test holds the two together. Bodies in the style
# RETURN are bound to what they call when they are made, whatever the search path says later.
# A day from 2100 on is no answer: nullif(least(…)) makes it null.
FUNCTIONS = """
CREATE FUNCTION cooperation_last_notice_day(ends date, notice_months integer) RETURNS date
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN (ends + 1 - make_interval(months => notice_months))::date - 1;

CREATE FUNCTION cooperation_first_end_in_time(received_on date, notice_months integer) RETURNS date
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN (received_on + 1 + make_interval(months => notice_months))::date - CASE
    WHEN extract(day FROM received_on + 1 + make_interval(months => notice_months))
        < extract(day FROM received_on + 1) THEN 0
    ELSE 1
END;

CREATE FUNCTION cooperation_period_end(on_day date, basis text) RETURNS date
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN CASE basis
    WHEN 'month' THEN date_trunc('month', on_day::timestamp) + interval '1 month -1 day'
    WHEN 'quarter' THEN date_trunc('quarter', on_day::timestamp) + interval '3 months -1 day'
    WHEN 'year' THEN date_trunc('year', on_day::timestamp) + interval '1 year -1 day'
END::date;

CREATE FUNCTION cooperation_months_begun(since date, on_day date) RETURNS integer
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN (extract(year FROM on_day) - extract(year FROM since))::integer * 12
    + (extract(month FROM on_day) - extract(month FROM since))::integer
    + (extract(day FROM on_day) > extract(day FROM since))::integer;

CREATE FUNCTION cooperation_term_end(first_end date, renewal_months integer, on_day date)
RETURNS date LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN CASE
    WHEN renewal_months IS NULL OR on_day <= first_end THEN first_end
    WHEN on_day > first_end THEN nullif(least((first_end + make_interval(
        months => renewal_months * (
            (cooperation_months_begun(first_end, on_day) + renewal_months - 1) / renewal_months
        )
    ))::date, DATE '2100-01-01'), DATE '2100-01-01')
END;

-- Five times as fast in plpgsql; the path is kept, for what it calls is not bound beforehand.
CREATE FUNCTION cooperation_end_for_notice(
    first_end date, renewal_months integer, notice_basis text, since date
) RETURNS date LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE SET search_path FROM CURRENT AS $$
DECLARE
    last date := CASE WHEN renewal_months IS NULL THEN first_end END;
    term date := CASE
        WHEN renewal_months IS NOT NULL THEN cooperation_term_end(first_end, renewal_months, since)
        WHEN notice_basis = 'term' AND first_end >= since THEN first_end
    END;
    period date := cooperation_period_end(since, notice_basis);
BEGIN
    IF period > last THEN
        period := NULL;
    END IF;
    RETURN nullif(least(term, period, DATE '2100-01-01'), DATE '2100-01-01');
END $$;

CREATE FUNCTION cooperation_notice_works_on(
    start date, first_end date, renewal_months integer,
    notice_months integer, notice_basis text, received_on date
) RETURNS date LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN CASE WHEN notice_months IS NOT NULL AND received_on IS NOT NULL THEN
    cooperation_end_for_notice(
        first_end, renewal_months, notice_basis,
        greatest(start, cooperation_first_end_in_time(received_on, notice_months))
    )
END;

CREATE FUNCTION cooperation_next_notice(
    start date, first_end date, renewal_months integer,
    notice_months integer, notice_basis text, on_day date
) RETURNS date LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN cooperation_last_notice_day(
    cooperation_notice_works_on(
        start, first_end, renewal_months, notice_months, notice_basis, on_day
    ),
    notice_months
);
"""

NO_FUNCTIONS = """
DROP FUNCTION cooperation_next_notice;
DROP FUNCTION cooperation_notice_works_on;
DROP FUNCTION cooperation_end_for_notice;
DROP FUNCTION cooperation_term_end;
DROP FUNCTION cooperation_months_begun;
DROP FUNCTION cooperation_period_end;
DROP FUNCTION cooperation_first_end_in_time;
DROP FUNCTION cooperation_last_notice_day;
"""


class Migration(migrations.Migration):
    # Databases of before 0.1.0 have these instead, and only note that this one is done.
    replaces = [
        ("cooperation", "0003_terms"),
    ]

    dependencies = [
        ("cooperation", "0002_rules_of_agreements"),
    ]

    operations = [migrations.RunSQL(FUNCTIONS, NO_FUNCTIONS)]
