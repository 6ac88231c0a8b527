"""Names as they stand on certificates."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from miko_portal.base.fonts import STAND_IN, readable


def check_printable(name: str) -> None:
    """Refuses a name that our letters can't print: no box shall stand on a certificate."""
    if not name or STAND_IN in readable(name):
        message = _("We cannot print this name. Please write it in Latin or Arabic letters.")
        raise ValidationError(message, code="unprintable")


def initials_of(name: str) -> str:
    """The first letters of the first and the last word, in their script: A. B."""
    letters = list(filter(None, map(_first_letter, name.split()))) or ["–"]
    return " ".join(f"{letter}." for letter in [letters[0], *letters[1:][-1:]])


def _first_letter(word):
    return next((character for character in word if character.isalnum()), "")
