"""Text messages to mobile telephones, through whatever the county connects (`SMS_BACKEND`).

A connection is a class with one method, named by its dotted path, as Django's for mail are:

    class OurProvider:
        def send(self, *, to: str, text: str, reference: str) -> None: ...

`to` is the number as the telephone network knows it (+4915123456789). What can be sent twice, when
the portal was stopped in between, has the same `reference`. It raises `Refused` for what the
provider will not take tomorrow either; whatever else it raises is tried again later.
"""

import math
import re

from django.conf import settings
from django.core.checks import Error, register
from django.utils.module_loading import import_string

# Numbers of German mobile telephones; of foreign ones nobody can tell.
MOBILE = r"^\+491[567][0-9]{8,9}$"

# What a text message holds in its own alphabet; any other letter makes all of it UCS-2.
GSM = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZ"
    "ÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
TWICE = frozenset("^{}\\[~]|€")  # count as two letters
PLAIN = str.maketrans({"–": "-", "—": "-", "…": "...", "’": "'", "„": '"', "“": '"', "”": '"'})


class Refused(Exception):
    """The provider will not take this number or this text, today or tomorrow."""


class Away(Exception):
    """The provider did not answer a moment ago; the next round tries again."""


class Console:
    """For trying out: prints what would be sent."""

    def send(self, *, to, text, reference):
        print(f"SMS {reference} → {to}\n{text}\n")


def is_connected() -> bool:
    return bool(settings.SMS_BACKEND)


def reaches(telephone: str) -> bool:
    """Whether a text message can be sent to a number."""
    return is_connected() and bool(re.search(MOBILE, telephone))


def send(*, to: str, text: str, reference: str) -> None:
    import_string(settings.SMS_BACKEND)().send(to=to, text=text, reference=reference)


def plain(text: str) -> str:
    """With the signs of the telephone's own alphabet where there are such."""
    return text.translate(PLAIN)


def segments(text: str) -> int:
    """In how many parts it is sent, each of which costs."""
    if all(letter in GSM or letter in TWICE for letter in text):
        length, alone, chained = len(text) + sum(letter in TWICE for letter in text), 160, 153
    else:
        length, alone, chained = len(text.encode("utf-16-be")) // 2, 70, 67
    return 1 if length <= alone else math.ceil(length / chained)


@register()
def check_connection(app_configs, **kwargs):
    """What is named as the connection can be imported and sends."""
    if not is_connected():
        return []
    try:
        found = callable(import_string(settings.SMS_BACKEND).send)
    except (ImportError, AttributeError):
        found = False
    text = f"SMS_BACKEND: {settings.SMS_BACKEND} is no class with a method `send`."
    hint = "Name it by its dotted path; see miko_portal/base/README.md."
    return [] if found else [Error(text, hint=hint, id="base.E003")]
