"""Tables in: what is read from them, and a sentence for whatever can't be."""

import io
import re
import struct
import zipfile
from datetime import date, datetime

import openpyxl
import openpyxl.xml
import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from openpyxl.chart import BarChart

from miko_portal.base.sheets import read_sheet, reading

HEADER = ["Nummer", "Titel"]


def upload(content, name="liste.xlsx"):
    return SimpleUploadedFile(name, content.encode() if isinstance(content, str) else content)


def workbook(rows, change=None):
    """An XLSX file with these rows; `change` may do more to the workbook."""
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    if change:
        change(book)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def with_parts(content, parts):
    """The archive with some of its parts replaced: {name: what it holds, or a function of that}."""
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old:
        held = {name: old.read(name) for name in old.namelist()}
    for name, part in parts.items():
        held[name] = part(held[name]) if callable(part) else part
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as new:
        for name, part in held.items():
            new.writestr(name, part)
    return made.getvalue()


def with_cells(cells):
    """An XLSX file whose second row is this XML."""
    part = "xl/worksheets/sheet1.xml"
    row = f'<row r="2">{cells}</row></sheetData>'.encode()
    return with_parts(workbook([HEADER]), {part: lambda xml: xml.replace(b"</sheetData>", row)})


def read(content, most_rows=100):
    sheet = read_sheet(upload(content), most_rows=most_rows)
    return sheet.header, sheet.rows


def refusal(content, most_rows=100):
    with pytest.raises(ValidationError) as caught:
        read(content, most_rows)
    return caught.value.messages


# ---- XLSX


def test_a_workbook_gives_texts_days_and_figures():
    moment = datetime(2026, 7, 1, 9, 30)  # noqa: DTZ001 (as Excel has them)
    rows = [
        ["Text", "Tag", "Zeitpunkt", "Zahl", "Ganze", "Ja oder nein", "Leer"],
        ["  Übung\u200e ", date(2026, 7, 1), moment, 1.5, 3.0, True, None],
    ]
    assert read(workbook(rows)) == (
        rows[0],
        [["Übung", date(2026, 7, 1), moment, 1.5, 3, "Ja", None]],
    )


def test_empty_rows_are_left_out_and_the_others_keep_their_numbers():
    content = workbook([[], HEADER, [None, None], ["1", "eins"], ["", " "], ["2"]])
    sheet = read_sheet(upload(content), most_rows=100)
    assert sheet == (HEADER, [["1", "eins"], ["2", None]], [4, 6])


def test_empty_columns_to_the_right_are_no_columns():
    assert read(workbook([[*HEADER, None, ""], ["1", "eins", None, " "]]))[0] == HEADER


def test_names_of_columns_lose_their_line_breaks():
    assert read(workbook([["Name\nder  Stelle "], ["x"]]))[0] == ["Name der Stelle"]


def test_the_cells_that_a_merged_one_covers_are_empty():
    content = workbook(
        [HEADER, ["1", "eins"], ["2", "zwei"]], lambda book: book.active.merge_cells("A2:B3")
    )
    assert read(content)[1] == [["1", None]]


def test_the_first_sheet_that_can_be_seen_counts():
    def hide_the_first(book):
        book.active.sheet_state = "hidden"
        second, third = book.create_sheet(), book.create_sheet()
        second.append(["Zweites"]), second.append(["ja"])
        third.append(["Drittes"]), third.append(["nein"])
        book.active = 1

    assert read(workbook([HEADER, ["1", "eins"]], hide_the_first)) == (["Zweites"], [["ja"]])


def test_of_a_formula_its_last_result_counts():
    cells = '<c r="A2"><f>1+1</f><v>2</v></c><c r="B2" t="str"><f>"a"</f><v>a</v></c>'
    assert read(with_cells(cells))[1] == [[2, "a"]]
    cells = '<c r="A2"><f>1+1</f><v>2</v></c><c r="B2" t="str"><f>""</f><v></v></c>'
    assert read(with_cells(cells))[1] == [[2, None]]


def test_a_formula_without_a_result_is_refused():
    assert refusal(workbook([HEADER, ["1", "=1+1"]])) == [
        "Zelle B2 enthält eine Formel ohne Ergebnis. Bitte die Datei in Excel öffnen, speichern "
        "und diese Fassung hochladen."
    ]


