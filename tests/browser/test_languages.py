"""Every page speaks the language of its address, says so, and leaves no string in English."""

import re

import pytest
from django.core.cache import caches
from django.utils import translation
from django.utils.translation import trans_real

from miko_portal.base.languages import BY_CODE

from .checks import none_of
from .pages import PAGES

pytestmark = [pytest.mark.matrix, pytest.mark.django_db]

HTML = re.compile(r'<html[^>]*\blang="([\w-]+)"[^>]*\bdir="(\w+)"')


@pytest.fixture
def untranslated(monkeypatch):
    """The strings asked for while pages are made that their language has no words for."""
    missing = set()
    for kept in caches.all():
        kept.clear()

    def listen(name, key_of):
        real = getattr(trans_real, name)

        def listening(*args):
            if (code := translation.get_language()) != "en":
                key, *number = key_of(*args)
                if key and not translated(code, key, *number):
                    missing.add(f"{code}: {key!r}")
            return real(*args)

        monkeypatch.setattr(translation._trans, name, listening)

    listen("gettext", lambda message: [message])
    listen("pgettext", lambda context, message: [f"{context}\x04{message}"])
    listen("ngettext", lambda one, many, number: [one, number])
    listen("npgettext", lambda context, one, many, number: [f"{context}\x04{one}", number])
    return missing


def translated(code, key, *number):
    catalog = trans_real.translation(code)._catalog
    try:
        return catalog.plural(key, *number) if number else catalog[key]
    except KeyError:
        return ""


@pytest.mark.parametrize("code", BY_CODE)
def test_pages_speak_their_language(code, ask, untranslated):
    language, faults = BY_CODE[code], []
    for page in PAGES:
        if code not in page.languages:
            continue
        answer = ask(page, code)
        said = HTML.search(answer.content.decode())
        if not said or said.groups() != (code, language.direction):
            faults.append(f"{page}: {said and said.group()}")
        if answer["Content-Language"] != code:
            faults.append(f"{page}: Content-Language {answer['Content-Language']}")
    faults += sorted(untranslated)
    none_of(faults)


def test_untranslated_string_is_found(untranslated):
    with translation.override("ar"):
        translation.gettext("Monday")
        translation.gettext("A sentence that nobody has translated.")
        translation.ngettext("one horse", "two horses", 2)
    assert untranslated == {"ar: 'A sentence that nobody has translated.'", "ar: 'one horse'"}
