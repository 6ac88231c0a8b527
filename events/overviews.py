"""The month on the notice board: every date to come in it, by day, in one or several languages."""

from datetime import date
from itertools import groupby

from django.conf import settings
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import override

from events import paper
from events.interpreting import lacks
from events.telling import day
from events.templatetags.seminars import language_names, price
from miko_portal.base.languages import BY_CODE
from miko_portal.base.signs import code_of

MONTHS = 6  # that can be printed ahead
MOST = 100  # dates; about seven sheets


def months_from(on: date) -> list[date]:
    """The first days of this month and of those that follow."""
    first = on.year * 12 + on.month - 1
    return [date((first + n) // 12, (first + n) % 12 + 1, 1) for n in range(MONTHS)]


def name_of(month: date) -> str:
    """March 2027, in the language of the page."""
    return date_format(month, "F Y")


def overview_of(sessions, *, month: date, languages: list[str]) -> bytes:
    """The sheets as PDF, one language after the other; needs `with_texts_in(languages)`."""
    found = list(sessions[: MOST + 1])
    sections = []
    for language in languages:
        with override(language):
            sections.append(_section(found, month=month, language=language))
    data = {"department": settings.OFFICE.department, "sections": sections}
    title = sections[0]["title"]
    return paper.kept("events/month.typ", data, title=title, language=languages[0])


def _section(sessions, *, month, language):
    """What stands on the sheets of one language."""
    link = settings.PORTAL_URL + reverse("events:seminar_list")
    told = sessions[:MOST]
    days = groupby(told, key=lambda session: localdate(session.starts_at))
    return {
        **paper.script(),
        "language": language.partition("-")[0],
        "title": f"{_('Courses and meetings')} · {name_of(month)}",
        "page": _("Page {number} of {total}"),
        "header": [_("Time"), _("Course or meeting"), _("Where")],
        "days": [_day(list(dates), language=language) for _date, dates in days],
        "none": ""
        if told
        else _("There are no dates at the moment. Call us, or look in again soon."),
        "more": _("There are more dates. All of them are here:") if len(sessions) > MOST else "",
        "questions": _("Do you have a question? Call us:"),
        "telephone": paper.labelled("phone", _("Telephone")),
        "number": settings.OFFICE.phone,
        "scan": _("All about it, in your language:"),
        "code": code_of(link),
        "link": link,
    }


def _day(sessions, *, language):
    return {
        "day": day(sessions[0].starts_at),
        "rows": [_row(session, language=language) for session in sessions],
    }


def _row(session, *, language):
    run = session.run
    text = run.seminar.text_in(language)
    return {
        **paper.date_of(session, run=run),
        "banner": _("Cancelled") if run.reason_against(session) is not None else "",
        "kind": run.seminar.get_format_display(),
        "title": paper.in_its_language(text.title, text),
        "note": _("This text is in German only.") if text.language != language else "",
        "facts": _facts(session),
        "coming": run.get_coming_display(),
        "number": run.telephone if run.coming == "telephone" else "",
        "house": ", ".join(
            part for part in (session.room_id and session.room.name, session.place.name) if part
        ),
        "address": session.place.postal_line,
    }


def _facts(session):
    """The facts in a few words each."""
    run = session.run
    facts = [language_names(run.spoken)]
    planned = [code for code in run.interpreted if lacks(session, code)]
    if sure := [code for code in run.interpreted if code not in planned]:
        facts.append(f"{_('Interpreter:')} {language_names(sure)}")
    if planned:
        facts.append(f"{_('Interpreting is planned:')} {language_names(planned)}")
    facts.append(price(run.cost_cents))
    if run.childcare_places:
        facts.append(_("With childcare"))
    if session.place.step_free:
        facts.append(_("Without steps"))
    if run.women_only:
        facts.append(_("For women only"))
    return facts


def languages_among(codes, *, otherwise: str) -> list[str]:
    """Those of the codes that the portal speaks, in its order; else the one of the page."""
    return [code for code in BY_CODE if code in codes] or [otherwise]
