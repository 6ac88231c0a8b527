"""Files that only the portal reads: outside of what the web server serves, under random names."""

import hashlib
import os
import secrets
import weakref
from collections.abc import Callable, Iterable
from functools import partial
from pathlib import Path
from typing import NamedTuple

from django.conf import settings
from django.core.files import File
from django.core.files.storage import FileSystemStorage
from django.db import transaction


class PrivateStorage(FileSystemStorage):
    """Has no address, is readable for the portal's own user alone, and never holds half a file."""

    @property
    def location(self):
        return os.path.abspath(settings.DOCUMENTS_DIR)

    base_location = location

    def url(self, name):
        raise ValueError("No address leads to a private file.")

    def names(self) -> set[str]:
        """All files there are, half written ones of a killed process included."""
        return set(self.listdir("")[1]) if self.exists("") else set()

    def _save(self, name, content):
        path = Path(self.path(name))
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        aside = path.with_name(f".{path.name}")
        try:
            with open(os.open(aside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as target:
                for chunk in content.chunks():
                    target.write(chunk)
                target.flush()
                os.fsync(target.fileno())
            aside.replace(path)
        except BaseException:
            aside.unlink(missing_ok=True)
            raise
        return name


private_files = PrivateStorage()


_knowing = []


def keeps(names: Callable[[], Iterable[str]]):
    """Registers who knows some of the private files: a function that names all of those."""
    _knowing.append(names)
    return names


def known_names() -> set[str]:
    """The files that something in the portal refers to."""
    return {name for names in _knowing for name in names()}


class Fingerprint(NamedTuple):
    sha256: str
    size: int


def fingerprint(file: File) -> Fingerprint:
    """Checksum and size in bytes, read piece by piece."""
    digest, size = hashlib.sha256(), 0
    for chunk in file.chunks():
        digest.update(chunk)
        size += len(chunk)
    return Fingerprint(digest.hexdigest(), size)


def keep(file: File) -> str:
    """Stores a file and returns its name; it is gone again if the transaction does not commit."""
    name = private_files.save(secrets.token_hex(32), file)
    transaction.on_commit(_Unsettled(name))
    return name


class _Unsettled:
    """Waits in the transaction for its commit; is the transaction undone, the file goes with it."""

    def __init__(self, name):
        self.undo = weakref.finalize(self, private_files.delete, name)

    def __call__(self):
        self.undo.detach()


def discard(name: str) -> None:
    """Deletes a file once the transaction commits."""
    transaction.on_commit(partial(private_files.delete, name))
