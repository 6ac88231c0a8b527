"""What makes a text in Einfache Sprache hard to read, said in sentences; it forbids nothing.

The rules are few and plain on purpose: whoever writes sees at once why a hint is there. They find
signs, not grammar; a person decides.
"""

import re
from collections.abc import Iterator

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

MOST_WORDS = 15
MOST_LETTERS = 14  # of a word, or of a part between hyphens

# A full stop after these ends no sentence, nor does one after a figure ("am 3. März").
ABBREVIATIONS = {"bzw", "ca", "dr", "etc", "nr", "st", "str", "tel", "usw"}
END = re.compile(r"(?:[.!?…]+[»”“\"')]*|:)(?=\s)|\n+")
WORD = re.compile(r"[^\W_]+(?:[-'’./:]?[^\W_]+)*")
SUBJUNCTIVE = re.compile(r"(würde|könnte|hätte|wäre|müsste|dürfte|sollte)(n|st|t)?", re.IGNORECASE)
BECOME = {"wird", "wirst", "werde", "werden", "werdet", "wurde", "wurden", "wurdest", "worden"}
# Of "gemacht", "angemeldet", "erklärt", "informiert". Those in -en may be infinitives after
# a prefix ("wird besuchen"), so they count with "ge" only.
PARTICIPLE = re.compile(
    r"(?:[a-zäöüß]{2,8})?ge[a-zäöüß]{2,}(?:t|en)|(?:be|emp|ent|er|miss|ver|zer)[a-zäöüß]{2,}t"
    r"|[a-zäöüß]+iert"
)
INFINITIVES = re.compile(
    r".*ge(?:hen|ben|winnen|hören|nießen|nügen|nehmigen|lten|stalten|langen|lingen|wöhnen|brauchen)"
)
GENITIVE = re.compile(
    r"\b(?:des\s+(?:[a-zäöüß]+\s+)?[A-ZÄÖÜ][a-zäöüß]+"
    r"|(?:eines|meines|seines|ihres|Ihres|unseres|jedes|dieses)\s+(?:[a-zäöüß]+\s+)?"
    r"[A-ZÄÖÜ][a-zäöüß]*(?:es|ers|els|ens|ungs|tags|iums))\b"
)


def sentences(text: str) -> list[str]:
    """The sentences of a text, parted at stops, colons and ends of lines."""
    found, start = [], 0
    for end in END.finditer(text):
        if end[0] == "." and _goes_on(text[start : end.start()]):
            continue
        found.append(text[start : end.end()])
        start = end.end()
    found.append(text[start:])
    return [sentence.strip() for sentence in found if WORD.search(sentence)]


def _goes_on(before):
    last = before.split()[-1].lstrip("(„\"'") if before.split() else ""
    return last.isdecimal() or len(last) == 1 or last.casefold() in ABBREVIATIONS


def words(sentence: str) -> list[str]:
    return WORD.findall(sentence)


def hints(text: str) -> Iterator[str]:
    """What one might say more simply, sentence by sentence; long words once each."""
    long = set()
    for number, sentence in enumerate(sentences(text), 1):
        there = words(sentence)
        if len(there) > MOST_WORDS:
            yield ngettext(
                "Sentence %(number)s has %(count)s word.",
                "Sentence %(number)s has %(count)s words.",
                len(there),
            ) % {"number": number, "count": len(there)}
        for word in there:
            letters = max(map(len, re.split(r"[-/.]", word)))
            if letters > MOST_LETTERS and word not in long:
                long.add(word)
                yield _("“%(word)s” is long: %(count)s letters. A hyphen may help.") % {
                    "word": word,
                    "count": letters,
                }
        if is_passive(there):
            yield _("Sentence %(number)s doesn't say who does it (passive).") % {"number": number}
        for word in there:
            if SUBJUNCTIVE.fullmatch(word):
                yield _("Sentence %(number)s says “%(word)s”: is it so or not?") % {
                    "number": number,
                    "word": word,
                }
        for found in GENITIVE.finditer(sentence):
            yield _("Sentence %(number)s has a genitive: “%(words)s”. Better with “von”.") % {
                "number": number,
                "words": found[0],
            }


def is_passive(there: list[str]) -> bool:
    """Whether a form of "werden" stands with a participle in a sentence."""
    return any(word.casefold() in BECOME for word in there) and any(
        PARTICIPLE.fullmatch(word) and not INFINITIVES.fullmatch(word) for word in there
    )
