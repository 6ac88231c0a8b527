"""Documents: what a screen reader needs is there, and no name can break one."""

import io
import re
from datetime import UTC, date, datetime

import pikepdf
import pytest
import typst
from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext_lazy
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from miko_portal.base import fonts, pdf
from miko_portal.base.fonts import STAND_IN, readable

TABLE = {"header": ["Nummer", "Titel"], "rows": [["2026/1", "Sprache im Amt"]]}


def open_pdf(data=None, **kwargs):
    made = pdf.render("shared/table.typ", {**TABLE, **(data or {})}, **{"title": "Liste", **kwargs})
    return pikepdf.open(io.BytesIO(made))


def tags_of(document):
    """The names of all tags, in the order in which a screen reader meets them."""
    found, waiting = [], [document.Root.StructTreeRoot]
    while waiting:
        node = waiting.pop()
        if not isinstance(node, pikepdf.Dictionary):
            continue
        if "/S" in node and node.get("/Type", "/StructElem") == "/StructElem":
            found.append(str(node.S).removeprefix("/"))
        children = node.get("/K", [])
        children = list(children) if isinstance(children, pikepdf.Array) else [children]
        waiting.extend(reversed(children))
    return found


def text_of(document):
    """What copying the whole text would give, by the fonts' own tables (ToUnicode)."""
    text = ""
    for page in document.pages:
        tables = {name: unicode_of(font) for name, font in page.Resources.get("/Font", {}).items()}
        table = {}
        for operands, operator in pikepdf.parse_content_stream(page):
            if str(operator) == "Tf":
                table = tables[str(operands[0])]
            for operand in operands if str(operator) in ("Tj", "TJ") else []:
                parts = operand if isinstance(operand, pikepdf.Array) else [operand]
                for part in (part for part in parts if isinstance(part, pikepdf.String)):
                    glyphs = bytes(part)
                    pairs = (glyphs[at : at + 2] for at in range(0, len(glyphs), 2))
                    text += "".join(table.get(pair.hex(), "") for pair in pairs)
    return text


def unicode_of(font):
    """{glyph: text} of a font in a PDF."""
    table = font.ToUnicode.read_bytes().decode("ascii")
    single = re.findall(r"^<([0-9a-fA-F]{4})> <([0-9a-fA-F]+)>$", table, re.MULTILINE)
    return {glyph.lower(): bytes.fromhex(text).decode("utf-16-be") for glyph, text in single}


def test_a_document_says_its_language_title_and_author(settings):
    document = open_pdf(title="Register der Vereinbarungen")
    with document.open_metadata() as metadata:
        described = {
            "language": str(document.Root.Lang),
            "title": metadata["dc:title"],
            "author": metadata["dc:creator"],
            "standard": metadata["pdfuaid:part"],
            "shows its title": bool(document.Root.ViewerPreferences.DisplayDocTitle),
            "tagged": bool(document.Root.MarkInfo.Marked),
        }
    assert described == {
        "language": "de",
        "title": "Register der Vereinbarungen",
        "author": [settings.OFFICE.name],
        "standard": "1",
        "shows its title": True,
        "tagged": True,
    }


def test_title_paragraphs_pairs_and_table_are_tagged_as_such():
    document = open_pdf({"intro": "Erstens\nnoch\n\nZweitens", "facts": [["Stand", "heute"]]})
    tags = [tag for tag in tags_of(document) if tag not in ("Document", "Span", "Strong")]
    text = ["Title", "P", "P", "L", "LI", "Lbl", "LBody"]
    table = ["Table", "THead", "TR", "TH", "TH", "TBody", "TR", "TD", "TD"]
    assert tags == [*text, *table]


def test_the_header_of_a_table_comes_again_on_each_page():
    document = open_pdf({"header": ["Ähre", "B"], "rows": [["x", "y"]] * 100})
    assert len(document.pages) > 2
    assert text_of(document).count("Ähre") == len(document.pages)
    assert tags_of(document).count("TH") == 2


