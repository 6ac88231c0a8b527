"""A PostgreSQL of the portal's own: where its files lie, and who is alive.

Three lock files say who is alive, and nothing else is believed: the system lets go of a lock
when its holder dies, however it dies. `users` is shared by every process that uses the server,
`keeper` is held by the one process that starts and stops it, `server` by the server itself.
"""

import fcntl
import hashlib
import os
import socket
import tempfile
from dataclasses import dataclass
from pathlib import Path

DATABASE, OWNER, PORTAL = "miko", "miko_owner", "miko_portal"
LONGEST_SOCKET_FOLDER = 85  # addresses of sockets end at 107 bytes


@dataclass(frozen=True)
class Cluster:
    folder: Path

    @property
    def data(self):
        return self.folder / "data"

    @property
    def log(self):
        return self.folder / "server.log"

    @property
    def sockets(self):
        """Beside the data, or where that address is too long, in a temporary folder."""
        beside = self.folder / "socket"
        if len(os.fsencode(beside)) <= LONGEST_SOCKET_FOLDER and not set(",\"'") & set(str(beside)):
            return beside
        name = hashlib.sha256(os.fsencode(self.folder)).hexdigest()[:16]
        temporary = Path(tempfile.gettempdir())
        if len(os.fsencode(temporary)) > LONGEST_SOCKET_FOLDER - 40:
            temporary = Path("/tmp")  # noqa: S108 (the folder made in it is private)
        return temporary / f"miko-{os.getuid()}-{name}"

    def make_folders(self):
        """Folders for us alone: whoever reaches the socket is let in without a password."""
        for folder in (self.folder, self.sockets):
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            if folder.is_symlink() or folder.stat().st_uid != os.getuid():
                raise PermissionError(f"{folder} belongs to somebody else.")
            folder.chmod(0o700)

    def lock(self, name, *, shared=False, wait=False):
        """Holds a lock until the process ends; a descriptor, or None where others hold it."""
        flags = os.O_RDWR | os.O_CREAT | os.O_CLOEXEC
        descriptor = os.open(self.folder / f"{name}.lock", flags, 0o600)
        how = fcntl.LOCK_SH if shared else fcntl.LOCK_EX
        try:
            fcntl.flock(descriptor, how if wait else how | fcntl.LOCK_NB)
        except BlockingIOError:
            os.close(descriptor)
            return None
        return descriptor

    def is_free(self, name):
        descriptor = self.lock(name)
        if descriptor is None:
            return False
        os.close(descriptor)
        return True

    def is_ready(self):
        """Whether the server takes connections: not while it starts, recovers or stops."""
        try:
            status = (self.data / "postmaster.pid").read_text().splitlines()[7]
            with socket.socket(socket.AF_UNIX) as connection:
                connection.connect(os.fsencode(self.sockets / ".s.PGSQL.5432"))
        except (OSError, IndexError):
            return False
        return status.strip() == "ready"
