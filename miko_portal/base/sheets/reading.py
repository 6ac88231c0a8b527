"""Tables that people upload: XLSX or CSV, told apart by what is in them, not by their names."""

import csv
import io
import math
import re
import unicodedata
import warnings
import zipfile
from contextlib import suppress
from datetime import date, datetime, time
from itertools import chain
from typing import NamedTuple

import openpyxl
from django.core.exceptions import ValidationError
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from openpyxl.utils import get_column_letter

from miko_portal.base.archives import (
    MEGABYTE,
    OLD_OFFICE,
    ZIP,
    check_archive,
    has_password,
    protected,
)
from miko_portal.base.forms import DIRECTION_MARKS
from miko_portal.base.sheets.writing import GUARD, STARTS_OF_FORMULAS

MOST_BYTES = 5 * MEGABYTE
MOST_BYTES_UNPACKED = 30 * MEGABYTE
MOST_COLUMNS = 256
LAST_LINE = 1_048_576  # of any sheet in Excel
FORMULA = re.compile(rb"<(\w+:)?f[\s/>]")
BYTE_ORDER = (b"\xff\xfe", b"\xfe\xff")
# What is left of ä, ö, ü and ß where UTF-8, or what old Macs write, was taken for something else.
MANGLED = re.compile("Ã[¤¶¼Ÿ„–œ]|[A-Za-z][ŠŸ][a-z]|[a-z]§")


class Sheet(NamedTuple):
    """The names of the columns, and rows as wide as these; empty rows are left out.

    A cell is a text, a day (with a time if it has one), a figure or None. In CSV everything is
    a text. `numbers` says in which row of the file each of the rows stands.
    """

    header: list[str]
    rows: list[list[str | date | int | float | None]]
    numbers: list[int]


