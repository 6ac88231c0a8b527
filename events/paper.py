"""What stands on paper about a run, in the language of the page: words beside symbols."""

import json
from hashlib import sha256

from django.conf import settings
from django.core.cache import caches
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from events.facts import Coming
from events.interpreting import certain, sought
from events.telling import day, times
from events.templatetags.seminars import language_names, price
from miko_portal.base import pdf
from miko_portal.base.languages import BY_CODE
from miko_portal.base.signs import symbol

KEPT = 24 * 60 * 60  # seconds; a document is set anew only when what it says has changed
BLUE = "#2044aa"


def kept(template: str, data: dict, *, title: str, language: str) -> bytes:
    """The document as PDF, set once while it says the same."""
    told = [template, title, language, settings.OFFICE.name, data]
    key = sha256(json.dumps(told, default=str).encode()).hexdigest()
    return caches["pages"].get_or_set(
        f"paper:{key}", lambda: pdf.render(template, data, title=title, language=language), KEPT
    )


def labelled(name, label, words=""):
    """A symbol with what it stands for, for who doesn't see it, and what there is to say."""
    return {"symbol": symbol(name, BLUE), "label": label, "words": words}


def in_its_language(words, text):
    """Words of a text with the language they are in, which a missing one makes German."""
    language = BY_CODE[text.language]
    return {
        "words": words,
        "language": language.code.partition("-")[0],
        "direction": language.direction,
    }


def date_of(session, *, run):
    """When one date of a run is; the figures keep their order from right to left too."""
    return {
        "day": day(session.starts_at),
        "times": times(session.starts_at, session.ends_at),
        "cancelled": run.reason_against(session) is not None,
    }


def facts_of(run, *, on) -> list[dict]:
    """What a run costs, which languages are spoken, and what it offers."""
    facts = [
        labelled("cost", _("Cost"), price(run.cost_cents)),
        labelled("language", _("Language"), language_names(run.spoken)),
    ]
    if sure := certain(run, on=on):
        facts.append(labelled("interpreter", _("Interpreter"), language_names(sure)))
    if planned := sought(run, on=on):
        label = _("Interpreting is planned")
        facts.append(labelled("interpreter", label, language_names(planned)))
    if run.childcare_places:
        ages = {"first": run.childcare_from_age, "last": run.childcare_until_age}
        cared_for = _("For children from %(first)s to %(last)s years") % ages
        facts.append(labelled("childcare", _("Childcare"), cared_for))
    if run.women_only:
        facts.append(labelled("women", _("For whom"), _("For women only")))
    return facts


def how_to_come(run) -> str:
    """What one does in order to come."""
    return {
        Coming.OPEN: _("Just come. You need not register."),
        Coming.HERE: _("Please register: scan the code or call us."),
        Coming.TELEPHONE: _("Please register by telephone."),
        Coming.PARTNER: _("Please register with our partner."),
    }[run.coming]


def number_to_register(run) -> str:
    """The telephone number that takes registrations; empty where none does."""
    if run.coming == Coming.TELEPHONE:
        return run.telephone or settings.OFFICE.phone
    return settings.OFFICE.phone if run.coming == Coming.HERE else ""


def more_dates(count) -> str:
    """and 3 more dates; nothing where there are none."""
    if count < 1:
        return ""
    return ngettext("and %(count)s more date", "and %(count)s more dates", count) % {"count": count}


def script() -> dict[str, str]:
    """Which way the page's language runs, and its comma."""
    language = BY_CODE[get_language()]
    return {"direction": language.direction, "comma": language.comma}
