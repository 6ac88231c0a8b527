"""How a seminar stands in each language, and what has changed in German since a translation."""

from dataclasses import dataclass
from hashlib import md5

from django.utils.text import capfirst

from events.languages import CODES, name_of
from events.models import Seminar, SeminarText, TextState
from events.models.seminars import PARTS, STANDS
from miko_portal.base.comparing import Difference, differences
from miko_portal.base.languages import BY_CODE
from miko_portal.base.models import HistoryEntry

STATES = {each: state for state, those in STANDS.items() for each in those}


def called(language: str) -> str:
    """What a language of the pages is called in the language of the page."""
    return name_of(language) if language in CODES else BY_CODE[language].name


@dataclass(frozen=True)
class Cell:
    """A seminar in one language, as the board shows it."""

    language: str
    state: TextState
    text: SeminarText | None

    @property
    def name(self):
        return called(self.language)


@dataclass(frozen=True)
class Row:
    seminar: Seminar
    german: str  # digest of the German text; empty where there is none
    cells: list[Cell]


def board_row(seminar: Seminar, *, languages: list[str]) -> Row:
    """A seminar `with_translations()`, in the languages asked for."""
    texts = {text.language: text for text in seminar.translated}
    cells = [
        Cell(
            language,
            STATES[texts[language].state] if language in texts else TextState.MISSING,
            texts.get(language),
        )
        for language in languages
    ]
    digests = [text.german_digest for text in seminar.translated if text.german_digest]
    return Row(seminar, digests[0] if digests else "", cells)


def digest_of(parts: dict[str, str]) -> str:
    """The same as the database computes for a text (`SeminarText.digest`)."""
    joined = "".join(f"{parts[name]}\x1f" for name in PARTS)
    return md5(joined.encode(), usedforsecurity=False).hexdigest()


def german_before(german: SeminarText, digest: str) -> dict[str, str] | None:
    """What the German text said when it had this digest.

    Read from its history; None where that doesn't reach back so far.
    """
    parts = german.parts
    for entry in HistoryEntry.objects.of(german):
        if entry.action == HistoryEntry.Action.INSERT:
            break
        changed = {name: entry.changes[name][0] for name in PARTS if name in entry.changes}
        parts |= changed
        if changed and digest_of(parts) == digest:
            return parts
    return None


def changed_since(german: SeminarText, digest: str) -> list[Difference] | None:
    """What the German text says otherwise than when it had this digest; None: nobody knows."""
    if german.digest == digest:
        return []
    before = german_before(german, digest)
    return before and differences(told(before), told(german.parts))


def told(parts: dict[str, str]) -> dict[str, tuple[str, str]]:
    """The parts of a text with their labels, to be compared."""
    return {
        name: (capfirst(SeminarText._meta.get_field(name).verbose_name), parts[name])
        for name in PARTS
    }
