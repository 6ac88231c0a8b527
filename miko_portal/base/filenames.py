"""Names of files, as people see and keep them."""

import re
import unicodedata
from pathlib import PurePosixPath
from urllib.parse import quote

LONGEST = 120
GERMAN = str.maketrans(
    {"ä": "ae", "ö": "oe", "ü": "ue", "Ä": "Ae", "Ö": "Oe", "Ü": "Ue", "ß": "ss", "ẞ": "SS"}
)


def safe_name(name: str) -> str:
    """The bare name of a file: no path, line break, control character or mark of direction.

    At most 120 characters; what is too long is cut before the extension.
    """
    name = unicodedata.normalize("NFC", name.replace("\\", "/").rpartition("/")[2])
    name = "".join(" " if char.isspace() else char for char in name)
    name = "".join(char for char in name if unicodedata.category(char)[0] != "C")
    name = re.sub(r'[<>:"|?*]', "_", " ".join(name.split())).strip(". ")
    extension = PurePosixPath(name).suffix
    extension = extension if len(extension) <= 10 else ""
    stem = name.removesuffix(extension)[: LONGEST - len(extension)].rstrip(". ")
    return f"{stem}{extension}" if stem else f"file{extension}"


def attachment(name: str) -> str:
    """The header Content-Disposition of a download: the name in ASCII, and as it is (RFC 5987)."""
    name = safe_name(name)
    plain = unicodedata.normalize("NFKD", name.translate(GERMAN))
    plain = "".join(char for char in plain if not unicodedata.combining(char))
    plain = re.sub(r"[^A-Za-z0-9 ._()+,-]", "_", plain)
    return f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(name, safe='')}"
