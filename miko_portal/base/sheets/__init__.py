"""Tables as files: out as CSV and XLSX, in from either."""

from miko_portal.base.sheets.judging import (
    Rows,
    plain_words,
    rows_by_field,
    sealed,
    unsealed,
)
from miko_portal.base.sheets.reading import Sheet, read_sheet
from miko_portal.base.sheets.writing import csv_response, neutralised, xlsx_response

__all__ = [
    "Rows",
    "Sheet",
    "csv_response",
    "neutralised",
    "plain_words",
    "read_sheet",
    "rows_by_field",
    "sealed",
    "unsealed",
    "xlsx_response",
]
