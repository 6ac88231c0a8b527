"""What the environment says in tests; read before the settings are."""

import contextlib
import fcntl
import itertools
import os
from pathlib import Path

from miko_portal.base.catalogs import compile_all

os.environ.setdefault("SECRET_KEY", "only-for-tests-" + "0" * 50)
os.environ.setdefault("DATABASE_CLUSTER", "test")
os.environ.setdefault("HTTPS", "false")
os.environ.setdefault("ALLOWED_HOSTS", "testserver,localhost,127.0.0.1")
# No test reads what another one rendered.
os.environ.setdefault("PAGE_CACHE", "false")
# Nothing is collected beforehand: tests get static files from where they are written.
os.environ.setdefault("STATIC_MANIFEST", "false")
compile_all()


def name_of_database():
    """A name that no other run of the tests in this folder uses, held until this one ends."""
    folder = Path(__file__).parent.parent / "var"
    folder.mkdir(exist_ok=True)
    for number in itertools.count(1):
        lock = os.open(folder / f"tests-{number}.lock", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC)
        with contextlib.suppress(BlockingIOError):
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            break
        os.close(lock)
    return f"test_miko_{number}"


if "TEST_DATABASE" not in os.environ:  # the workers of a run share what its first process found
    os.environ["TEST_DATABASE"] = name_of_database()


def pytest_terminal_summary(terminalreporter):
    """Says loudly what could not be tested here, so that nobody takes it for passed."""
    skipped = [report.longrepr[2] for report in terminalreporter.stats.get("skipped", [])]
    left_out = {reason: skipped.count(reason) for reason in skipped if "NOT tested" in reason}
    if left_out:
        terminalreporter.section("NOT tested", sep="!", red=True, bold=True)
    for reason, count in sorted(left_out.items()):
        terminalreporter.line(f"{count} x {reason.removeprefix('Skipped: ')}", red=True)
