"""Uploaded archives (XLSX and DOCX are such), looked at before anything in them is unpacked."""

import zipfile

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

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
        raise ValidationError(
            _("The file is protected by a password. Please save it without one."), code="password"
        )
    if sum(part.file_size for part in parts) > most_bytes:
        raise ValidationError(
            _("Unpacked, the file is larger than %(size)s MB."),
            code="size",
            params={"size": most_bytes // 1024 // 1024},
        )
    return {part.filename for part in parts}
