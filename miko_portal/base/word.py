"""Texts as a Word file (DOCX) that goes on to be worked on: styles, language, properties."""

from datetime import datetime
from io import BytesIO

import docx
from django.utils import timezone
from docx.enum.text import WD_TAB_LEADER
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor

FONT = "Arial"
INK = RGBColor(0, 0, 0)
LANGUAGE = "de-DE"
NOT_IN_XML = dict.fromkeys((0xFFFE, 0xFFFF))


class WordFile:
    """A German text on A4 with a title, numbered sections ("§ 1 …") and page numbers."""

    def __init__(self, *, title: str, author: str, subject: str, at: datetime):
        self.document = docx.Document()
        self.sections = 0
        self._set_page(title)
        self._set_styles()
        self._set_properties(title, author, subject, at)

    def title(self, text: str, below: str = ""):
        self._add(text, "Title")
        if below:
            self._add(below, "Subtitle")

    def heading(self, text: str):
        self._add(text, "Heading 1")

    def section(self, text: str):
        """A heading with the next number."""
        self.sections += 1
        self._add(f"§ {self.sections} {text}", "Heading 1")

    def subheading(self, text: str):
        self._add(text, "Heading 2")

    def text(self, typed: str):
        """As it was typed: an empty line parts paragraphs, a line break stays one."""
        for part in typed.split("\n\n"):
            if part.strip():
                self._add(part.strip("\n"))

    def named(self, name: str, rest: str = ""):
        """A paragraph that begins with a name in bold."""
        paragraph = self._add("")
        paragraph.add_run(_clean(name)).bold = True
        paragraph.add_run(_clean(rest))

    def signature(self, place_and_day: str, name: str, *, labels: tuple[str, str]):
        """Two lines to write on, with what is known already, and what belongs there below."""
        known = self._add(f"{place_and_day}\t{name}")
        line = self._add("\t\t")
        below = self._add("\t".join(labels))
        for paragraph in (known, line):
            paragraph.paragraph_format.keep_with_next = True
            paragraph.paragraph_format.space_after = Pt(0)
        known.paragraph_format.space_before = Pt(24)
        for paragraph in (known, below):
            paragraph.paragraph_format.tab_stops.add_tab_stop(Mm(90))
        stops = line.paragraph_format.tab_stops
        stops.add_tab_stop(Mm(80), leader=WD_TAB_LEADER.LINES)
        stops.add_tab_stop(Mm(90))
        stops.add_tab_stop(Mm(165), leader=WD_TAB_LEADER.LINES)

    def page_break(self):
        self.document.add_page_break()

    def content(self) -> bytes:
        buffer = BytesIO()
        self.document.save(buffer)
        return buffer.getvalue()

    def _add(self, text, style=None):
        return self.document.add_paragraph(_clean(text), style)

    def _set_page(self, title):
        page = self.document.sections[0]
        page.page_width, page.page_height = Mm(210), Mm(297)
        page.left_margin = page.right_margin = Mm(22)
        page.top_margin = page.bottom_margin = Mm(25)
        footer = page.footer.paragraphs[0]
        footer.paragraph_format.tab_stops.add_tab_stop(Mm(160))
        footer.add_run(f"{_clean(title)}\t\t")
        for name, before in (("PAGE", ""), ("NUMPAGES", " / ")):
            footer.add_run(before)
            field = OxmlElement("w:fldSimple")
            field.set(qn("w:instr"), name)
            footer._p.append(field)

    def _set_styles(self):
        styles = self.document.styles
        for language in styles.element.iter(qn("w:lang")):
            language.set(qn("w:val"), LANGUAGE)
        for name, size in (
            ("Normal", 11),
            ("Title", 18),
            ("Subtitle", 12),
            ("Heading 1", 13),
            ("Heading 2", 11),
        ):
            font = styles[name].font
            font.name, font.size, font.color.rgb = FONT, Pt(size), INK
            fonts = styles[name].element.rPr.rFonts
            for of_theme in [key for key in fonts.attrib if key.endswith("Theme")]:
                del fonts.attrib[of_theme]
        styles["Normal"].paragraph_format.space_after = Pt(8)

    def _set_properties(self, title, author, subject, at):
        told = self.document.core_properties
        told.title, told.author, told.subject = title[:255], author[:255], subject[:255]
        told.last_modified_by, told.language, told.comments = author[:255], LANGUAGE, ""
        told.created = told.modified = timezone.localtime(at).replace(tzinfo=None)


def _clean(text):
    return str(text).translate(NOT_IN_XML)
