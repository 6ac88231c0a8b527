"""Uploaded Office files are archives (XLSX, DOCX): looked at before anything is unpacked."""

import zipfile

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

MEGABYTE = 1024 * 1024
ZIP = b"PK\x03\x04"
OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"  # .xls, .doc, and whatever has a password
ENCRYPTED = 0x1


def check_archive(file, *, most_bytes: int) -> set[str]:
    """The names of what is in the archive.

    Refuses one that is broken, encrypted, or unpacks to more than so many bytes. The sizes an
    archive declares hold: Python reads no more than these.
    """
    try:
        with zipfile.ZipFile(file) as archive:
            parts = archive.infolist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError) as error:
        raise ValidationError(
            _("The file is damaged. Please save it anew and upload that."), code="broken"
        ) from error
    if any(part.flag_bits & ENCRYPTED for part in parts):
        raise protected()
    if sum(part.file_size for part in parts) > most_bytes:
        raise ValidationError(
            _("Unpacked, the file is larger than %(size)s MB."),
            code="size",
            params={"size": most_bytes // MEGABYTE},
        )
    return {part.filename for part in parts}


def has_password(old_office: bytes) -> bool:
    """Whether an Office file that isn't an archive is an encrypted one rather than an old one."""
    return "EncryptedPackage".encode("utf-16-le") in old_office


def protected():
    return ValidationError(
        _("The file is protected by a password. Please save it without one."), code="password"
    )