@pytest.mark.parametrize(
    ("cell", "shown"),
    [
        ('<c r="A2" t="e"><v>#REF!</v></c>', "#REF!"),
        ('<c r="A2" t="e"><f>1/0</f><v>#DIV/0!</v></c>', "#DIV/0!"),
        ('<c r="A2"><v>1e999</v></c>', "inf"),
    ],
)
def test_a_cell_that_shows_an_error_is_refused(cell, shown):
    assert refusal(with_cells(cell)) == [
        f"Zelle A2 zeigt einen Fehler ({shown}). Bitte diesen beheben."
    ]


def test_what_a_file_says_of_its_size_is_not_believed():
    part = "xl/worksheets/sheet1.xml"
    content = with_parts(
        workbook([HEADER, ["1", "eins"]]),
        {part: lambda xml: re.sub(rb'ref="A1:B2"', b'ref="A1:XFD1048576"', xml)},
    )
    assert read(content)[1] == [["1", "eins"]]


def test_a_last_row_at_the_end_of_the_sheet_is_no_row():
    """Some programs write one, empty but for its height."""
    content = with_parts(
        workbook([HEADER, ["1", "eins"]]),
        {
            "xl/worksheets/sheet1.xml": lambda xml: xml.replace(
                b"</sheetData>", b'<row r="1048576" ht="12"/></sheetData>'
            )
        },
    )
    assert read(content)[1] == [["1", "eins"]]


DAMAGED = "Die Datei ist beschädigt. Bitte in Excel öffnen, neu speichern und diese hochladen."


@pytest.mark.parametrize(
    "sheet",
    [
        b"<worksheet>",
        b"",
        b'<row r="2000000000"><c r="A2000000000"><v>1</v></c></row>',
        b'<row r="zwei"/>',
        b'<row r="2"><c r="A2" t="s"><v>77</v></c></row>',
    ],
)
def test_a_damaged_workbook_is_refused(sheet):
    def damage(xml):
        return xml.replace(b"</sheetData>", sheet + b"</sheetData>") if b"row" in sheet else sheet

    content = with_parts(workbook([HEADER, ["1", "eins"]]), {"xl/worksheets/sheet1.xml": damage})
    assert refusal(content) == [DAMAGED]


def test_a_truncated_archive_is_refused():
    assert refusal(workbook([HEADER, ["1", "x"]])[:2000]) == [
        "Die Datei ist beschädigt. Bitte neu speichern und diese hochladen."
    ]


BOMB = (
    b'<!DOCTYPE a [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>'
    b"<worksheet><sheetData><row><c><v>&b;</v></c></row></sheetData></worksheet>"
)


def test_entities_are_not_expanded():
    assert openpyxl.xml.DEFUSEDXML is True
    content = with_parts(workbook([HEADER, ["1", "x"]]), {"xl/worksheets/sheet1.xml": BOMB})
    assert refusal(content) == [DAMAGED]


def test_entities_in_shared_strings_are_not_expanded():
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings+xml"
    entry = f'<Override PartName="/xl/sharedStrings.xml" ContentType="{kind}"/></Types>'.encode()

    def with_shared(strings):
        parts = {
            "[Content_Types].xml": lambda xml: xml.replace(b"</Types>", entry),
            "xl/sharedStrings.xml": strings,
        }
        return with_parts(with_cells('<c r="A2" t="s"><v>0</v></c>'), parts)

    space = b'<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
    strings = space + b"<si><t>eins</t></si></sst>"
    assert read(with_shared(strings))[1] == [["eins", None]]
    bomb = BOMB.partition(b"<worksheet>")[0] + strings.replace(b"eins", b"&b;")
    assert refusal(with_shared(bomb)) == [DAMAGED]


def test_entities_in_the_frame_of_a_workbook_are_not_expanded():
    content = with_parts(workbook([HEADER, ["1", "x"]]), {"xl/workbook.xml": BOMB})
    assert refusal(content) == [NO_TABLE]


