"""The catalogues of interface strings: found in the code, kept as .po files, compiled to .mo.

Done with Django's own template reader and Babel, so that nobody needs the gettext tools.

Which languages a string needs is decided by where it stands, and only here: what the office alone
gets to see (`STAFF_ONLY`) is kept in German and English, everything else in all languages. English
is what stands in the code. A string in both kinds of places needs all languages.
"""

import os
import re
from fnmatch import fnmatch
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract as babel_extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from django.utils.translation import to_locale

from miko_portal.base.languages import LANGUAGES

ROOT = Path(__file__).resolve().parent.parent.parent
LOCALE = ROOT / "locale"
SOURCES = ["miko_portal", "cooperation", "trainings", "events", "templates"]
STAFF_ONLY = [
    "cooperation/*",
    "templates/cooperation/*",
    "miko_portal/base/administration.py",
    "miko_portal/base/answers.py",
    "miko_portal/base/chronicle.py",
    "miko_portal/base/holidays.py",
    "miko_portal/base/pdf.py",
    "miko_portal/base/seen.py",
    "miko_portal/base/sheets/*",
    "miko_portal/base/archives.py",
    "miko_portal/base/documents.py",
    "miko_portal/base/sounds.py",
    "trainings/booklet.py",
    "trainings/due.py",
    "trainings/enrol_lists.py",
    "templates/trainings/_enrol_list.html",
    "trainings/actions/answers_review.py",
    "trainings/questionnaires/results.py",
    "trainings/questionnaires/asking.py",
    "trainings/questionnaires/sheets.py",
    "trainings/questionnaires/sentences.py",
    "templates/trainings/*_answers.html",
    "templates/trainings/answers_*",
    "trainings/figures.py",
    "trainings/models/counts.py",
    "trainings/mail.py",
    "trainings/settling.py",
    "trainings/upkeep.py",
    "trainings/actions/attendance.py",
    "trainings/actions/trainers.py",
    "trainings/models/attendance.py",
    "trainings/signature_sheets.py",
    "trainings/certifying.py",
    "trainings/models/certificates.py",
    "templates/trainings/mail/*",
    "templates/admin/*",
    "templates/events/run_*",
    "events/actions/counts.py",
    "events/actions/circulars.py",
    "trainings/actions/circulars.py",
    "events/actions/interpreters.py",
    "events/actions/feedback_review.py",
    "events/actions/texts.py",
    "events/interpreter_mail.py",
    "events/models/counts.py",
    "events/models/attendance.py",
    "events/actions/door.py",
    "events/forms/door.py",
    "events/forms/for_others.py",
    "events/door_papers.py",
    "miko_portal/base/signature_sheets.py",
    "miko_portal/base/certificates/actions.py",
    "miko_portal/base/certificates/paper.py",
    "miko_portal/base/certificates/upkeep.py",
    "events/settling.py",
    "events/readability.py",
    "events/reminders.py",
    "events/text_forms.py",
    "events/text_sheets.py",
    "events/translating.py",
    "events/vocabulary.py",
    "templates/events/text_*",
    "events/*/counselling.py",
    "events/views/own_certificates.py",
    "templates/events/own_*",
    "templates/events/_own_*",
    "templates/events/mail/interpreter_*",
    "templates/shared/_answers_*",
    "templates/shared/_clash.html",
    "templates/shared/_differences.html",
    "templates/shared/_secret_address.html",
    "templates/shared/circular_form.html",
    "miko_portal/base/circulars.py",
    "templates/trainings/trainer_*",
    "templates/shared/_words.html",
    "miko_portal/base/comparing.py",
    "templates/events/_as_last_time.html",
    "templates/trainings/run_*",
    "templates/trainings/enrolment_*",
    "templates/trainings/own_*",
    "trainings/colleagues.py",
    "trainings/link_upkeep.py",
    "trainings/*/colleagues.py",
    "templates/shared/_account.html",
    "templates/shared/_navigation_staff.html",
    "templates/shared/mail.txt",
    "templates/shared/_nightly_*",
    "miko_portal/base/upkeep.py",
    "events/upkeep.py",
    "templates/shared/_sort_header.html",
    "templates/absence_form.html",
    "templates/account.html",
    "templates/invite.html",
    "miko_portal/forms.py",
    "templates/account/*",
    "templates/allauth/*",
    "templates/mfa/*",
    "templates/reports/*",
    "miko_portal/base/accounts/*",
    "miko_portal/reports*",
    "*/admin.py",
    "*/admin_*.py",
    "*/admin/*",
    "*/apps.py",
    "*/models.py",
    "*/models/*",
    "*/management/*",
]
# German comes first, English is in the code.
CODES = [language.code for language in LANGUAGES if language.code != "en"]

