"""The languages people speak at seminars; many more than the pages are written in."""

from difflib import get_close_matches
from functools import cache

from babel import Locale
from django.utils.text import capfirst
from django.utils.translation import get_language, override
from django.utils.translation import gettext_lazy as _

# Codes as in the Unicode locale data, which knows their names in the languages of our pages.
_KNOWN = """
am ar az bg bn bs cs de el en es fa fa_AF ff fr ha hi hr hu hy it ka kk ln lt lv mk ml mn ne nl om
pa pl ps pt ro rom ru rw sk sl so sq sr sv sw ta th ti tl tr uk ur uz vi wo yo zh
"""
# Those it doesn't know, or not by the name their speakers use.
_OWN = {
    "ckb": _("Kurdish (Sorani)"),
    "gsg": _("German Sign Language"),
    "kmr": _("Kurdish (Kurmanji)"),
}
CODES = sorted({*_KNOWN.split(), *_OWN})


@cache
def _names(language: str) -> dict[str, str]:
    return dict(Locale(language.partition("-")[0]).languages)


def name_of(code: str) -> str:
    """What a language is called in the language of the page."""
    return capfirst(str(_OWN.get(code) or _names(get_language() or "de").get(code, code)))


def tag_of(code: str) -> str:
    """The code as other programs write it: fa-AF."""
    return code.replace("_", "-")


def choices() -> list[tuple[str, str]]:
    """Every language with its name, in the order of the names."""
    return sorted(((code, name_of(code)) for code in CODES), key=lambda pair: pair[1].casefold())


# What some of them are called too.
_ALSO = {
    "farsi": "fa",
    "kurmandschi": "kmr",
    "kurmanji": "kmr",
    "sorani": "ckb",
    "gebärdensprache": "gsg",
}


def codes_by_name() -> dict[str, str]:
    """The names people type, in the language of the page and in German, in lower case."""
    names = {name.casefold(): code for code, name in choices()}
    with override("de"):
        names |= {name.casefold(): code for code, name in choices()}
    return names | _ALSO


def meant_by(name: str) -> str | None:
    """The name of a language that somebody may have meant."""
    close = get_close_matches(name.casefold(), codes_by_name(), n=1)
    return name_of(codes_by_name()[close[0]]) if close else None