def test_an_archive_that_unpacks_to_very_much_is_refused_unopened(monkeypatch):
    monkeypatch.setattr(openpyxl, "load_workbook", None)
    much = b" " * (reading.MOST_BYTES_UNPACKED + 1)
    content = with_parts(workbook([HEADER, ["1", "x"]]), {"xl/worksheets/sheet1.xml": much})
    assert len(content) < 100_000
    assert refusal(content) == ["Entpackt ist die Datei größer als 30 MB."]


def test_an_encrypted_archive_is_refused():
    content = bytearray(workbook([HEADER, ["1", "x"]]))
    entry = content.index(b"PK\x01\x02")
    content[entry + 8] |= 1
    assert refusal(bytes(content)) == [
        "Die Datei ist durch ein Kennwort geschützt. Bitte ohne Kennwort speichern."
    ]


def test_an_old_or_encrypted_office_file_is_told_from_its_content():
    old = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(500)
    assert refusal(old) == [
        "Das ist eine Excel-Datei im alten Format (.xls). Bitte als .xlsx speichern."
    ]
    assert refusal(old + "EncryptedPackage".encode("utf-16-le")) == [
        "Die Datei ist durch ein Kennwort geschützt. Bitte ohne Kennwort speichern."
    ]


NO_TABLE = "Das ist keine Tabelle. Bitte eine Excel-Datei (.xlsx) oder eine CSV-Datei hochladen."


@pytest.mark.parametrize(
    "content",
    [
        b"%PDF-1.7\n1 0 obj",
        b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR",
        b"Nummer;Titel\n1;a\x00b",
        "\n<html><table><tr><td>Nummer</td></tr></table></html>",
        "Nummer;Titel\n1;" + "x" * 200_000,
        "x" * 200_000,
    ],
)
def test_what_is_no_table_is_refused(content):
    assert refusal(content) == [NO_TABLE]


def test_another_archive_is_no_table():
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as archive:
        archive.writestr("content.xml", "<a/>")
    assert refusal(content.getvalue()) == [NO_TABLE]


def test_a_workbook_of_hidden_sheets_is_no_table():
    def hide(book):
        book.active.sheet_state = "veryHidden"
        book.create_chartsheet().add_chart(BarChart())
        book.active = 1

    assert refusal(workbook([HEADER, ["1", "x"]], hide)) == [NO_TABLE]


def test_a_large_file_is_refused_unread():
    class Large(io.BytesIO):
        size = reading.MOST_BYTES + 1
        read = seek = None

    with pytest.raises(ValidationError) as caught:
        read_sheet(Large(), most_rows=10)
    assert caught.value.messages == ["Die Datei ist größer als 5 MB. Bitte die Tabelle teilen."]


# ---- CSV


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
@pytest.mark.parametrize("delimiter", [";", ",", "\t"])
def test_csv_of_any_program_is_read(encoding, delimiter):
    lines = [delimiter.join(HEADER), delimiter.join(["1", "Öffnung – „Straße“"]), ""]
    content = "\r\n".join(lines).encode(encoding)
    assert read(content) == (HEADER, [["1", "Öffnung – „Straße“"]])


def test_quoted_fields_may_hold_what_parts_them():
    content = 'Nummer,"Titel; lang"\n1,"eins\nzwei, ""drei"""\n'
    assert read(content) == (["Nummer", "Titel; lang"], [["1", 'eins\nzwei, "drei"']])


def test_a_first_line_that_names_the_sign_is_none_of_the_table():
    assert read("sep=|\r\nNummer|Titel\r\n1|a;b\r\n") == (HEADER, [["1", "a;b"]])


def test_one_column_and_old_line_ends_are_a_table_too():
    assert read("Name\rÜbung\rzwei\r".encode()) == (["Name"], [["Übung"], ["zwei"]])


def test_short_rows_are_filled():
    assert read("a;b;c\n1\n;;3\n")[1] == [["1", None, None], [None, None, "3"]]


def test_control_characters_become_blanks():
    assert read("a;b\n1\x0b2;\x07\n")[1] == [["1 2", None]]


@pytest.mark.parametrize(
    "content",
    [
        "Größe;b\n1;2\n".encode().decode("cp1252").encode(),
        b"a\n\x81\n",
        "Name\nMüller\n".encode("mac_roman"),
        "Name\nGroß\n".encode("mac_roman"),
        "Name\nMärz\n".encode("mac_roman"),
    ],
)
def test_text_in_an_unknown_encoding_is_refused(content):
    assert refusal(content) == [
        "Die Umlaute in dieser Datei sind nicht lesbar. Bitte als „CSV UTF-8“ speichern."
    ]


