"""Whether the catalogues are complete and right, and how translations get in and out of them."""

import re
from collections import Counter

from miko_portal.base import catalogs

SAME_AS_GERMAN = catalogs.LOCALE / "same-in-simple-german.txt"
PLACEHOLDER = re.compile(r"%\(\w+\)[a-z]|%[sd]|\{\w*\}")
TAG = re.compile(r"</?[a-z]\w*")


def key_of(message):
    """What a string is called in the files for translators."""
    text = message.id[0] if isinstance(message.id, tuple | list) else message.id
    return f"{message.context}|{text}" if message.context else text


def forms(message, catalog):
    """The translations of a string: one, or one per plural form of the language."""
    if not message.pluralizable:
        return [message.string or ""]
    strings = list(message.string or ()) if not isinstance(message.string, str) else []
    return (strings + [""] * catalog.num_plurals)[: catalog.num_plurals]


def faults_of(message, strings, count):
    """What is wrong with a translation, in sentences."""
    if len(strings) != count:
        return [f"has {len(strings)} forms instead of {count}"]
    if not all(strings):
        return ["is not translated"]
    *_, text = message.id if message.pluralizable else (message.id,)
    found = []
    for number, string in enumerate(strings):
        wanted, given = Counter(PLACEHOLDER.findall(text)), Counter(PLACEHOLDER.findall(string))
        # "one seat" and "two seats" may do without the figure, the last form may not.
        may_lack = message.pluralizable and number < len(strings) - 1
        if given - wanted or (wanted - given and not may_lack):
            found.append(f"has other placeholders: {string!r}")
        if Counter(TAG.findall(text)) != Counter(TAG.findall(string)):
            found.append(f"has other tags: {string!r}")
        if any((text[at] == "\n") != (string[at] == "\n") for at in (0, -1)):
            found.append(f"begins or ends with another line break: {string!r}")
    return found


def entries(catalog):
    return [message for message in catalog if message.id]


def faults(code, found):
    """Everything that keeps a language from being complete and right."""
    catalog = catalogs.read(code)
    there = {(message.context, message.id): message for message in entries(catalog)}
    needed = catalogs.needed(code, found)
    out = [f"{key[1]!r} is not in the catalogue" for key in needed.keys() - there.keys()]
    out += [f"{key[1]!r} is no longer in the code" for key in there.keys() - needed.keys()]
    for key in needed.keys() & there.keys():
        strings = forms(there[key], catalog)
        wrong = faults_of(
            there[key], strings, catalog.num_plurals if there[key].pluralizable else 1
        )
        out += [f"{key[1]!r} {fault}" for fault in wrong]
    return sorted(out)


def same_in_simple_german():
    """Strings said alike in German and in easy German, but not on the list of those that may."""
    allowed = set()
    if SAME_AS_GERMAN.exists():
        allowed = set(SAME_AS_GERMAN.read_text(encoding="utf-8").splitlines())
    german = {(message.context, message.id): message for message in entries(catalogs.read("de"))}
    return sorted(
        key_of(message)
        for message in entries(catalogs.read("de-simple"))
        if message.string
        and (twin := german.get((message.context, message.id)))
        and twin.string == message.string
        and key_of(message).replace("\n", "\\n") not in allowed
    )


def missing(code):
    """What a language lacks, as {string: "" or a list of its plural forms}."""
    catalog = catalogs.read(code)
    return {
        key_of(message): strings if message.pluralizable else strings[0]
        for message in entries(catalog)
        if not all(strings := forms(message, catalog))
    }


def fill(code, translations):
    """Puts translations into a catalogue; returns what was refused, with the reason."""
    catalog = catalogs.read(code)
    known = {key_of(message): message for message in entries(catalog)}
    refused = []
    for key, given in translations.items():
        message, strings = known.get(key), [given] if isinstance(given, str) else list(given)
        if not any(strings):
            continue
        if message is None:
            refused.append(f"{key!r} is not in the catalogue")
            continue
        count = catalog.num_plurals if message.pluralizable else 1
        if wrong := faults_of(message, strings, count):
            refused += [f"{key!r} {fault}" for fault in wrong]
            continue
        message.string = tuple(strings) if message.pluralizable else strings[0]
    catalogs.write(code, catalog)
    return refused
