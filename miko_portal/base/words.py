"""The words of a text as people look for them: whatever the case, the accents, the spelling.

One set of tables serves Python and the database, so that both make the same words of a text, on
every PostgreSQL and whatever its locale. Whoever changes a table writes a migration that makes the
generated columns anew.
"""

import re
import unicodedata
from typing import Self

from django.contrib.postgres.fields import ArrayField
from django.db.models import Func, TextField

# Letters without case of their own in the decomposed form, and their lower case.
_LOWER = {
    chr(code): chr(code).lower()
    for code in range(0x41, 0x530)
    if len(chr(code).lower()) == 1
    and chr(code).lower() != chr(code)
    and unicodedata.normalize("NFD", chr(code)) == chr(code)
}
# Letters that are typed for each other, in lower case.
_ALIKE = {
    **dict(zip("ıłđðøħŋŧґς", "ilddohntгσ", strict=True)),
    # Arabic and Persian: forms of hamza, ta marbuta, alif maqsura, ya and kaf; their digits.
    **dict(zip("ٱةىیېکۀەہھ", "اهيييكهههه", strict=True)),
    **{chr(0x660 + digit): str(digit) for digit in range(10)},
    **{chr(0x6F0 + digit): str(digit) for digit in range(10)},
}
_FOLDED = {letter: _ALIKE.get(lower, lower) for letter, lower in _LOWER.items()} | _ALIKE
_FROM, _TO = "".join(_FOLDED), "".join(_FOLDED.values())
_SPELLED_OUT = {"ß": "ss", "ẞ": "ss", "æ": "ae", "œ": "oe", "þ": "th"}

# Accents, harakat, tatweel, soft hyphens, joiners and marks of direction; in Cyrillic the
# apostrophe too ("сім'я"), which elsewhere ends a word ("l'eau", "Mayen'de").
_DROPPED = (
    r"[\u0300-\u036f\u0483-\u0487\u0610-\u061a\u0640\u064b-\u065f\u0670\u06d6-\u06dc\u06df-\u06e4"
    r"\u06e7\u06e8\u06ea-\u06ed\u00ad\u02b9-\u02bc\u200b-\u200f\u202a-\u202e\u2060-\u206f"
    r"\ufe00-\ufe0f\ufeff]|[\u0027\u2018\u2019](?=[\u0400-\u04ff])"
)
_APART = (
    r"[\u0000-\u002f\u003a-\u0040\u005b-\u0060\u007b-\u00a9\u00ab-\u00b9\u00bb-\u00bf\u00d7\u00f7"
    r"\u060c\u061b\u061f\u066a-\u066d\u06d4\u2000-\u2bff\u3000-\u303f]+"
)
LONGEST = 60  # letters; no word is longer, and an index takes no more than some
_HYPHENS = r"[\u002d\u2010\u2011]"


def _folded(text: str) -> str:
    text = re.sub(_DROPPED, "", unicodedata.normalize("NFD", text))
    text = text.translate(str.maketrans(_FROM, _TO))
    for letter, letters in _SPELLED_OUT.items():
        text = text.replace(letter, letters)
    return text


def words_of(text: str) -> list[str]:
    """The words that are looked for: those apart from each other, in their order."""
    return [word[:LONGEST] for word in re.sub(_APART, " ", _folded(text)).split()]


def words_held(text: str) -> set[str]:
    """All words a text is found by: hyphenated ones by their parts and as one."""
    return {*words_of(text), *words_of(re.sub(_HYPHENS, "", text))}


def _literal(text: str) -> str:
    """As the database takes a text of letters, and nothing else, in a template of Django's."""
    return "'" + text.replace("'", "''").replace("%", "%%") + "'"


def _apart_sql(text: str) -> str:
    apart = f"regexp_replace({text}, {_literal(_APART)}, ' ', 'g')"
    return rf"regexp_replace({apart}, '([^ ]{{{LONGEST}}})[^ ]*', '\1', 'g')"


def _folded_sql(text: str) -> str:
    folded = f"regexp_replace(normalize({text}, NFD), {_literal(_DROPPED)}, '', 'g')"
    folded = f"translate({folded}, {_literal(_FROM)}, {_literal(_TO)})"
    for letter, letters in _SPELLED_OUT.items():
        folded = f"replace({folded}, {_literal(letter)}, {_literal(letters)})"
    return folded


WORDS = ArrayField(TextField())


