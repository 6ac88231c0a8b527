"""What the role that the portal runs as can't do to a signed agreement, whatever it sends."""

from datetime import date

import pytest
from django.db import DatabaseError, connection, transaction

from tests.cooperation.factories import make_agreement, make_document

pytestmark = pytest.mark.django_db
DAY = date(2024, 5, 6)

LOCKED = {
    "cooperation_version": "goals = 'anders'",
    "cooperation_share": "tasks = 'anders'",
    "cooperation_signatory": "name = 'anders'",
    "cooperation_document": "name = 'anders'",
}


@pytest.fixture
def signed(settings, tmp_path):
    settings.DOCUMENTS_DIR = tmp_path / "documents"
    agreement = make_agreement(signed_on=DAY)
    make_document(agreement=agreement, version=agreement.original)
    return agreement


def refused(sql):
    with (
        pytest.raises(DatabaseError) as error,
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(sql)
    return str(error.value).splitlines()[0]


def rows(table):
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT count(*) FROM {table}")
        return cursor.fetchone()[0]


@pytest.mark.parametrize(("table", "change"), LOCKED.items())
def test_what_all_have_signed_stays(signed, portal_role, table, change):
    before = rows(table)
    stays = {
        "cooperation_version": "a completed version stays as it is",
        "cooperation_share": "the shares of a completed version stay",
        "cooperation_signatory": "the signatures of a completed version stay",
        "cooperation_document": "a document stays as it is",
    }[table]
    assert refused(f"UPDATE {table} SET {change}") == stays
    assert refused(f"DELETE FROM {table}") == stays
    assert refused(f"TRUNCATE {table} CASCADE").startswith("permission denied")
    assert before == rows(table) > 0


def test_what_not_all_have_signed_is_not_completed(portal_role):
    agreement = make_agreement(released_on=DAY, signed_on=[DAY, None])
    completed = f"UPDATE cooperation_version SET completed_on = '{DAY}' WHERE id = "
    assert refused(f"{completed}{agreement.original.pk}") == (
        "a version is completed on the day the last of all signed"
    )


def test_rules_are_not_taken_off(signed, portal_role):
    for table in LOCKED:
        assert refused(f"DROP TRIGGER keep ON {table}").startswith("must be owner")
        assert refused(f"ALTER TABLE {table} DISABLE TRIGGER ALL").startswith("must be owner")
