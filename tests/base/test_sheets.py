"""Tables out: what stands in the files, and that no cell of them calculates anything."""

import csv
import io
import tracemalloc
from datetime import UTC, date, datetime, time
from decimal import Decimal

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from miko_portal.base.sheets import csv_response, neutralised, read_sheet, xlsx_response

HEADER = ["Nummer", "Titel"]


def content_of(response):
    """All of it; the response itself isn't closed, for that would close the database too."""
    content = b"".join(response)
    if file := getattr(response, "file_to_stream", None):
        file.close()
    return content


def csv_of(rows, header=HEADER):
    """What a spreadsheet finds in the CSV file."""
    content = content_of(csv_response("Liste.csv", header, rows)).decode("utf-8-sig")
    return list(csv.reader(io.StringIO(content, newline=""), delimiter=";"))


def sheet_of(rows, header=HEADER, title="Register"):
    response = xlsx_response("Liste.xlsx", title, header, rows)
    return openpyxl.load_workbook(io.BytesIO(content_of(response))).worksheets[0]


def values_of(sheet):
    return [list(row) for row in sheet.iter_rows(values_only=True)]


@pytest.mark.parametrize("sign", ["=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠"])
def test_a_text_that_would_calculate_gets_an_apostrophe(sign):
    text = f"{sign}1+1"
    assert neutralised(text) == f"'{text}"
    assert csv_of([[text, "x"]])[1] == [f"'{text}", "x"]
    cell = sheet_of([[text, "x"]])["A2"]
    assert (cell.value.replace("_x000D_", "\r"), cell.data_type) == (f"'{text}", "s")


@pytest.mark.parametrize("value", ["a=1", " =1", "'=1", "", -5, Decimal("-0.5"), None, True])
def test_anything_else_is_left_alone(value):
    assert neutralised(value) == value


def test_a_column_name_does_not_calculate_either():
    assert csv_of([], header=["=1", "b"]) == [["'=1", "b"]]
    assert sheet_of([], header=["=1", "b"])["A1"].value == "'=1"


def test_csv_is_what_excel_in_german_expects():
    moment = datetime(2026, 7, 1, 22, 30, tzinfo=UTC)
    rows = [
        ["Übung; mit „Zeichen“", 'sie sagte "ja"', "zwei\nZeilen"],
        [date(2026, 7, 1), moment, time(9, 5)],
        [1234, Decimal("-12.50"), True],
        [None, "", False],
    ]
    response = csv_response("Liste.csv", ["a", "b", "c"], rows)
    content = content_of(response)
    assert response["Content-Type"] == "text/csv; charset=utf-8"
    assert content.startswith(b'\xef\xbb\xbf"a";"b";"c"\r\n')
    assert csv_of(rows)[1:] == [
        ["Übung; mit „Zeichen“", 'sie sagte "ja"', "zwei\nZeilen"],
        ["01.07.2026", "02.07.2026 00:30", "09:05"],
        ["1234", "-12,50", "Ja"],
        ["", "", "Nein"],
    ]


def test_csv_is_sent_row_by_row():
    asked = []

    def rows():
        for number in range(3):
            asked.append(number)
            yield [number, "x"]

    content = iter(csv_response("Liste.csv", HEADER, rows()))
    next(content), next(content), next(content)
    assert asked == [0]


def test_xlsx_keeps_figures_and_days_as_such():
    moment = datetime(2026, 7, 1, 22, 30, tzinfo=UTC)
    sheet = sheet_of([[12, Decimal("0.5")], [date(2026, 7, 1), moment], [None, True]])
    assert values_of(sheet) == [
        HEADER,
        [12, 0.5],
        [datetime(2026, 7, 1), datetime(2026, 7, 2, 0, 30)],  # noqa: DTZ001 (as Excel has them)
        [None, "Ja"],
    ]
    assert [cell.number_format for cell in sheet[3]] == ["DD.MM.YYYY", "DD.MM.YYYY HH:MM"]


def test_xlsx_has_a_header_that_stays_in_sight_a_filter_and_widths(settings):
    sheet = sheet_of([["1", "x" * 30], ["2", "y\ny" * 100]])
    assert [cell.font.bold for cell in sheet[1]] == [True, True]
    assert sheet["B3"].alignment.wrap_text
    assert (sheet.freeze_panes, sheet.auto_filter.ref) == ("A2", "A1:B3")
    assert sheet.print_title_rows == "$1:$1"
    assert [sheet.column_dimensions[column].width for column in "AB"] == [9, 33]
    assert sheet.parent.properties.creator == settings.OFFICE.name


def test_an_empty_list_has_its_header():
    assert values_of(sheet_of([])) == [HEADER]
    assert csv_of([]) == [HEADER]


@pytest.mark.parametrize(
    ("title", "shown"),
    [
        ("Stand 01.07.2026: [alle]", "Stand 01.07.2026 alle"),
        ("Vereinbarungen " * 5, "Vereinbarungen Vereinbarungen V"),
        ("'/'", "1"),
    ],
)
def test_any_title_makes_a_name_of_a_sheet(title, shown):
    assert sheet_of([], title=title).title == shown


def test_control_characters_do_not_break_a_workbook():
    assert values_of(sheet_of([["a\x00\x0bb", "c"]]))[1] == ["a  b", "c"]


def test_a_name_in_any_language_arrives():
    response = csv_response("Übersicht für Łódź.csv", HEADER, [])
    assert response["Content-Disposition"] == (
        'attachment; filename="Uebersicht fuer _odz.csv"; '
        "filename*=UTF-8''%C3%9Cbersicht%20f%C3%BCr%20%C5%81%C3%B3d%C5%BA.csv"
    )


def test_a_long_table_needs_no_more_memory_than_a_short_one():
    def peak(count):
        rows = ([number, f"Titel {number}"] for number in range(count))
        tracemalloc.start()
        response = xlsx_response("x.xlsx", "x", HEADER, rows)
        for _chunk in response:
            pass
        response.file_to_stream.close()
        _size, most = tracemalloc.get_traced_memory()
        tracemalloc.stop()
        return most

    peak(10)
    assert peak(8000) < peak(500) * 1.5


@pytest.mark.parametrize("response", [csv_response, xlsx_response])
def test_what_goes_out_can_come_in_again(response):
    rows = [["=1+1", "+49 261 108"], ["-", "'gut'"], ["Übung", "zwei\nZeilen"]]
    arguments = [HEADER, rows] if response is csv_response else ["x", HEADER, rows]
    content = content_of(response("x", *arguments))
    sheet = read_sheet(SimpleUploadedFile("x", content), most_rows=10)
    assert (sheet.header, sheet.rows) == (HEADER, rows)
