"""What people are told about their registration, in their language; written when it is sent.

Below stands the same in German, so that somebody at hand can help. Each message is a template
`events/mail/<name>.txt` that fills the blocks of `_frame.txt`.
"""

import re
from datetime import datetime

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, override
from django.utils.translation import gettext_lazy as _

from events import telling
from events.calendars import calendar_of
from events.calling import call_up
from events.headlines import HEADLINES, headline
from events.models import Registration, Run
from events.models.seminars import GERMAN
from events.short import text_message
from events.templatetags.seminars import isolated
from miko_portal.base import outbox
from miko_portal.base.clock import today
from miko_portal.base.languages import BY_CODE
from miko_portal.base.outbox import Attachment, Letter, Text, writes
from miko_portal.base.seats import Notice

# Who reads these understands German: no copy follows.
GERMANS = (GERMAN, "de-simple")
RULE = "-" * 40
ANSWERED = ("confirmed", "offered")  # a text message has a link where there is something to do
# What the office calls about: it comes unasked.
CALLED = (Notice.OFFERED, Notice.LAPSED, Notice.CHILDCARE)


def tell(registration: Registration, notice: Notice, *, at: datetime) -> None:
    """Put a message into the outbox, or on the list of calls where no mail reaches somebody.

    The office does not call about what was just said on the screen or on the telephone.

    Nor is anybody written to about a registration that the office still has to check, unless a
    seat is kept for them.
    """
    if registration.is_held and notice in (Notice.CONFIRMED, Notice.WAITING):
        return
    if registration.is_written_to:
        outbox.post(
            f"events.{notice}",
            to=registration,
            about=registration,
            language=registration.language,
            at=at,
        )
    if notice in CALLED:
        call_up(f"events.{notice}", [registration], run=registration.run, at=at)


def tell_where_it_stands(registration: Registration, *, at: datetime) -> None:
    """The message that was held back until the office had looked."""
    if registration.confirmed_at:
        notice = Notice.CONFIRMED
    elif registration.is_waiting:
        notice = Notice.WAITING
    else:
        return
    tell(registration, notice, at=at)
    call_up(f"events.{notice}", [registration], run=registration.run, at=at)


@writes("events.confirmed", _("Registration confirmed"))
def confirmed(to: Registration, registration: Registration) -> Letter | None:
    if not registration.confirmed_at or registration.cancelled_at:
        return None
    return letter(registration, "confirmed", calendar="PUBLISH")


@writes("events.waiting", _("Place on the waiting list of a seminar"))
def waiting(to: Registration, registration: Registration) -> Letter | None:
    if not registration.is_waiting:
        return None
    return letter(registration, "waiting")


@writes("events.offered", _("Offer of a seat in a seminar"))
def offered(to: Registration, registration: Registration) -> Letter | None:
    if not registration.is_offered or registration.offered_until < timezone.now():
        return None
    return letter(registration, "offered")


@writes("events.lapsed", _("Seat in a seminar passed on"))
def lapsed(to: Registration, registration: Registration) -> Letter | None:
    return letter(registration, "lapsed", link=False)


@writes("events.cancelled", _("Registration cancelled"))
def cancelled(to: Registration, registration: Registration) -> Letter | None:
    return letter(registration, "cancelled", link=False)


@writes("events.childcare", _("Childcare after all"))
def childcare(to: Registration, registration: Registration) -> Letter | None:
    if registration.cancelled_at or not registration.childcare_at:
        return None
    return letter(registration, "childcare")


def letter(
    registration: Registration,
    name: str,
    *,
    link: bool = True,
    calendar: str = "",
    run_is_off: bool = False,
    **facts,
) -> Letter | Text | None:
    """The message `events/mail/<name>.txt`, which gets the facts named too.

    None where the contact is gone, or the run is off, unless that is what is told. `calendar` is
    the method of a calendar file, which has all dates or the `session` among the facts.
    The link to the registration is made here, when the message is sent.
    """
    language = get_language()
    run = Run.objects.with_facts_for(language).get(pk=registration.run_id)
    if not registration.is_written_to or (run.cancelled_on and not run_is_off):
        return None
    if not registration.has_mail:
        return _text_message(registration, run, name, facts.get("session"))
    address = _link(registration) if link else ""
    body = _text(registration, run, name, address, facts)
    parts, heading = [(BY_CODE[language], body)], ""
    if language not in GERMANS:
        heading = str(_("The same in German"))
        with override(GERMAN):
            copy = _text(registration, run, name, address, facts)
        body = "\n".join([body, RULE, heading, RULE, "", copy])
        parts.append((BY_CODE[GERMAN], copy))
    session = facts.get("session")
    subject = headline(
        HEADLINES[name],
        title=isolated(run.seminar.text_in(language).title),
        day=telling.day(session.starts_at) if session else "",
    )
    return Letter(
        to=registration.contact.mail,
        subject=subject,
        body=body,
        html=render_to_string(
            "events/mail/letter.html", {"subject": subject, "parts": parts, "heading": heading}
        ),
        attachments=(_calendar(run, language, calendar, session),) if calendar else (),
    )


def _text_message(registration, run, name, session):
    """The same in short, for who has only a mobile telephone."""
    now = timezone.now()
    ahead = [date for date in run.dates if date.ends_at > now and not date.cancelled_on]
    link = _link(registration) if name in ANSWERED else ""
    until = registration.offered_until if name == "offered" else None
    text = text_message(name, run, session=session, sessions=ahead, until=until, link=link)
    return Text(to=registration.contact.telephone, body=text)


def _text(registration, run, name, address, facts):
    """The message in the language that is active."""
    language, now = get_language(), timezone.now()
    text = run.seminar.text_in(language)
    sessions = [date for date in run.dates if not date.cancelled_on and date.ends_at > now]
    context = {
        "registration": registration,
        "run": run,
        "on": today(),
        "title": text.title,
        "sessions": sessions,
        "venues": list(dict.fromkeys(date.place for date in sessions)),
        "address": address,
        "feedback": settings.PORTAL_URL + reverse("events:feedback_create", args=[run.pk]),
        "other_courses": settings.PORTAL_URL + reverse("events:seminar_list"),
        "reads_german": language in GERMANS,
        "office": settings.OFFICE,
        **facts,
    }
    written = render_to_string(f"events/mail/{name}.txt", context)
    return re.sub(r"\n{3,}", "\n\n", written).strip() + "\n"  # parts that are empty leave gaps


def _link(registration):
    token = registration.new_link(at=timezone.now())
    return settings.PORTAL_URL + reverse("events:registration_detail", args=[token])


def _calendar(run, language, method, session):
    address = settings.PORTAL_URL + reverse("events:seminar_detail", args=[run.pk])
    dates = [session] if session else run.dates
    content = calendar_of(run, language=language, address=address, dates=dates, method=method)
    return Attachment("termin.ics", content, f"text/calendar; method={method}")
