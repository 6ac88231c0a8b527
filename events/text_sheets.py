"""Texts for translators as a table, and the table back: each row judged before any is stored."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from events.models import Seminar, SeminarText, TextState
from events.models.seminars import GERMAN, PARTS, TRANSLATED
from events.text_forms import TranslationForm
from events.translating import board_row, called

MOST_ROWS = 1000

# The names of the columns are the office's own, and German whoever reads them.
COLUMNS = {
    "key": ["Schlüssel"],
    "read": ["Prüfzeichen"],
    **{
        name: [f"Übersetzung: {label}"]
        for name, label in zip(PARTS, ("Titel", "Satz", "Text", "Mitbringen"), strict=True)
    },
}
NEEDED = list(COLUMNS)
# What the translator reads and nobody reads back.
TOLD = [
    "Sprache",
    "Stand",
    "Deutsch: Titel",
    "Deutsch: Satz",
    "Deutsch: Text",
    "Deutsch: Mitbringen",
]
DUE = {TextState.MISSING, TextState.OUTDATED}


def header() -> list[str]:
    """Each German part stands beside its translation."""
    beside = [
        name
        for german, part in zip(TOLD[2:], PARTS, strict=True)
        for name in (german, COLUMNS[part][0])
    ]
    return [COLUMNS["key"][0], *TOLD[:2], *beside, COLUMNS["read"][0]]


def lines(seminars: models.QuerySet[Seminar], *, languages: list[str]) -> Iterator[list[str]]:
    """What is missing or outdated in the languages, a line for each text."""
    for seminar in seminars.with_translations().with_texts_for(GERMAN):
        german = seminar.text_in(GERMAN)
        if german is None:
            continue
        for cell in board_row(seminar, languages=languages).cells:
            if cell.state not in DUE:
                continue
            beside = []
            for part in PARTS:
                beside += [getattr(german, part), getattr(cell.text, part, "")]
            yield [
                f"{seminar.pk}/{cell.language}",
                cell.name,
                cell.state.label,
                *beside,
                "-".join(filter(None, [german.digest, cell.text and cell.text.digest])),
            ]


class Verdict(models.TextChoices):
    """What becomes of a row."""

    NEW = "new", gettext_lazy("new")
    CHANGED = "changed", gettext_lazy("changed")
    GERMAN_CHANGED = "german", gettext_lazy("outdated at once: the German text has changed")
    UNCHANGED = "unchanged", gettext_lazy("unchanged")
    EMPTY = "empty", gettext_lazy("not translated")
    LEFT_OUT = "left_out", gettext_lazy("left out")


TAKES = {Verdict.NEW, Verdict.CHANGED, Verdict.GERMAN_CHANGED}


@dataclass
class JudgedText:
    """A row of the table: which text it is, and whether it can be taken over."""

    number: int  # of the row in the file
    cells: dict[str, str]
    seminar: Seminar | None = None
    language: str = ""
    form: TranslationForm | None = None
    verdict: Verdict = Verdict.LEFT_OUT
    complaints: list[str] = field(default_factory=list)

    @property
    def takes(self) -> bool:
        return self.verdict in TAKES

    @property
    def language_name(self):
        return called(self.language) if self.language else ""

    @property
    def text(self) -> SeminarText:
        return self.form.instance


def judge(rows: Iterable[tuple[int, dict]], *, origin: str) -> list[JudgedText]:
    """Each row by itself and by the others, with the same number of queries however many.

    A text that was made from an earlier German one is taken over and counts as outdated, unless
    there is a newer one; one that somebody has changed since the table was made is left out.
    """
    judged = [JudgedText(number, cells) for number, cells in rows]
    keys = {id(row): re.fullmatch(r"([0-9]{1,18})/([a-z-]+)", row.cells["key"]) for row in judged}
    asked = {int(key[1]) for key in keys.values() if key}
    seminars = Seminar.objects.with_title().in_bulk(asked)
    texts = {
        (text.seminar_id, text.language): text
        for text in SeminarText.objects.filter(seminar__in=asked)
    }
    seen = set()
    for row in judged:
        key = keys[id(row)]
        row.seminar = seminars.get(int(key[1])) if key else None
        german = row.seminar and texts.get((row.seminar.pk, GERMAN))
        if german is None or key[2] not in TRANSLATED:
            row.complaints.append(
                _("There is no seminar with the key “%(key)s”.") % {"key": row.cells["key"][:40]}
            )
            continue
        row.language = key[2]
        _judge(row, german, texts.get((row.seminar.pk, row.language)), origin)
        if key[0] in seen:
            row.verdict = Verdict.LEFT_OUT
            row.complaints.append(_("It stands in this table twice."))
        seen.add(key[0])
    return judged


def _judge(row, german, there, origin):
    said = {part: row.cells[part] for part in PARTS}
    read = re.fullmatch(r"([0-9a-f]{32})(?:-([0-9a-f]{32}))?", row.cells["read"])
    if read is None:
        row.complaints.append(_("The check mark in the last column is damaged."))
        return
    source, loaded = read[1], read[2] or ""
    new = SeminarText(seminar=row.seminar, language=row.language)
    data = {**said, "origin": origin, "source": source, "loaded": loaded}
    row.form = TranslationForm(data, instance=new, german=german)
    if not any(said.values()):
        row.verdict = Verdict.EMPTY
    elif not row.form.is_valid():
        row.complaints += [
            f"{row.form.fields[name].label}: {message}"
            for name, messages in row.form.errors.items()
            for message in messages
        ]
    elif there and there.parts == new.parts:
        row.verdict = Verdict.UNCHANGED
    elif (there.digest if there else "") != loaded:
        row.complaints.append(_("Somebody has changed this translation since the table was made."))
    elif source == german.digest:
        row.verdict = Verdict.CHANGED if there else Verdict.NEW
    elif there and there.source_digest == german.digest:
        row.complaints.append(_("There is a translation of the newer German text already."))
    else:
        row.verdict = Verdict.GERMAN_CHANGED
