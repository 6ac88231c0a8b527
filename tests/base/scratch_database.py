"""A PostgreSQL for one test, with what the test database holds, to be stopped and started again."""

import os
import signal
import subprocess
import time
from contextlib import closing, contextmanager
from pathlib import Path

import psycopg2
from django.db import connection

from miko_portal.base.postgres import keeper
from miko_portal.base.postgres.cluster import DATABASE, OWNER, Cluster

PATIENCE = 60  # seconds, on a machine with much else to do


class ScratchDatabase:
    """Nobody starts it but the test: not even the portal that uses it."""

    def __init__(self, folder):
        self.cluster = Cluster(folder)
        self.cluster.make_folders()
        self.programs = keeper.Programs(self.cluster)
        keeper.create(self.cluster, self.programs)

    @property
    def where(self):
        return {"host": str(self.cluster.sockets), "dbname": DATABASE}

    def start(self):
        keeper.remove_traces(self.cluster)
        alive = self.cluster.lock("server")
        self.server = keeper.start(self.cluster, self.programs, alive)
        os.close(alive)
        self.wait_until(self.cluster.is_ready)

    def stop(self, how=signal.SIGINT):
        """SIGINT: it sends everybody away first. SIGQUIT: at once, as if it had crashed."""
        os.kill(int((self.cluster.data / "postmaster.pid").read_text().splitlines()[0]), how)
        self.server.wait(PATIENCE)
        self.wait_until(lambda: self.cluster.is_free("server"))

    def fill(self):
        """Takes over what is committed in the test database."""
        connection.ensure_connection()
        told, program = connection.settings_dict, self.programs.bin
        dump = subprocess.run(
            [program / "pg_dump", "-Fc", "-h", told["HOST"], "-U", OWNER, told["NAME"]],
            check=True,
            capture_output=True,
        )
        restore = [program / "pg_restore", "-h", self.where["host"], "-d", DATABASE]
        subprocess.run([*restore, "-U", "postgres"], check=True, input=dump.stdout)

    @contextmanager
    def cursor(self):
        """Sees what is committed, as the owner does."""
        with closing(psycopg2.connect(user=OWNER, **self.where)) as opened:
            yield opened.cursor()

    def numbers(self, *tables):
        """How many rows are stored in each."""
        with self.cursor() as cursor:
            counts = ", ".join(f"(SELECT count(*) FROM {table})" for table in tables)
            cursor.execute(f"SELECT {counts}")
            return cursor.fetchone()

    @staticmethod
    def wait_until(happened):
        deadline = time.monotonic() + PATIENCE
        while not happened():
            assert time.monotonic() < deadline
            time.sleep(0.02)


@contextmanager
def scratch_database(folder: Path):
    database = ScratchDatabase(folder / "postgres-test")  # so named, it need not survive a crash
    database.start()
    try:
        database.fill()
        yield database
    finally:
        if not database.cluster.is_free("server"):
            database.stop()
