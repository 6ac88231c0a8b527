"""The search among the coming runs: whole words, parts of compounds, and what was mistyped."""

from dataclasses import dataclass

from django.db.models import Exists, Q, Value

from events.models import Word
from events.models.run_queries import RunQuerySet, held
from events.models.seminars import GERMAN
from miko_portal.base.words import Sought

MOST_WORDS = 8


@dataclass(frozen=True)
class Meant:
    """The words of texts, topics and places that one word may mean, by how near they are."""

    same: list[str]
    parts: list[str]
    mistyped: list[str]

    @classmethod
    def by(cls, sought: Sought, words: list[str]) -> "Meant":
        same = [word for word in words if sought.is_in(word)]
        rest = [word for word in words if not sought.is_in(word)]
        parts = [word for word in rest if sought.is_part_of(word)]
        return cls(
            same,
            parts,
            [w for w in rest if not sought.is_part_of(w) and sought.is_mistyped_for(w)],
        )


class Search:
    """What somebody typed, in the language of the page, and what it finds among some runs.

    Every word has to be held; a slip of the finger is forgiven where none of the runs holds the
    word as it was typed. The words that may be meant are asked for once.
    """

    def __init__(self, text: str, *, language: str, among: RunQuerySet):
        self.language, self.among = language, among
        german = language.partition("-")[0] == GERMAN
        sought = Sought.all_in(text, most=MOST_WORDS, german=german)
        near = Word.objects.near(sought, language=language) if sought else []
        self.meant = [Meant.by(one, near) for one in sought]

    def filter(self, runs: RunQuerySet) -> RunQuerySet:
        """Those of the runs that are found, in any way."""
        return self._holding_all(runs, self._in_any_way)

    def nearest_first(self, runs: RunQuerySet, *, most: int) -> list[int]:
        """The dates of what is found: whole words before parts before mistyped ones, then by day.

        Their keys; so many at most, and no more than three times as many are looked at.
        """
        ways = [
            lambda meant: self._held(meant.same),
            lambda meant: self._held(meant.same + meant.parts),
            self._in_any_way,
        ]
        tiers = [
            self._holding_all(runs, way).values_list(Value(n), "next_at", "pk", "next_session")[
                :most
            ]
            for n, way in enumerate(ways)
        ]
        found = sorted(tiers[0].union(*tiers[1:], all=True)) if self.meant else []
        return list(dict.fromkeys(date for *_order, date in found))[:most]

    def _holding_all(self, runs, way):
        if not self.meant:
            return runs.none()
        for meant in self.meant:
            runs = runs.filter(way(meant))
        return runs

    def _held(self, words):
        return held(words, language=self.language) if words else Q(pk=None)

    def _in_any_way(self, meant):
        as_typed = self._held([*meant.same, *meant.parts])
        if not meant.mistyped:
            return as_typed
        return as_typed | (
            self._held(meant.mistyped) & ~Exists(self.among.filter(as_typed).order_by())
        )
