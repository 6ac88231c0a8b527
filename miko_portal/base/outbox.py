"""The outbox: a message is a row stored with what it tells of, and sent afterwards.

    @outbox.writes("trainings.confirmed", _("Seat confirmed"))
    def confirmed(person, enrolment):
        return Letter(to=person.mail, subject=…, body=…)

    outbox.post("trainings.confirmed", to=person, about=enrolment, language="de", at=at)

The writer is called when the message is sent, in its language; it returns None where there is
nothing to say any more. A reminder names its day too, so that it is stored once, and again when
the day moves; its writer gets that day:

    @outbox.writes("cooperation.followup", _("Follow-up"))
    def follow_up(user, follow_up, *, on):
        return Letter(…) if follow_up.due_on == on else None

    outbox.post("cooperation.followup", to=user, about=follow_up, on=follow_up.due_on, …)

What is told again each time it changes names its edition, such as the sequence of a meeting that
was moved; its writer gets that as `edition=`.

What becomes of a message when the worker is killed:

- before it is handed to the mail server: it is sent by the next round;
- while it is handed over, or afterwards but before the row is stored as sent: it is sent again,
  under the same Message-ID, by which mail programs know it for the same;
- after that: it was sent once.
"""

import logging
import re
import smtplib
from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import NamedTuple

from django.apps import apps
from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.db import models, transaction
from django.utils import translation

from miko_portal.base import texting
from miko_portal.base.models import Message

logger = logging.getLogger(__name__)

# After each attempt that fails the pause grows; a mail server may be away over a long weekend.
# After the last one somebody has to look.
PAUSES = [timedelta(minutes=minutes) for minutes in (1, 5, 30, 120, 480, 1440, 1440, 1440)]

# The mail server itself is away or in trouble: no message would fare better.
SERVER_AWAY = (
    smtplib.SMTPServerDisconnected,
    smtplib.SMTPConnectError,
    smtplib.SMTPHeloError,
    smtplib.SMTPAuthenticationError,
)


# As `_written` makes it.
MESSAGE_ID = re.compile(r"<(?P<moment>[0-9]{14})\.(?P<pk>[0-9]{1,18})@[^<>\s]+>")


class Attachment(NamedTuple):
    name: str
    content: bytes
    type: str  # such as "application/pdf" or "text/calendar; method=REQUEST"


class Letter(NamedTuple):
    to: str
    subject: str
    body: str
    attachments: tuple[Attachment, ...] = ()
    html: str = ""  # the same, for mail programs that show it; nothing in it comes from elsewhere


class Text(NamedTuple):
    """A text message to a mobile telephone, where the county has connected a way to send it."""

    to: str
    body: str


class Kind(NamedTuple):
    name: str
    write: Callable


kinds: dict[str, Kind] = {}

# What happens, in the same transaction, when a message is given up or comes back.
giving_up: list[Callable] = []


def writes(kind: str, name: str):
    """Registers who writes the messages of a kind, and what the office calls it."""

    def register(writer):
        kinds[kind] = Kind(name, writer)
        return writer

    return register


def when_given_up(function):
    """Registers what an app does about a message that did not arrive; called with it and `at`."""
    giving_up.append(function)
    return function


def post(
    kind: str,
    *,
    to: models.Model,
    about: models.Model,
    language: str,
    at: datetime,
    on: date | None = None,
    edition: int | None = None,
    not_before: datetime | None = None,
) -> None:
    """Puts a message into the outbox, once for each recipient, kind and occasion.

    The occasion is a row, such as `cooperation.followup:12`, or a row on a day, such as
    `cooperation.followup:12@2026-11-24`, or in an edition, such as `cooperation.attendance:7@3`.
    It is sent at once, or `not_before` a moment.
    """
    occasion = _reference(about)
    if told := on.isoformat() if on else edition:
        occasion = f"{occasion}@{told}"
    message = Message(
        kind=kind,
        recipient=_reference(to),
        occasion=occasion,
        language=language,
        created_at=at,
        next_attempt_at=not_before or at,
    )
    Message.objects.bulk_create([message], ignore_conflicts=True)


