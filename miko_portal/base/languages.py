"""The languages of the interface: one row each; adding one is a row here and a .po file."""

from typing import NamedTuple


class Language(NamedTuple):
    code: str
    name: str  # as its readers call it
    direction: str  # "ltr" or "rtl"
    font: str  # the family of fonts that has its script

    @property
    def comma(self):
        """What stands between the parts of a list."""
        return "، " if self.direction == "rtl" else ", "


LANGUAGES = [
    Language("de", "Deutsch", "ltr", "latin"),
    Language("de-simple", "Einfache Sprache", "ltr", "latin"),
    Language("en", "English", "ltr", "latin"),
    Language("ar", "العربية", "rtl", "arabic"),
    Language("fa", "فارسی", "rtl", "arabic"),
    Language("fr", "Français", "ltr", "latin"),
    Language("pl", "Polski", "ltr", "latin"),
    Language("ru", "Русский", "ltr", "cyrillic"),
    Language("tr", "Türkçe", "ltr", "latin"),
    Language("uk", "Українська", "ltr", "cyrillic"),
]
BY_CODE = {language.code: language for language in LANGUAGES}

# Pages of the office itself are kept in these two.
STAFF_LANGUAGES = ("de", "en")
