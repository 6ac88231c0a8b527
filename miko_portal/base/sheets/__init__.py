"""Tables as files: out as CSV and XLSX, in from either."""

from miko_portal.base.sheets.reading import Sheet, read_sheet
from miko_portal.base.sheets.writing import csv_response, neutralised, xlsx_response

__all__ = ["Sheet", "csv_response", "neutralised", "read_sheet", "xlsx_response"]