class WordsHeld(Func):
    """`words_held` as the database makes it, for a generated column."""

    template = (
        "string_to_array(btrim("
        + _apart_sql(
            _folded_sql(
                f"%(expressions)s || ' ' || "
                f"regexp_replace(%(expressions)s, {_literal(_HYPHENS)}, '', 'g')"
            )
        )
        + "), ' ')"
    )
    output_field = WORDS

    def as_sql(self, *args, **kwargs):
        sql, params = super().as_sql(*args, **kwargs)
        return sql, [*params, *params]  # the text stands in it twice


# -- What somebody looks for -----------------------------------------------------------------

SHORTEST_MISTYPED = 5  # letters
SHORTEST_MISTYPED_PART = 6
_ARTICLES = ("وال", "بال", "فال", "كال", "لل", "ال")
_GERMAN_ENDINGS = ("en", "er", "e", "n", "s")


class Sought:
    """A word that somebody looks for, with the other ways to write it."""

    def __init__(self, word: str, *, german: bool = False):
        self.word = word
        self.spelled = {word, *_spellings(word)}
        self.stems = _stems(word) if german else set()

    @classmethod
    def all_in(cls, text: str, *, most: int, german: bool = False) -> list[Self]:
        words = dict.fromkeys(words_of(text))
        return [cls(word, german=german) for word in list(words)[:most]]

    def is_in(self, word: str) -> bool:
        """Whether it is the word."""
        return word in self.spelled

    def is_part_of(self, word: str) -> bool:
        """Whether it is a part of the word: of two letters or one, its beginning."""
        if len(self.word) < 3:
            return word.startswith(self.word)
        return any(form in word for form in {*self.spelled, *self.stems})

    def is_mistyped_for(self, word: str) -> bool:
        """Whether it is the word, or an end or beginning of it, but for one slip of the finger."""
        return any(_mistyped(form, word) for form in self.spelled)

    def patterns(self) -> list[str]:
        """For LIKE: every word that one of these three is true of, and not many more."""
        if len(self.word) < 3:
            return [f"{self.word}%"]
        found = [f"%{form}%" for form in {*self.spelled, *self.stems}]
        for form in self.spelled:
            found += _patterns_of_typos(form)
        return found


def _spellings(word: str) -> set[str]:
    """The same word without the Arabic article, or with German umlauts typed in two letters."""
    found = {
        word.removeprefix(article)
        for article in _ARTICLES
        if word.startswith(article) and len(word) >= len(article) + 3
    }
    if len(word) >= 5:
        found.add(re.sub("ae|oe|ue", lambda umlaut: umlaut[0][0], word))
    return found - {word}


def _stems(word: str) -> set[str]:
    """The word without a German ending, where enough of it is left to mean something."""
    endings = (ending for ending in _GERMAN_ENDINGS if word.endswith(ending))
    return {word.removesuffix(ending) for ending in endings if len(word) >= len(ending) + 4}


def one_edit(one: str, other: str) -> bool:
    """Whether a letter left out, put in, replaced, or swapped with the next makes them equal."""
    if one == other or abs(len(one) - len(other)) > 1:
        return False
    shorter, longer = sorted((one, other), key=len)
    start = next((n for n, letter in enumerate(shorter) if letter != longer[n]), len(shorter))
    rest, more = shorter[start:], longer[start:]
    if len(shorter) < len(longer):
        return rest == more[1:]
    return rest[1:] == more[1:] or (rest[1::-1] == more[:2] and rest[2:] == more[2:])


def _mistyped(form: str, word: str) -> bool:
    length = len(form)
    if length < SHORTEST_MISTYPED:
        # Of few letters too many words differ by one: only two in the wrong order.
        return length == len(word) == 4 and sorted(form) == sorted(word) and one_edit(form, word)
    if length < SHORTEST_MISTYPED_PART:
        return form[0] == word[0] and one_edit(form, word)
    sizes = range(length - 1, min(length + 1, len(word)) + 1)
    return any(one_edit(form, word[:n]) or one_edit(form, word[-n:]) for n in sizes)


def _patterns_of_typos(form: str) -> list[str]:
    """One slip leaves the first half as it is or the second, or swaps the letters between."""
    length, half = len(form), len(form) // 2
    if length < 4:
        return []
    first, second = form[:half], form[half:]
    swapped = form[: half - 1] + form[half] + form[half - 1]
    return [
        f"{first}%",
        f"%{second}",
        f"%{swapped}%",
        *(f"{'_' * n}{second}%" for n in range(half - 1, half + 2)),
        *(f"%{first}{'_' * n}" for n in range(length - half - 1, length - half + 2)),
    ]