def test_utf_16_that_breaks_off_is_refused():
    assert refusal("a\n1\n".encode("utf-16")[:-1])[0].startswith("Die Umlaute")


# ---- the parts of a table


@pytest.mark.parametrize(
    "content", [b"", b"\xef\xbb\xbf", "\r\n \r\n;;\n", workbook([]), workbook([[""]])]
)
def test_an_empty_file_is_refused(content):
    assert refusal(content) == ["Die Datei ist leer."]


@pytest.mark.parametrize("content", ["Nummer;Titel\n", workbook([HEADER])])
def test_a_file_without_rows_is_refused(content):
    assert refusal(content) == ["Unter den Namen der Spalten stehen keine Zeilen."]


@pytest.mark.parametrize(
    ("rows", "column"),
    [([[1, "x"], [2, "y"]], "A"), ([["a", None, "c"], [1, 2, 3]], "B")],
)
def test_a_table_without_names_of_columns_is_refused(rows, column):
    assert refusal(workbook(rows)) == [
        f"Die erste Zeile muss die Spalten benennen; Spalte {column} hat keinen Namen."
    ]


def test_a_value_under_no_name_is_refused():
    assert refusal("Nummer\n1\n2;x\n") == [
        "Zeile 3 hat einen Wert in Spalte B, der die erste Zeile keinen Namen gibt."
    ]


def test_a_title_above_the_names_of_the_columns_is_left_out():
    title = ["Anmeldungen im Frühjahr"]
    for content in (
        workbook([title, [], HEADER, ["1", "Syrien"]]),
        "Liste\nNummer;Titel\n1;Syrien\n",
    ):
        assert read(content) == (HEADER, [["1", "Syrien"]])
    assert read("Nummer\n1\n2\n") == (["Nummer"], [["1"], ["2"]])


@pytest.mark.parametrize("start", [b"\x89PNG\r\n\x1a\n\0\x81", b"%PDF-1.7\n\x81"])
def test_what_is_no_text_is_said_to_be_no_table(start):
    assert refusal(start) == [
        "Das ist keine Tabelle. Bitte eine Excel-Datei (.xlsx) oder eine CSV-Datei hochladen."
    ]


def test_two_columns_of_one_name_are_refused():
    assert refusal("Titel; Titel\n1;2\n") == [
        "Zwei Spalten heißen „Titel“. Bitte eine davon umbenennen."
    ]


@pytest.mark.parametrize(
    "content", ["a\n" + "1\n" * 10_001, workbook([["a"], *[[1]] * 10_001])], ids=["csv", "xlsx"]
)
def test_a_table_that_is_too_long_is_refused(content):
    assert len(read(content, most_rows=10_001)[1]) == 10_001
    assert refusal(content, most_rows=10_000) == [
        "Die Tabelle hat mehr als 10.000 Zeilen. Bitte teilen."
    ]


def test_a_table_that_is_too_wide_is_refused():
    wide = [f"Spalte {number}" for number in range(257)]
    assert len(read(workbook([wide[:256], wide[:256]]))[0]) == 256
    for content in (workbook([wide, wide]), ";".join(wide) + "\n1\n"):
        assert refusal(content) == [
            "Die Tabelle hat mehr als 256 Spalten. Bitte löschen, was nicht gebraucht wird."
        ]


def test_the_file_can_be_read_again():
    file = upload(workbook([HEADER, ["1", "x"]]))
    assert read_sheet(file, most_rows=5) == read_sheet(file, most_rows=5)


def test_a_declared_size_that_is_a_lie_is_found():
    """Reading stops at what the archive declares, and then its checksum doesn't fit."""
    content = bytearray(
        with_parts(workbook([HEADER, ["1", "x"]]), {"xl/worksheets/sheet1.xml": b" " * 100_000})
    )
    at = content.rindex(b"xl/worksheets/sheet1.xml") - 46
    content[at + 24 : at + 28] = struct.pack("<I", 100)
    assert refusal(bytes(content)) == [DAMAGED]
