"""The outbox: a message is a row stored with what it tells of, and sent afterwards.

    @outbox.writes("trainings.confirmed")
    def confirmed(person, enrolment):
        return Letter(to=person.mail, subject=…, body=…)

    outbox.post("trainings.confirmed", to=person, about=enrolment, language="de", at=at)

The writer is called when the message is sent, in its language; it returns None where there is
nothing to say any more.
"""

import logging
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import NamedTuple

from django.apps import apps
from django.conf import settings
from django.core.mail import EmailMessage
from django.db import models, transaction
from django.utils import translation

from miko_portal.base.models import Message

logger = logging.getLogger(__name__)

# After each attempt that fails the pause grows; after the last one somebody has to look.
PAUSES = [timedelta(minutes=minutes) for minutes in (1, 5, 30, 120, 480, 1440)]

_writers: dict[str, Callable] = {}


class Letter(NamedTuple):
    to: str
    subject: str
    body: str


def writes(kind: str):
    """Registers who writes the messages of a kind."""

    def register(writer):
        _writers[kind] = writer
        return writer

    return register


def post(kind: str, *, to: models.Model, about: models.Model, language: str, at: datetime) -> None:
    """Puts a message into the outbox, once for each recipient, kind and occasion."""
    message = Message(
        kind=kind,
        recipient=_reference(to),
        occasion=_reference(about),
        language=language,
        created_at=at,
        next_attempt_at=at,
    )
    Message.objects.bulk_create([message], ignore_conflicts=True)


def send_due(*, at: datetime) -> int:
    """Sends what is due, each message in a transaction of its own; returns how many left.

    Several may run at once: what one has in hand the others leave alone.
    """
    sent = 0
    while True:
        with transaction.atomic():
            message = Message.objects.due(at=at).select_for_update(skip_locked=True).first()
            if message is None:
                return sent
            try:
                with transaction.atomic(), translation.override(message.language):
                    _deliver(message)
            except Exception as error:
                logger.warning("Message %s was not sent: %s", message.pk, type(error).__name__)
                _try_again(message, at=at)
            else:
                message.sent_at = at
                sent += 1
            message.attempts += 1
            message.save()


def _try_again(message, *, at):
    if message.attempts < len(PAUSES):
        message.next_attempt_at = at + PAUSES[message.attempts]
    else:
        message.failed_at = at


def _deliver(message):
    to, about = _row(message.recipient), _row(message.occasion)
    if to is None or about is None:
        return
    letter = _writers[message.kind](to, about)
    if letter is None:
        return
    domain = settings.DEFAULT_FROM_EMAIL.rpartition("@")[2].strip(">")
    headers = {"Message-ID": f"<{message.created_at:%Y%m%d%H%M%S}.{message.pk}@{domain}>"}
    EmailMessage(letter.subject, letter.body, to=[letter.to], headers=headers).send()


def _reference(row):
    return f"{row._meta.label_lower}:{row.pk}"


def _row(reference):
    label, _, pk = reference.partition(":")
    return apps.get_model(label)._base_manager.filter(pk=pk).first()
