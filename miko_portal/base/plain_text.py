"""What people may type: any script, but no invisible characters that change how a text reads."""

import unicodedata

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

# Letters of Arabic, Persian or Hebrew need none of these; forged names do.
DIRECTION_MARKS = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
LINE_ENDS = frozenset("\t\n\r")


def plain_text(value):
    """Refuses control characters and marks that turn the direction of writing around."""
    for character in value:
        if character in LINE_ENDS:
            continue
        if character in DIRECTION_MARKS or unicodedata.category(character) in ("Cc", "Cs"):
            raise ValidationError(
                _("The text holds an invisible character (U+%(code)s). Please type it anew."),
                code="invisible",
                params={"code": f"{ord(character):04X}"},
            )
