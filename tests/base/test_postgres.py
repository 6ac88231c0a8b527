"""The portal's own server, started, killed and shared by real processes."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import psycopg2
import pytest
from django.conf import settings
from django.db import connection
from psycopg2.errors import InsufficientPrivilege

from miko_portal.base.models import HistoryEntry, User
from miko_portal.base.postgres import rights
from miko_portal.base.postgres.cluster import LONGEST_SOCKET_FOLDER, Cluster
from miko_portal.base.postgres.launcher import ServerNotStarted, ensure_running
from tests.base.factories import make_user

ROOT = Path(__file__).resolve().parents[2]
USE = """
import sys
from pathlib import Path
import psycopg2
from miko_portal.base.postgres.cluster import Cluster
from miko_portal.base.postgres.launcher import ensure_running
cluster = Cluster(Path(sys.argv[1]))
ensure_running(cluster)
connection = psycopg2.connect(host=str(cluster.sockets), dbname="miko", user="miko_owner")
connection.autocommit = True
cursor = connection.cursor()
cursor.execute(sys.argv[2])
print(cursor.fetchone()[0], flush=True)
sys.stdin.read()
"""


@pytest.fixture
def cluster(tmp_path):
    """A cluster of its own, in a folder as people name theirs, and longer than sockets allow."""
    folder = tmp_path / "Mein Büro, 'Projekte'" / ("sehr lang " * 8).strip() / "postgres-demo"
    assert len(os.fsencode(folder)) > 107
    return Cluster(folder)


@pytest.fixture
def use(cluster):
    """Starts a process that uses the server until it is told to end."""
    processes = []

    def use(statement="SELECT 'ready'"):
        process = subprocess.Popen(
            [sys.executable, "-c", USE, cluster.folder, statement],
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        processes.append(process)
        return process

    yield use
    for process in processes:
        process.kill()
        process.communicate()
    wait_until(lambda: not cluster.folder.exists() or cluster.is_free("server"))


def wait_until(happened, seconds=30):
    deadline = time.monotonic() + seconds
    while not happened():
        assert time.monotonic() < deadline
        time.sleep(0.05)


def pid_of_server(cluster):
    return int((cluster.data / "postmaster.pid").read_text().splitlines()[0])


def test_server_is_made_once_for_all_and_stops_with_the_last(cluster, use):
    first, second = use(), use()
    assert [process.stdout.readline() for process in (first, second)] == ["ready\n"] * 2
    first.communicate("")
    time.sleep(0.5)
    assert cluster.is_ready()
    second.communicate("")
    wait_until(lambda: cluster.is_free("server"))
    assert not (cluster.data / "postmaster.pid").exists()


def test_server_stops_even_if_its_last_user_is_killed(cluster, use):
    process = use()
    process.stdout.readline()
    process.kill()
    wait_until(lambda: cluster.is_free("server"))


def test_killed_server_comes_back_with_what_it_kept(cluster, use):
    use("CREATE TABLE kept AS SELECT 7 AS value; SELECT value FROM kept").stdout.readline()
    killed = pid_of_server(cluster)
    os.kill(killed, signal.SIGKILL)
    wait_until(lambda: cluster.is_ready() and pid_of_server(cluster) != killed)
    assert use("SELECT value FROM kept").stdout.readline() == "7\n"


def test_killed_keeper_is_replaced_and_takes_over_the_server(cluster, use):
    process = use()
    process.stdout.readline()
    server = pid_of_server(cluster)
    (keeper,) = [
        int(process.parent.name)
        for process in Path("/proc").glob("[0-9]*/cmdline")
        if b"postgres.keeper\0" + os.fsencode(cluster.folder) in process.read_bytes()
    ]
    os.kill(keeper, signal.SIGKILL)
    process.communicate("")
    os.kill(server, signal.SIGKILL)
    wait_until(lambda: cluster.is_free("server"))
    after = use()
    assert after.stdout.readline() == "ready\n"
    after.communicate("")
    wait_until(lambda: cluster.is_free("server"))


def test_pid_of_another_process_stops_nothing(cluster, use):
    use().communicate("")
    wait_until(lambda: cluster.is_free("server"))
    (cluster.data / "postmaster.pid").write_text(f"{os.getpid()}\n{cluster.data}\n0\n5432\n")
    assert use().stdout.readline() == "ready\n"


def test_socket_is_where_its_address_is_short_enough(cluster, tmp_path):
    assert len(os.fsencode(cluster.sockets)) <= LONGEST_SOCKET_FOLDER
    assert Cluster(Path("/srv/büro 1/var")).sockets == Path("/srv/büro 1/var/socket")


def test_only_we_reach_the_socket(cluster, use):
    use().stdout.readline()
    assert cluster.sockets.stat().st_mode & 0o777 == 0o700
    assert cluster.folder.stat().st_mode & 0o777 == 0o700


def test_folder_of_a_file_is_refused_with_a_sentence(tmp_path):
    (tmp_path / "var").write_text("")
    with pytest.raises(ServerNotStarted, match=r"own PostgreSQL can't start: .*var"):
        ensure_running(Cluster(tmp_path / "var" / "postgres"))


@pytest.fixture
def portal_connection(db):
    """A connection as the portal has it, not one that only took its role."""
    parameters = {**connection.get_connection_params(), "user": settings.PORTAL_DATABASE["USER"]}
    parameters.pop("cursor_factory", None)
    opened = psycopg2.connect(**parameters)
    yield opened
    opened.close()


def test_no_extension_is_installed(db):
    with connection.cursor() as cursor:
        cursor.execute("SELECT extname FROM pg_extension")
        assert cursor.fetchall() == [("plpgsql",)]


def test_tables_belong_to_the_owner_and_nothing_to_the_portal(db):
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT DISTINCT tableowner FROM pg_tables WHERE schemaname = 'public'"
            " UNION SELECT DISTINCT pg_get_userbyid(proowner) FROM pg_proc"
            " WHERE pronamespace = 'public'::regnamespace"
        )
        assert cursor.fetchall() == [(settings.MIGRATION_DATABASE["USER"],)]


def test_portal_works_with_rows(portal_role):
    user = make_user(first_name="Vorher")
    User.objects.filter(pk=user.pk).update(first_name="Nachher")
    assert list(User.objects.values_list("first_name", flat=True)) == ["Nachher"]
    pk = user.pk
    user.delete()
    assert HistoryEntry.objects.filter(table_name="base_user", row_id=pk).count() == 3


@pytest.mark.parametrize(
    "statement",
    [
        "CREATE TABLE mine ()",
        "DROP TABLE base_user",
        "ALTER TABLE base_user DISABLE TRIGGER ALL",
        "TRUNCATE base_user CASCADE",
        "INSERT INTO django_migrations (app, name, applied) VALUES ('base', '9999', now())",
        "SET ROLE postgres",
    ],
)
def test_portal_works_with_nothing_else(portal_connection, statement):
    with pytest.raises(InsufficientPrivilege):
        portal_connection.cursor().execute(statement)


def test_one_role_for_both_is_warned_of(settings):
    assert rights.check_two_roles() == []
    settings.MIGRATION_DATABASE = settings.PORTAL_DATABASE
    assert [warning.id for warning in rights.check_two_roles()] == ["portal.W001"]
