"""Tables as CSV and XLSX, row by row, so that a long one needs no more memory than a short one."""

import csv
import tempfile
from datetime import date, datetime, time
from decimal import Decimal
from itertools import chain, islice

from django.conf import settings
from django.http import FileResponse, StreamingHttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter

from miko_portal.base.filenames import attachment

# What makes a formula of a text when a spreadsheet opens it, the wide signs of East Asia too.
STARTS_OF_FORMULAS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
GUARD = "'"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
WIDTHS_FROM = 100  # rows that decide how wide the columns are
NARROWEST, WIDEST = 8, 60
FORMATS = {datetime: "DD.MM.YYYY HH:MM", date: "DD.MM.YYYY", time: "HH:MM"}


def neutralised(value):
    """The value, with an apostrophe in front of a text that a spreadsheet would calculate.

    Figures and days are no texts and stay as they are.
    """
    if isinstance(value, str) and value.startswith(STARTS_OF_FORMULAS):
        return GUARD + value
    return value


def csv_response(filename, header, rows):
    """The table for Excel in German: UTF-8 with its mark, semicolons, decimal commas."""
    writer = csv.writer(_Echo(), delimiter=";", quoting=csv.QUOTE_ALL)
    lines = chain([list(map(str, header))], rows)
    content = chain(
        ["\ufeff"], (writer.writerow([_written(value) for value in line]) for line in lines)
    )
    return StreamingHttpResponse(
        content,
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": attachment(filename)},
    )


def xlsx_response(filename, title, header, rows):
    """The table as a workbook of one sheet: bold header that stays in sight, filter, widths.

    It is written to a temporary file first and sent from there.
    """
    book = Workbook(write_only=True)
    book.properties.creator = settings.OFFICE.name
    book.properties.title = str(title)
    sheet = book.create_sheet(_sheet_title(str(title)))
    header = [str(name) for name in header]
    rows = iter(rows)
    first = list(islice(rows, WIDTHS_FROM))
    for number, width in enumerate(_widths(header, first), 1):
        sheet.column_dimensions[get_column_letter(number)].width = width
    sheet.freeze_panes = "A2"
    sheet.print_title_rows = "1:1"
    sheet.append([_cell(sheet, name, font=Font(bold=True)) for name in header])
    last = 1
    for last, row in enumerate(chain(first, rows), 2):  # noqa: B007
        sheet.append([_cell(sheet, value) for value in row])
    sheet.auto_filter.ref = f"A1:{get_column_letter(len(header))}{last}"
    file = tempfile.TemporaryFile()  # noqa: SIM115 (closed with the response)
    book.save(file)
    file.seek(0)
    return FileResponse(
        file, content_type=XLSX, headers={"Content-Disposition": attachment(filename)}
    )


class _Echo:
    """A file for the writer of CSV that gives back what is written."""

    def write(self, line):
        return line


def _plain(value):
    """A text, a figure, a day or nothing."""
    if value is None or value == "":
        return None
    if isinstance(value, bool):
        return _("Yes") if value else _("No")
    if isinstance(value, datetime):
        return timezone.make_naive(value) if timezone.is_aware(value) else value
    if isinstance(value, int | float | Decimal | date | time):
        return value
    return neutralised(ILLEGAL_CHARACTERS_RE.sub(" ", str(value)))


def _written(value):
    """As it stands in CSV."""
    value = _plain(value)
    if isinstance(value, datetime):
        return f"{value:%d.%m.%Y %H:%M}"
    if isinstance(value, date):
        return f"{value:%d.%m.%Y}"
    if isinstance(value, time):
        return f"{value:%H:%M}"
    if isinstance(value, float | Decimal):
        return str(value).replace(".", ",")
    return value


def _cell(sheet, value, font=None):
    value = _plain(value)
    several_lines = isinstance(value, str) and "\n" in value
    pattern = FORMATS.get(type(value))
    if not (font or several_lines or pattern):
        return value
    cell = WriteOnlyCell(sheet, value)
    if font:
        cell.font = font
    if several_lines:
        cell.alignment = Alignment(wrap_text=True, vertical="top")
    if pattern:
        cell.number_format = pattern
    return cell


def _widths(header, rows):
    for number, name in enumerate(header):
        texts = [name, *(str(_written(row[number]) or "") for row in rows if number < len(row))]
        longest = max(len(line) for text in texts for line in text.split("\n"))
        yield min(max(longest + 3, NARROWEST), WIDEST)  # beside the arrow of the filter


def _sheet_title(title):
    """At most 31 characters, and without those that Excel refuses."""
    allowed = "".join(" " if char in "[]:*?/\\" else char for char in title)
    return " ".join(allowed.split())[:31].strip("' ") or "1"
