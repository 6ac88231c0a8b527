"""The short text of a message: to say in a call, or to send to a mobile telephone."""

from collections.abc import Sequence
from datetime import datetime
from urllib.parse import quote

from django.conf import settings
from django.utils.text import Truncator
from django.utils.translation import get_language, gettext_lazy, override
from django.utils.translation import gettext as _

from events import interpreter_mail
from events.headlines import HEADLINES, headline
from events.models import Call, Run, Session
from events.telling import day, when, where
from events.templatetags.seminars import isolated, point_in_time
from miko_portal.base import texting

DATES = 2  # are told; of more it says that there are more
TITLES = (60, 40, 25, 12)  # letters: the longest for which a text message is short enough
PARTS = 3  # that a text message is sent in at most
BRIEF_OFFER = gettext_lazy("A seat is free, please answer by %(until)s: %(title)s")
OVER = ("run_cancelled", "lapsed", "cancelled")  # nobody has to know where it would have been


def short_text(name: str, run: Run, **about) -> str:
    """To say in a call: what happened, when and where it is, how to answer, and who says so.

    `name` is that of the message, such as "moved"; the run has its facts for the language that is
    active. It is about one `session`, or about those of `sessions` that take place.
    """
    office = isolated(f"{settings.OFFICE.name}, {settings.OFFICE.phone}")
    return "\n".join([*_lines(name, run, **about), office])


def text_message(name: str, run: Run, *, link: str, **about) -> str:
    """To send: as much of it as goes into three parts; the rest stands where the link leads to."""
    end = link or isolated(settings.OFFICE.phone)
    shorter = [{}, {"with_places": False}, *([{"dates": 0}] if link else [])]
    for longest in TITLES:
        for less in shorter:
            lines = _lines(name, run, longest=longest, brief=True, **less, **about)
            text = texting.plain("\n".join([*lines, end]))
            if texting.segments(text) <= PARTS:
                return text
    return text
    return text


def _headline(name, run, *, longest, session, until, brief):
    title = isolated(Truncator(run.seminar.text_in(get_language()).title).chars(longest))
    if until and brief:
        return BRIEF_OFFER % {"title": title, "until": point_in_time(until)}
    about = day(session.starts_at) if session else ""
    return headline(HEADLINES[name], title=title, day=about)


def _lines(
    name: str,
    run: Run,
    *,
    longest: int = TITLES[0],
    session: Session | None,
    sessions: Sequence[Session],
    until: datetime | None,
    dates: int = DATES,
    with_places: bool = True,
    brief: bool = False,
) -> list[str]:
    about = {"longest": longest, "session": session, "until": until, "brief": brief}
    lines = [_headline(name, run, **about)]
    shown = [session] if session else sessions
    if name == "date_cancelled":
        shown = []  # the headline has the day
    for date in shown[:dates]:
        lines.append(when(date.starts_at, date.ends_at))
        if with_places and name not in OVER:
            lines.append(isolated(where(date)))
    if len(shown) > dates > 0:
        lines.append("…")
    if until and not brief:
        told = {"until": point_in_time(until)}
        lines.append(
            _("Please answer by %(until)s. After that the seat goes to the next person.") % told
        )
    return lines


def text_of(call: Call, *, language: str, at) -> str:
    """What to say or to send, in a language; the call is from the list, with its facts."""
    run, name = call.run, call.kind.partition(".")[2]
    ahead = [date for date in run.dates if date.ends_at > at and not date.cancelled_on]
    with override(language):
        session = next((date for date in run.dates if date.pk == call.session_id), None)
        if call.interpreting:
            return interpreter_mail.short_text(name, run, session=session)
        name = "reminder" if name.startswith("reminder") else name
        until = call.registration.offered_until if name == "offered" else None
        text = short_text(name, run, session=session, sessions=ahead, until=until)
        if call.circular and call.circular.text:
            headed, _line, rest = text.partition("\n")
            return "\n".join([headed, call.circular.text, rest])
        return text


def sms_link(telephone: str, text: str) -> str:
    """Opens the telephone's own messages with the text; the mark is for old iPhones."""
    return f"sms:{telephone}?&body={quote(text)}"
