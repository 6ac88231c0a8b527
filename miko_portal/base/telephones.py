"""Telephone numbers as people type them, kept as the telephone network knows them (E.164)."""

import re

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from miko_portal.base.forms import clean_text, western_digits

GERMANY = "+49"
# Of mobile telephones, where the zero in front was left out.
MOBILE = re.compile(r"1[567]\d{8,9}")


def normalised(typed: str) -> str:
    """+4915123456789 for "0151 2345 6789", "0049 (0) 151/23456789" or Arabic digits.

    Refuses what is no number, with a sentence.
    """
    text = re.sub(r"\(0\)", "", western_digits(clean_text(typed)))
    text = re.sub(r"[\s()/.\-\u2010-\u2015]", "", text).replace("\uff0b", "+")
    text = re.sub(r"\A00", "+", text)
    if re.fullmatch(r"0[1-9]\d+", text):
        text = GERMANY + text[1:]
    elif MOBILE.fullmatch(text):
        text = GERMANY + text
    if text.startswith(GERMANY + "0"):
        text = GERMANY + text[4:]
    if not re.fullmatch(r"\+[1-9]\d{6,14}", text):
        raise ValidationError(
            _("Please write the telephone number in digits, with the zero: 0151 23456789"),
            code="telephone",
        )
    return text


def said(number: str) -> str:
    """As people read it out: 0151 23456789; one of another country as it is kept."""
    national = number.removeprefix(GERMANY)
    if national == number:
        return number
    return f"0{national[:3]} {national[3:]}" if MOBILE.fullmatch(national) else f"0{national}"