def send_due(*, at: datetime) -> int:
    """Sends what is due, each message in a transaction of its own; returns how many left.

    Several may run at once: what one has in hand the others leave alone. What the mail server
    refuses for good has failed; everything else is tried again. A server that can't be reached
    or says nothing (`EMAIL_TIMEOUT`) ends the round. Where text messages can't be handed over, the
    others of the round wait, and mails go on.
    """
    sent, server_away, texts_wait = 0, False, False
    while not server_away:
        with transaction.atomic():
            message = Message.objects.due(at=at).select_for_update(skip_locked=True).first()
            if message is None:
                break
            written = None
            try:
                written = _written(message)
                if isinstance(written, Text):
                    if texts_wait:
                        raise texting.Away
                    texting.send(to=written.to, text=written.body, reference=_number(message))
                elif written:
                    written.send()
            except Exception as error:
                logger.warning("Message %s was not sent: %s", message.pk, type(error).__name__)
                message.fail(at=at, pauses=[] if _is_final(error) else PAUSES)
                if isinstance(written, Text):
                    texts_wait = not isinstance(error, texting.Refused)
                else:
                    server_away = written is not None and _is_of_server(error)
            else:
                message.sent_at = at
                sent += 1
            message.attempts += 1
            message.save()
            if message.failed_at:
                _give_up(message, at=at)
    return sent


def _give_up(message, *, at):
    for function in giving_up:
        function(message, at=at)


def come_back(message_id: str, *, at: datetime) -> Message | None:
    """A message that was sent did not arrive, as the mail server of its recipient tells later.

    Answers which; None where none of ours has this Message-ID, or it has failed already.
    """
    if not (named := MESSAGE_ID.search(message_id)):
        return None
    with transaction.atomic():
        sent = Message.objects.sent().select_for_update()
        message = sent.filter(pk=int(named["pk"])).first()
        if message is None or f"{message.created_at:%Y%m%d%H%M%S}" != named["moment"]:
            return None
        message.sent_at, message.failed_at = None, at
        message.save()
        _give_up(message, at=at)
        return message


def _is_final(error):
    """Whether the mail server won't have this recipient or this message, today or tomorrow."""
    match error:
        case texting.Refused():
            return True
        case smtplib.SMTPRecipientsRefused(recipients=refused):
            return all(code >= 500 for code, _reason in refused.values())
        case smtplib.SMTPDataError(smtp_code=code):
            return code >= 500
    return False


def _is_of_server(error):
    about_message = isinstance(error, smtplib.SMTPException) and not isinstance(error, SERVER_AWAY)
    return isinstance(error, OSError) and not about_message


def _written(message):
    """The message as it holds now, or None where there is nothing to say any more."""
    to, about = rows_of([message.recipient, message.occasion])
    if to is None or about is None:
        return None
    _model, _pk, which = split(message.occasion)
    domain = settings.DEFAULT_FROM_EMAIL.rpartition("@")[2].strip(">")
    with transaction.atomic(), translation.override(message.language):
        letter = kinds[message.kind].write(to, about, **which)
        if letter is None or isinstance(letter, Text):
            return letter
        email = EmailMultiAlternatives(
            str(letter.subject),
            letter.body,
            to=[letter.to],
            reply_to=[settings.OFFICE.mail],
            attachments=letter.attachments,
            headers={"Message-ID": f"<{_number(message)}@{domain}>"},
        )
        if letter.html:
            email.attach_alternative(letter.html, "text/html")
        return email


def _number(message):
    """The same each time that it is sent, and nobody else's."""
    return f"{message.created_at:%Y%m%d%H%M%S}.{message.pk}"


def send_again(messages: models.QuerySet, *, at: datetime) -> int:
    """Has those that failed tried once more, from the beginning; returns how many there are."""
    return messages.failed().update(failed_at=None, attempts=0, next_attempt_at=at)


def readdress(former: models.Model, *, to: models.Model) -> None:
    """Messages for one who turned out to be kept twice are for the row that stays.

    What both were to be told is told once: where one of two has been sent, that one counts.
    """
    theirs = Message.objects.filter(recipient=_reference(former))
    told = Message.objects.filter(recipient=_reference(to))
    pair = {"kind": models.OuterRef("kind"), "occasion": models.OuterRef("occasion")}
    told.waiting().filter(models.Exists(theirs.sent().filter(**pair))).delete()
    theirs.filter(models.Exists(told.filter(**pair))).delete()
    theirs.update(recipient=_reference(to))


def rows_of(references: list[str]) -> list[models.Model | None]:
    """The row that each reference names, None where it is gone; one query for each model."""
    named = [split(reference) for reference in references]
    found = {
        model: model._base_manager.in_bulk({pk for of, pk, _which in named if of is model})
        for model in {model for model, _pk, _which in named}
    }
    return [found[model].get(pk) for model, pk, _which in named]


def split(reference: str) -> tuple[type[models.Model], int, dict]:
    """Model and key of a reference, and its day or edition: `{"on": date(2026, 11, 24)}`."""
    label, _colon, row = reference.partition(":")
    pk, _at, which = row.partition("@")
    if not which:
        told = {}
    elif which.isdecimal():
        told = {"edition": int(which)}
    else:
        told = {"on": date.fromisoformat(which)}
    return apps.get_model(label), int(pk), told


def _reference(row):
    return f"{row._meta.label_lower}:{row.pk}"
