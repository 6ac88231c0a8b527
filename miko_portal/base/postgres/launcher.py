"""Gets the portal's own server running, whoever started it."""

import subprocess
import sys
import threading
import time
from pathlib import Path

from miko_portal.base.postgres.keeper import ANOTHER_KEEPS

ROOT = Path(__file__).resolve().parents[3]
LONGEST_WAIT = 60  # seconds; the first start makes the cluster, and recovery may take a while

_guard = threading.Lock()
_in_use = {}


class ServerNotStarted(Exception):
    """The server did not start; the text says why."""


def ensure_running(cluster):
    """Starts the server where it isn't running, and keeps it for as long as this process lives."""
    with _guard:
        try:
            if cluster not in _in_use:
                cluster.make_folders()
                _in_use[cluster] = cluster.lock("users", shared=True, wait=True)
            _wait_until_ready(cluster)
        except OSError as error:
            raise ServerNotStarted(f"The portal's own PostgreSQL can't start: {error}") from error


def _wait_until_ready(cluster):
    deadline = time.monotonic() + LONGEST_WAIT
    keeper = None
    while not cluster.is_ready():
        code = keeper and keeper.poll()
        if code not in (None, ANOTHER_KEEPS) or time.monotonic() > deadline:
            raise ServerNotStarted(_why(cluster))
        if (keeper is None or code is not None) and cluster.is_free("keeper"):
            keeper = _start_keeper(cluster)
        time.sleep(0.02)
    if keeper is not None:
        keeper.returncode = keeper.poll() or 0  # it outlives us: not ours to wait for


def _start_keeper(cluster):
    with cluster.log.open("ab") as log:
        return subprocess.Popen(
            [sys.executable, "-m", "miko_portal.base.postgres.keeper", cluster.folder],
            cwd=ROOT,
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            start_new_session=True,  # Ctrl-C in the terminal is not meant for the server
        )


def _why(cluster):
    lines = cluster.log.read_text(errors="replace").strip().splitlines() or ["nothing was logged"]
    return f"The portal's own PostgreSQL did not start: {lines[-1]} (see {cluster.log})"
