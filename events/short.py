"""The short text of a message: to say in a call, or to send to a mobile telephone."""

from collections.abc import Iterable
from urllib.parse import quote

from django.conf import settings
from django.utils.text import Truncator
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _

from events import interpreter_mail
from events.headlines import HEADLINES, headline
from events.models import Call, Run, Session
from events.telling import day, when, where
from events.templatetags.seminars import isolated, point_in_time

LONGEST_TITLE = 60
DATES = 2  # are told; of more it says that there are more


def short_text(
    name: str, run: Run, *, session: Session | None, sessions: Iterable[Session], until=None
) -> str:
    """What happened, when and where it is, how to answer, and who says so.

    `name` is that of the message, such as "moved"; the run has its facts for the language that is
    active. It is about one `session`, or about those of `sessions` that take place.
    """
    title = Truncator(run.seminar.text_in(get_language()).title).chars(LONGEST_TITLE)
    about = day(session.starts_at) if session else ""
    lines = [headline(HEADLINES[name], title=isolated(title), day=about)]
    shown = [session] if session else list(sessions)
    if name == "date_cancelled":
        shown = []  # the headline has the day
    with_place = name not in ("run_cancelled", "lapsed", "cancelled")
    for date in shown[:DATES]:
        lines.append(when(date.starts_at, date.ends_at))
        if with_place:
            lines.append(isolated(where(date)))
    if len(shown) > DATES:
        lines.append("…")
    if until:
        told = {"until": point_in_time(until)}
        lines.append(
            _("Please answer by %(until)s. After that the seat goes to the next person.") % told
        )
    lines.append(isolated(f"{settings.OFFICE.name}, {settings.OFFICE.phone}"))
    return "\n".join(lines)


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