def test_pages_are_counted_in_the_language_of_the_document():
    assert "Seite 1 von 1" in text_of(open_pdf())
    assert "Page 1 of 1" in text_of(open_pdf(language="en"))


def test_a_list_of_nothing_is_a_document_too():
    assert len(open_pdf({"rows": []}).pages) == 1


def test_a_wide_table_lies_on_its_side():
    document = open_pdf({"landscape": True})
    _, _, width, height = map(float, document.pages[0].MediaBox)
    assert (round(width), round(height)) == (842, 595)


def test_simple_german_is_german_for_a_screen_reader():
    assert str(open_pdf(language="de-simple").Root.Lang) == "de"


def test_days_figures_and_strings_are_written_in_the_language_of_the_document():
    values = [
        date(2026, 7, 1),
        datetime(2026, 7, 1, 22, 30, tzinfo=UTC),
        12,
        None,
        gettext_lazy("Yes"),
    ]
    assert pdf._plain(values[:4]) == ["01.07.2026", "02.07.2026 00:30", 12, None]
    assert "Ja" in text_of(open_pdf({"rows": [[values[4], ""]]}))


def test_what_typst_would_read_as_markup_stays_text():
    typed = '#panic("x") $a^2$ *fett* _kursiv_ <marke> @quelle = Titel // Ende \\ `roh`'
    made = text_of(open_pdf({"intro": "= " + typed, "rows": [[typed, ""]], "widths": [9, 1]}))
    assert made.count(typed) == 2


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("محمد علی", "محمد علی"),
        ("می\u200cخواهم", "می\u200cخواهم"),
        ("Юрій Ґалаґан", "Юрій Ґалаґан"),
        ("Łucja Đặng Şahin", "Łucja Đặng Şahin"),
        ("e\u0301", "é"),
        ("王小明 (Wang)", STAND_IN * 3 + " (Wang)"),
        ("Danke 😀\ufe0f!", f"Danke {STAND_IN}!"),
        ("a\x00b\x07c\ufeff\u202ed", "abcd"),
        ("eins\r\nzwei\u2028drei\x0bvier", "eins\nzwei\ndrei\nvier"),
        ("a\tb\u2003c", "a b c"),
        ("10\u202fkm", "10\u00a0km"),
        ("\u064e\n\u064eЖ\u064e", f"{STAND_IN}\n{STAND_IN}Ж{STAND_IN}"),
        ("م\u064e", "م\u064e"),
        ("# $ * _ ` \\", "# $ * _ ` \\"),
    ],
)
def test_what_no_font_has_becomes_a_box(typed, shown):
    assert readable(typed) == shown
    table = {"rows": [[typed, typed]], "intro": typed, "facts": [[typed, typed]]}
    assert len(open_pdf(table, title=f"x {typed}").pages) == 1


@hypothesis_settings(max_examples=100, deadline=None)
@given(st.text(max_size=60))
def test_no_text_breaks_a_document(typed):
    open_pdf({"rows": [[typed, typed]], "intro": typed, "header": [typed, ""]})


def test_without_the_stand_in_a_document_would_break(monkeypatch):
    monkeypatch.setattr(pdf, "readable", str)
    with pytest.raises(typst.TypstError, match="could not be displayed"):
        open_pdf({"intro": "王"})


def test_both_weights_of_a_family_have_the_same_characters(settings):
    for names in fonts.FAMILIES.values():
        having = {fonts.characters_of((settings.FONTS / name).read_bytes()) for name in names}
        assert len(having) == 1


def test_only_our_own_fonts_are_used():
    assert fonts.fonts().families() == sorted(fonts.FAMILIES)


def test_missing_fonts_are_named_with_what_to_run(settings, tmp_path):
    assert fonts.fonts_are_there(None) == []
    settings.FONTS = tmp_path
    fonts.fonts.cache_clear()
    try:
        with pytest.raises(ImproperlyConfigured, match=r"FiraSans_400Regular.*npm run build"):
            pdf.render("shared/table.typ", TABLE, title="Liste")
    finally:
        fonts.fonts.cache_clear()
    assert [error.id for error in fonts.fonts_are_there(None)] == ["base.E002"]
