"""The fonts that PDFs are set in: our own, so that a document looks the same on every machine.

PDF/UA forbids a character that no font has, and a name may be written in any script. So what the
fonts lack is known before a document is made, and shown as a box.
"""

import struct
import unicodedata
from functools import cache, lru_cache

import typst
from django.conf import settings
from django.core.checks import Error, register
from django.core.exceptions import ImproperlyConfigured

# The first that has a character sets it. Both weights of a family have the same characters.
FAMILIES = {
    "Fira Sans": ["FiraSans_400Regular.ttf", "FiraSans_600SemiBold.ttf"],
    # Whole letters: those set as a stem and its dots would be copied twice (typst#4225).
    "Vazirmatn": ["Vazirmatn_400Regular.ttf", "Vazirmatn_600SemiBold.ttf"],
    "Noto Sans Arabic": ["NotoSansArabic_400Regular.ttf", "NotoSansArabic_600SemiBold.ttf"],
}
STAND_IN = "▯"
# They shape what stands beside them and need no glyph: joiners of Persian, places to hyphenate.
SHAPING = "\u200c\u200d\u00ad"
VARIANTS = range(0xFE00, 0xFE10)  # how an emoji looks
BLANKS = {"\n": "\n", "\u00a0": "\u00a0", "\u202f": "\u00a0"}
LINE_ENDS = str.maketrans(dict.fromkeys("\r\v\f\u0085\u2028\u2029", "\n"))


@cache
def fonts() -> typst.Fonts:
    """The fonts of the portal and no others."""
    if missing := missing_fonts():
        raise ImproperlyConfigured(missing)
    return typst.Fonts(
        include_system_fonts=False, include_embedded_fonts=False, font_paths=[settings.FONTS]
    )


def missing_fonts() -> str:
    """A sentence that says which fonts are missing and what to run; empty if none."""
    names = [name for family in FAMILIES.values() for name in family]
    missing = [name for name in names if not (settings.FONTS / name).is_file()]
    if not missing:
        return ""
    return (
        f"{settings.FONTS} lacks fonts for PDFs ({', '.join(missing)}). "
        "Run `npm ci --ignore-scripts --omit=dev && npm run build`."
    )


@register(deploy=True)
def fonts_are_there(app_configs, **kwargs):
    missing = missing_fonts()
    return [Error(missing, id="base.E002")] if missing else []


def readable(text: str) -> str:
    """The text with a box for each character that can't be shown.

    Line breaks stay. Control characters and marks without a shape of their own go.
    """
    text = unicodedata.normalize("NFC", text.replace("\r\n", "\n").translate(LINE_ENDS))
    shown, families = [], frozenset()
    for char in text:
        kind = unicodedata.category(char)
        if char in SHAPING:
            shown.append(char)
        elif char in "\n\t" or kind == "Zs":
            families = frozenset()
            shown.append(BLANKS.get(char, " "))
        elif kind not in ("Cc", "Cf") and ord(char) not in VARIANTS:
            # An accent is set by the font of its letter.
            having = families_of(char)
            families = families & having if kind.startswith("M") else having
            shown.append(char if families else STAND_IN)
    return "".join(shown)


@lru_cache(maxsize=10_000)
def families_of(char: str) -> frozenset[str]:
    """The families that have the character, or the letter and the accents it is made of."""
    parts = set(map(ord, unicodedata.normalize("NFD", char)))
    return frozenset(
        name
        for name, characters in coverage().items()
        if ord(char) in characters or parts <= characters
    )


@cache
def coverage() -> dict[str, frozenset[int]]:
    """The characters of each family."""
    return {
        name: characters_of((settings.FONTS / files[0]).read_bytes())
        for name, files in FAMILIES.items()
    }


def characters_of(font: bytes) -> frozenset[int]:
    """The characters of a font: its table `cmap`, in the form for the first 65,535 (format 4).

    https://learn.microsoft.com/typography/opentype/spec/cmap
    """
    (tables,) = struct.unpack_from(">H", font, 4)
    entries = (struct.unpack_from(">4sIII", font, 12 + 16 * number) for number in range(tables))
    start = next(offset for tag, _checksum, offset, _length in entries if tag == b"cmap")
    (count,) = struct.unpack_from(">H", font, start + 2)
    found = set()
    for number in range(count):
        _platform, _encoding, offset = struct.unpack_from(">HHI", font, start + 4 + 8 * number)
        kind, _length, _language, double = struct.unpack_from(">4H", font, start + offset)
        if kind != 4:
            continue
        last = struct.unpack_from(f">{double // 2}H", font, start + offset + 14)
        first = struct.unpack_from(f">{double // 2}H", font, start + offset + 16 + double)
        for low, high in zip(first, last, strict=True):
            found.update(range(low, high + 1))
    return frozenset(found - {0, 0xFFFF})
