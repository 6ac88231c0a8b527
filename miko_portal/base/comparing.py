"""What two texts say differently, part by part and word by word."""

import re
from dataclasses import dataclass
from difflib import SequenceMatcher

from miko_portal.base.models import HistoryEntry

SAME, GONE, NEW = "same", "gone", "new"


@dataclass(frozen=True)
class Difference:
    """A part that the one text says so and the other so."""

    label: str
    before: str
    after: str

    @property
    def words(self) -> list[tuple[str, str]]:
        """Both in one, as runs of words that are the same, gone or new."""
        old, new = (re.findall(r"\s*\S+", text) for text in (self.before, self.after))
        runs = []
        for kind, a, b, c, d in SequenceMatcher(None, old, new).get_opcodes():
            if kind == "equal":
                runs.append((SAME, "".join(old[a:b])))
                continue
            runs += [(GONE, "".join(old[a:b])), (NEW, "".join(new[c:d]))]
        return [(kind, text) for kind, text in runs if text]

    @property
    def words_before(self):
        return [(kind, text) for kind, text in self.words if kind != NEW]

    @property
    def words_after(self):
        return [(kind, text) for kind, text in self.words if kind != GONE]


def differences(before: dict, after: dict) -> list[Difference]:
    """What is told differently, in the order of the later; what only the earlier tells is last."""
    found = []
    for key in dict.fromkeys([*after, *before]):
        (label, old), (_label, new) = (
            told.get(key, (other[key][0] if key in other else "", ""))
            for told, other in ((before, after), (after, before))
        )
        if old != new:
            found.append(Difference(label, old, new))
    return found


@dataclass
class Clash:
    """What somebody else stored while the same text was edited, against what was typed."""

    last: HistoryEntry | None
    differences: list[Difference]
