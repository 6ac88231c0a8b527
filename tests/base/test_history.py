import pytest
from django.contrib.auth.models import Group
from django.db import DatabaseError, connection, transaction
from django.test import RequestFactory

from miko_portal.base.history import ActingUserMiddleware, acting
from miko_portal.base.models import HistoryEntry, User
from tests.base.factories import make_user

pytestmark = pytest.mark.django_db


def entries(row):
    found = HistoryEntry.objects.filter(table_name=row._meta.db_table, row_id=row.pk)
    return list(found.order_by("id").values_list("action", "by", "changes"))


def test_insert_update_and_delete_are_recorded_with_who_did_it():
    clerk = make_user()
    group = Group(name="Runde")
    with acting(clerk):
        group.save()
    group.name = "Kreis"
    group.save()
    group.save()
    with acting(clerk):
        Group.objects.filter(pk=group.pk).delete()
    assert entries(group) == [
        ("insert", clerk.pk, {"id": [None, group.pk], "name": [None, "Runde"]}),
        ("update", None, {"name": ["Runde", "Kreis"]}),
        ("delete", clerk.pk, {"id": [group.pk, None], "name": ["Kreis", None]}),
    ]


def test_bulk_update_is_recorded():
    user, other = make_user(), make_user()
    User.objects.update(is_staff=True)
    for row in (user, other):
        assert entries(row)[1:] == [("update", None, {"is_staff": [False, True]})]


def test_raw_sql_is_recorded():
    user, clerk = make_user(), make_user()
    with acting(clerk), connection.cursor() as cursor:
        cursor.execute("UPDATE base_user SET is_active = false WHERE id = %s", [user.pk])
    assert entries(user)[1:] == [("update", clerk.pk, {"is_active": [True, False]})]


def test_personal_values_never_appear():
    user = make_user(email="geheim@example.org", first_name="Geheim", password="geheim")
    user.last_name = "Geheim"
    user.save()
    assert entries(user)[1][2] == {"last_name": None}
    user.delete()
    with connection.cursor() as cursor:
        cursor.execute("SELECT string_agg(h::text, ' ') FROM base_historyentry h")
        (everything,) = cursor.fetchone()
    assert "geheim" not in everything.lower()
    assert "pbkdf2" not in everything


def test_rights_of_a_user_are_recorded_as_part_of_the_user():
    user, group = make_user(), Group.objects.create(name="Runde")
    user.groups.add(group)
    entry = HistoryEntry.objects.about(user).first()
    assert (entry.action, entry.table_name) == ("insert", "base_user_groups")
    assert entry.changes["group_id"] == [None, group.pk]


def test_who_acts_ends_with_the_block_also_inside_a_transaction():
    clerk = make_user()
    with transaction.atomic():
        with acting(clerk):
            first = Group.objects.create(name="1")
        second = Group.objects.create(name="2")
    assert [entries(row)[0][1] for row in (first, second)] == [clerk.pk, None]


@pytest.mark.django_db(transaction=True)
def test_a_kept_connection_does_not_carry_the_user_on():
    with acting(make_user()):
        Group.objects.create(name="1")
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_setting('miko.user_id', true)")
        assert cursor.fetchone() == ("",)


def test_a_request_acts_for_whoever_is_signed_in():
    request = RequestFactory().post("/")
    request.user = make_user()
    ActingUserMiddleware(lambda request: Group.objects.create(name="Runde"))(request)
    assert entries(Group.objects.get(name="Runde"))[0][1] == request.user.pk


def test_writing_as_somebody_costs_no_query_more(django_assert_num_queries):
    with acting(make_user()), django_assert_num_queries(1):
        Group.objects.filter(name="").update(name="Runde")


@pytest.mark.parametrize(
    "statement", ["UPDATE base_historyentry SET by_id = 1", "DELETE FROM base_historyentry"]
)
def test_owner_can_neither_change_nor_delete_history(statement):
    make_user()
    kept = HistoryEntry.objects.count()
    with pytest.raises(DatabaseError, match="history is never changed"), transaction.atomic():
        connection.cursor().execute(statement)
    assert HistoryEntry.objects.count() == kept > 0


@pytest.mark.parametrize(
    "statement",
    [
        "INSERT INTO base_historyentry (at, action, table_name, row_id, parent_table, changes)"
        " VALUES (now(), 'insert', 'x', 1, '', '{}')",
        "UPDATE base_historyentry SET by_id = 1",
        "DELETE FROM base_historyentry",
        "TRUNCATE base_historyentry",
        "DROP TABLE base_historyentry",
        "DROP TRIGGER keep ON base_historyentry",
        "DROP TRIGGER history ON base_user",
        "ALTER TABLE base_historyentry DISABLE TRIGGER ALL",
        "ALTER TABLE base_user DISABLE TRIGGER history",
        "SET session_replication_role = replica",
        "CREATE OR REPLACE FUNCTION base_track_history() RETURNS trigger LANGUAGE plpgsql"
        " AS 'BEGIN RETURN NULL; END'",
        "CREATE TEMP TABLE base_forged (id int); CREATE TRIGGER forged AFTER INSERT ON base_forged"
        " FOR EACH ROW EXECUTE FUNCTION base_track_history('{}')",
    ],
)
def test_portal_can_neither_write_nor_undo_history(portal_role, statement):
    make_user()
    before = HistoryEntry.objects.count()
    refusal = "permission denied|must be owner|history is never changed"
    with pytest.raises(DatabaseError, match=refusal), transaction.atomic():
        connection.cursor().execute(statement)
    assert HistoryEntry.objects.count() == before > 0


def test_what_the_portal_changes_is_recorded_all_the_same(portal_role):
    clerk = make_user()
    with acting(clerk):
        User.objects.filter(pk=clerk.pk).update(is_active=False)
    assert entries(clerk)[-1] == ("update", clerk.pk, {"is_active": [True, False]})
