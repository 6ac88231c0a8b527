"""Uploaded documents: signed ones are PDF, drafts that partners send back are DOCX or PDF.

Each check raises ValidationError with a sentence. It leaves the file at its beginning.
"""

import io

import pikepdf
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from pikepdf import Name

from miko_portal.base.archives import (
    MEGABYTE,
    OLD_OFFICE,
    ZIP,
    check_archive,
    has_password,
    protected,
)

MOST_BYTES = 20 * MEGABYTE
MOST_BYTES_UNPACKED = 50 * MEGABYTE
MOST_OBJECTS = 200_000  # a scan has some ten a page
PDF = b"%PDF-"
WAYS_TO_A_FILE = {"/F", "/UF", "/DOS", "/Mac", "/Unix"}

# Parts of a PDF may be packed a thousandfold, and are unpacked to find out what is in it.
pikepdf.settings.set_qpdf_limits(
    flate_max_memory=MOST_BYTES_UNPACKED, run_length_max_memory=MOST_BYTES_UNPACKED
)


def check_pdf(file) -> None:
    """Refuses all but a PDF of at most 20 MB with at least one page.

    It may have no password and no script, start no program, hold no other file, and be no form
    that works like a program (XFA).
    """
    start = _start_of(file)
    if not file.name.lower().endswith(".pdf") or not start.startswith(PDF):
        raise ValidationError(_("This is no PDF. Please upload a PDF file."), code="kind")
    try:
        with pikepdf.open(io.BytesIO(file.read())) as document:
            if document.is_encrypted:
                raise protected()
            _check_content(document)
    except pikepdf.PasswordError as error:
        raise protected() from error
    except ValidationError:
        raise
    except Exception as error:  # what pikepdf raises depends on what is broken
        raise _damaged() from error
    finally:
        file.seek(0)


def check_working_file(file) -> None:
    """Refuses what is neither a Word file without macros nor a PDF, of at most 20 MB."""
    start = _start_of(file)
    name = file.name.lower()
    if name.endswith(".pdf"):
        check_pdf(file)
        return
    if start == OLD_OFFICE and has_password(file.read()):
        raise protected()
    if not name.endswith(".docx") or not start.startswith(ZIP):
        raise _neither_word_nor_pdf()
    parts = check_archive(file, most_bytes=MOST_BYTES_UNPACKED)
    file.seek(0)
    if "word/document.xml" not in parts:
        raise _neither_word_nor_pdf()
    if any("vbaproject" in part.lower() for part in parts):
        raise ValidationError(
            _("The file contains macros. Please save it as a Word file without macros (.docx)."),
            code="macros",
        )


def _start_of(file):
    """The first bytes, once it is clear that the file isn't too large to be looked at."""
    if file.size > MOST_BYTES:
        raise ValidationError(
            _("The file is larger than %(size)s MB. Please make it smaller, or split it."),
            code="size",
            params={"size": MOST_BYTES // MEGABYTE},
        )
    file.seek(0)
    start = file.read(len(OLD_OFFICE))
    file.seek(0)
    return start


def _damaged():
    return ValidationError(
        _("The file is damaged. Please save or scan it anew and upload that."), code="broken"
    )


def _neither_word_nor_pdf():
    return ValidationError(
        _("This is neither a Word file (.docx) nor a PDF. Please save it as one of them."),
        code="kind",
    )


# ---- what is in a PDF


def _check_content(document):
    if len(document.pages) == 0 or len(document.objects) > MOST_OBJECTS:
        raise _damaged()
    if "/XFA" in document.Root.get("/AcroForm", {}):
        raise ValidationError(
            _("The PDF is a form that works like a program (XFA). Please print it as a new PDF."),
            code="xfa",
        )
    for part in _dictionaries(document):
        _check_part(part)


def _dictionaries(document):
    """Everything that has properties, wherever in the document it hangs."""
    waiting = list(document.objects)
    while waiting:
        part = waiting.pop()
        if isinstance(part, pikepdf.Array):
            children = list(part)
        elif isinstance(part, pikepdf.Dictionary | pikepdf.Stream):
            properties = dict(part.items())
            yield properties
            children = properties.values()
        else:
            continue
        # The others come by themselves.
        waiting += [child for child in children if not getattr(child, "is_indirect", True)]


def _check_part(properties):
    action, script = properties.get("/S"), properties.get("/JS")
    # A font may be called JS; a script is a text, or part of an action.
    is_script = isinstance(script, pikepdf.String) or (action is not None and script is not None)
    if is_script or action == Name.JavaScript:
        raise ValidationError(
            _("The PDF contains a script. Please print it as a new PDF, or scan it."),
            code="script",
        )
    if action == Name.Launch:
        raise ValidationError(
            _("The PDF starts a program. Please print it as a new PDF, or scan it."),
            code="launch",
        )
    held = properties.get("/EF")
    holds_file = isinstance(held, pikepdf.Dictionary) and WAYS_TO_A_FILE & set(held.keys())
    if holds_file or properties.get("/Subtype") == Name.FileAttachment:
        raise ValidationError(
            _("The PDF contains other files. Please upload these on their own."), code="files"
        )
