"""Steps that are done once: whatever takes long leaves a stamp beside its result.

In the stamp stands a digest of what the result was made from; it is written last, so that a step
that was killed is done again.
"""

import contextlib
import hashlib
import os
import time
from pathlib import Path

DONE = []  # the steps that had something to do


@contextlib.contextmanager
def step(stamp, sources, what):
    """Yields whether the step has to be done; the stamp is written when it is."""
    if is_fresh(stamp, sources):
        yield False
        return
    say(what)
    began = time.monotonic()
    stamp.unlink(missing_ok=True)
    yield True
    stamp.parent.mkdir(parents=True, exist_ok=True)
    stamp.write_text(digest(sources))
    DONE.append(what)
    say(f"{what}: done in {time.monotonic() - began:.1f} s")


def is_fresh(stamp, sources):
    return stamp.exists() and stamp.read_text() == digest(sources)


def digest(sources):
    total = hashlib.sha256()
    for source in sources:
        is_file = isinstance(source, Path) and source.is_file()
        total.update(source.read_bytes() if is_file else os.fsencode(str(source)))
        total.update(b"\0")
    return total.hexdigest()


def files(folder, *endings):
    hidden = {".git", ".venv", "node_modules", "var", "build", "__pycache__"}
    for here, folders, names in os.walk(folder):
        folders[:] = sorted(set(folders) - hidden)
        found = (Path(here) / name for name in sorted(names))
        yield from (path for path in found if not endings or path.suffix in endings)


def say(text):
    print(f"· {text}", flush=True)