def read_sheet(uploaded_file, *, most_rows: int) -> Sheet:
    """The first visible sheet of a workbook, or the table of a CSV file.

    Raises ValidationError with a sentence for whatever can't be read as such.
    """
    if uploaded_file.size > MOST_BYTES:
        raise ValidationError(
            _("The file is larger than %(size)s MB. Please split the table."),
            code="size",
            params={"size": MOST_BYTES // MEGABYTE},
        )
    uploaded_file.seek(0)
    start = uploaded_file.read(len(OLD_OFFICE))
    uploaded_file.seek(0)
    if start.startswith(ZIP):
        return _read_workbook(uploaded_file, most_rows)
    content = uploaded_file.read()
    if start == OLD_OFFICE:
        if has_password(content):
            raise protected()
        raise ValidationError(
            _("This is an Excel file of the old kind (.xls). Please save it as .xlsx."), code="xls"
        )
    return _read_csv(content, most_rows)


def _not_a_table():
    return ValidationError(
        _("This is no table. Please upload an Excel file (.xlsx) or a CSV file."), code="kind"
    )


# ---- the parts of a table


def _sheet(lines, most_rows):
    """From lines of values to a table: the first one that says anything is the header.

    A title above it, a single text over a line of several, is left out.
    """
    filled = _filled(lines)
    _number, names = next(filled, (0, None))
    below = next(filled, None) if names and _texts(names) == 1 else None
    if below and _texts(below[1]) > 1:
        names = below[1]
    elif below:
        filled = chain([below], filled)
    if names is None:
        raise ValidationError(_("The file is empty."), code="empty")
    header = _header(names)
    sheet = Sheet(header, [], [])
    for number, line in filled:
        if len(sheet.rows) == most_rows:
            raise ValidationError(
                _("The table has more than %(number)s rows. Please split it."),
                code="rows",
                params={"number": number_format(most_rows, force_grouping=True)},
            )
        sheet.rows.append(_row(header, line, number))
        sheet.numbers.append(number)
    if not sheet.rows:
        raise ValidationError(_("There are no rows below the names of the columns."), code="empty")
    return sheet


def _texts(line):
    """How many cells are filled, if all of these are texts, as names of columns are."""
    values = [value for value in line if value is not None]
    return len(values) if all(isinstance(value, str) for value in values) else 0


def _filled(lines):
    """The lines that say anything, with their numbers."""
    for number, line in enumerate(lines, 1):
        if len(line) > MOST_COLUMNS:
            raise ValidationError(
                _("The table has more than %(number)s columns. Please delete what is not needed."),
                code="columns",
                params={"number": MOST_COLUMNS},
            )
        if any(value is not None for value in line):
            yield number, line


def _header(line):
    while line and line[-1] is None:
        line = line[:-1]
    for number, name in enumerate(line, 1):
        if not isinstance(name, str):
            raise ValidationError(
                _("The first row has to name the columns; column %(column)s has no name."),
                code="header",
                params={"column": get_column_letter(number)},
            )
    header = [" ".join(name.split()) for name in line]
    for name in header:
        if header.count(name) > 1:
            raise ValidationError(
                _("Two columns are called “%(name)s”. Please rename one of them."),
                code="header",
                params={"name": name},
            )
    return header


def _row(header, line, number):
    for column, value in enumerate(line[len(header) :], len(header) + 1):
        if value is not None:
            raise ValidationError(
                _(
                    "Row %(row)s has a value in column %(column)s, to which the first row "
                    "gives no name."
                ),
                code="header",
                params={"row": number, "column": get_column_letter(column)},
            )
    return [*line[: len(header)], *[None] * (len(header) - len(line))]


def _text(typed):
    """Composed and without what can't be seen; without the guard that our own exports set."""
    typed = unicodedata.normalize("NFC", typed.translate(DIRECTION_MARKS))
    typed = typed.replace("\r\n", "\n").replace("\r", "\n")
    if typed.startswith(GUARD) and typed[1:].startswith(STARTS_OF_FORMULAS):
        typed = typed[1:]
    shown = (" " if unicodedata.category(c) == "Cc" and c != "\n" else c for c in typed)
    return "".join(shown).strip() or None


# ---- XLSX


def _read_workbook(file, most_rows):
    names = check_archive(file, most_bytes=MOST_BYTES_UNPACKED)
    if "xl/workbook.xml" not in names:
        raise _not_a_table()
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of drop-down lists and colours that we don't need
            return _sheet(_workbook_lines(file), most_rows)
    except ValidationError:
        raise
    except Exception as error:  # what openpyxl raises depends on what is broken
        raise ValidationError(
            _("The file is damaged. Please open it in Excel, save it anew and upload that."),
            code="broken",
        ) from error


def _workbook_lines(file):
    """Every row: the values as they were last calculated, beside what is typed into the cells."""
    values = openpyxl.load_workbook(file, read_only=True, data_only=True, keep_links=False)
    visible = [sheet.title for sheet in values.worksheets if sheet.sheet_state == "visible"]
    if not visible:
        raise _not_a_table()
    books = [values]
    if _calculates(file):
        books.append(openpyxl.load_workbook(file, read_only=True, keep_links=False))
    sheets = [book[visible[0]] for book in books]
    for sheet in sheets:
        sheet.reset_dimensions()  # what the file says of them need not be true
    rows = zip(*(sheet.iter_rows() for sheet in sheets), strict=True)
    for number, row in enumerate(rows, 1):
        if number > LAST_LINE:
            raise ValueError("more rows than a sheet can have")
        yield [_value(cell, typed) for cell, typed in zip(row[0], row[-1], strict=True)]


def _calculates(file):
    """Whether there is a formula at all; most lists have none, and need be read only once."""
    with zipfile.ZipFile(file) as archive:
        parts = [part for part in archive.namelist() if part.startswith("xl/worksheets/")]
        return any(FORMULA.search(archive.read(part)) for part in parts)


def _value(cell, typed):
    value = cell.value
    # An empty text as a result has a type of its own.
    if value is None and typed.data_type == "f" and cell.data_type == "n":
        raise ValidationError(
            _(
                "Cell %(cell)s holds a formula without a result. Please open the file in Excel, "
                "save it and upload that."
            ),
            code="formula",
            params={"cell": typed.coordinate},
        )
    if cell.data_type == "e" or (isinstance(value, float) and not math.isfinite(value)):
        raise ValidationError(
            _("Cell %(cell)s shows an error (%(value)s). Please correct it."),
            code="error",
            params={"cell": cell.coordinate, "value": value},
        )
    if isinstance(value, str):
        return _text(value)
    if isinstance(value, bool):
        return _("Yes") if value else _("No")
    if isinstance(value, float) and value.is_integer():
        return int(value)
    if isinstance(value, datetime):
        return value.date() if value.time() == time.min else value
    if value is None or isinstance(value, int | float | date):
        return value
    return str(value)


# ---- CSV


def _read_csv(content, most_rows):
    # Pictures and such hold a zero byte, which no text does but in UTF-16.
    if content.startswith(b"%PDF") or (b"\0" in content and not content.startswith(BYTE_ORDER)):
        raise _not_a_table()
    text = _decoded(content).replace("\r\n", "\n").replace("\r", "\n").lstrip("\n")
    if "\0" in text or text.startswith("<"):
        raise _not_a_table()
    marked = re.match(r"sep=([;,\t|])\n", text)  # as Excel understands it
    delimiter = marked[1] if marked else _delimiter(text)
    lines = csv.reader(io.StringIO(text[marked.end() if marked else 0 :]), delimiter=delimiter)
    try:
        return _sheet(([_text(value) for value in line] for line in lines), most_rows)
    except csv.Error as error:
        raise _not_a_table() from error


def _decoded(content):
    """UTF-8 or, by its mark, UTF-16; else what Windows writes in Western Europe."""
    marked = content.startswith(BYTE_ORDER)
    for encoding in ["utf-16"] if marked else ["utf-8-sig", "cp1252"]:
        with suppress(UnicodeDecodeError):
            text = content.decode(encoding)
            if not MANGLED.search(text):
                return text
            break
    raise ValidationError(
        _("The umlauts in this file can't be read. Please save it as “CSV UTF-8”."),
        code="encoding",
    )


def _delimiter(text):
    """The sign that stands most often in the first line, outside of quotes."""
    unquoted = re.sub('"[^"]*"', "", text[:10_000])
    return max(";,\t", key=unquoted.partition("\n")[0].count)