SINGULAR, PLURAL = None, (1, 2)
CONTEXT, CONTEXT_PLURAL = ((1, "c"), 2), ((1, "c"), 2, 3)
KEYWORDS = {
    "_": SINGULAR,
    **{f"gettext{end}": SINGULAR for end in ("", "_lazy", "_noop")},
    **{f"ngettext{end}": PLURAL for end in ("", "_lazy")},
    **{f"pgettext{end}": CONTEXT for end in ("", "_lazy")},
    **{f"npgettext{end}": CONTEXT_PLURAL for end in ("", "_lazy")},
}
# What would change with every run, or with the version of Babel.
RESTLESS = re.compile(
    r'# |#$|"(Project-Id-Version|Report-Msgid-Bugs-To|POT-Creation-Date|PO-Revision-Date'
    r"|Last-Translator|Language-Team|Generated-By): "
)


def is_staff_only(path):
    return any(fnmatch(path, pattern) for pattern in STAFF_ONLY)


def extracted():
    """Every string of the code and the templates: {(context, id): set of places}.

    The id is a text, or the pair of singular and plural.
    """
    found = {}
    for folder in SOURCES:
        for path in sorted((ROOT / folder).rglob("*")):
            place = path.relative_to(ROOT).as_posix()
            if path.suffix not in (".py", ".html", ".txt") or "/migrations/" in place:
                continue
            for key in _strings(path.read_text(encoding="utf-8"), place):
                found.setdefault(key, set()).add(place)
    return found


def _strings(text, place):
    if not place.endswith(".py"):
        from django.utils.translation.template import templatize

        # In brackets, since a template's indentation means nothing to Python.
        text = f"({templatize(text, origin=place)})"
    for _, message, _, context in babel_extract("python", BytesIO(text.encode()), KEYWORDS):
        yield context, message


def needed(code, found):
    """Those of the strings found that a language has to have."""
    return {
        key: places
        for key, places in found.items()
        if code == "de" or not all(is_staff_only(place) for place in places)
    }


def po_path(code):
    return LOCALE / to_locale(code) / "LC_MESSAGES" / "django.po"


def read(code):
    """The catalogue of a language as it is kept; empty where there is none yet."""
    locale = code.partition("-")[0]
    if not po_path(code).exists():
        return Catalog(locale=locale, fuzzy=False)
    with po_path(code).open("rb") as file:
        return read_po(file, locale=locale)


def write(code, catalog):
    """Sorted and without dates, so that a change shows what changed."""
    out = BytesIO()
    write_po(out, catalog, width=100, sort_output=True, ignore_obsolete=True, include_lineno=False)
    lines = out.getvalue().decode().splitlines(keepends=True)
    po_path(code).parent.mkdir(parents=True, exist_ok=True)
    po_path(code).write_text(
        "".join(line for line in lines if not RESTLESS.match(line)), encoding="utf-8"
    )


def update(code, found):
    """Brings a catalogue in step with the code; translations of strings that stay are kept."""
    old, new = read(code), Catalog(locale=code.partition("-")[0], fuzzy=False)
    for (context, message), places in needed(code, found).items():
        kept = old.get(message, context)
        new.add(
            message,
            kept.string if kept else None,
            locations=[(place, 0) for place in sorted(places)],
            context=context,
        )
    write(code, new)
    return new


def compile_all():
    """Writes the .mo files that are older than their .po files; returns their languages."""
    stale = []
    for code in CODES:
        source, target = po_path(code), po_path(code).with_suffix(".mo")
        if not source.exists():
            continue
        if target.exists() and target.stat().st_mtime >= source.stat().st_mtime:
            continue
        stale.append(code)
        part = target.with_suffix(f".{os.getpid()}.part")  # another process may do the same
        with part.open("wb") as file:
            write_mo(file, read(code))
        part.replace(target)
    return stale
