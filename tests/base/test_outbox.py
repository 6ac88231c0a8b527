import os
import signal
import time
from datetime import UTC, datetime, timedelta

import pytest
from django.core import mail
from django.core.management import call_command
from django.db import connection, transaction

from miko_portal.base import outbox
from miko_portal.base.models import Message
from tests.base.factories import make_user

AT = datetime(2026, 3, 2, 12, tzinfo=UTC)


@pytest.fixture(autouse=True)
def writer():
    @outbox.writes("test")
    def write(user, about):
        if user.first_name == "weg":
            return None
        if user.first_name == "kaputt":
            raise OSError("no route to host")
        return outbox.Letter(to=user.email, subject="Hallo", body=f"Hallo {user.first_name}")

    yield
    del outbox._writers["test"]


def post(user, **kw):
    outbox.post("test", to=user, about=user, language="de", at=AT, **kw)


@pytest.mark.django_db
def test_message_is_stored_once_and_sent_with_what_holds_then():
    user = make_user(first_name="Anna")
    post(user)
    post(user)
    user.first_name = "Bea"
    user.save()
    assert [outbox.send_due(at=AT), outbox.send_due(at=AT)] == [1, 0]
    assert [(m.to, m.body) for m in mail.outbox] == [([user.email], "Hallo Bea")]
    message = Message.objects.get()
    name = mail.outbox[0].extra_headers["Message-ID"].partition("@")[0]
    assert name == f"<20260302120000.{message.pk}"


@pytest.mark.django_db
def test_message_that_fails_is_tried_again_with_growing_pauses():
    user = make_user(first_name="kaputt")
    post(user)
    at, pauses = AT, []
    for _ in outbox.PAUSES:
        outbox.send_due(at=at)
        message = Message.objects.get()
        pauses.append(message.next_attempt_at - at)
        at = message.next_attempt_at
    assert pauses == sorted(pauses) == outbox.PAUSES
    outbox.send_due(at=at)
    message = Message.objects.get()
    assert (message.failed_at, message.sent_at, message.attempts) == (at, None, 7)
    assert outbox.send_due(at=at + timedelta(days=9)) == 0


@pytest.mark.django_db
def test_message_waits_for_its_time():
    post(make_user())
    assert outbox.send_due(at=AT - timedelta(seconds=1)) == 0


@pytest.mark.django_db
def test_nothing_is_sent_where_there_is_nothing_to_say():
    gone = make_user()
    post(gone)
    gone.delete()
    post(make_user(first_name="weg"))
    outbox.send_due(at=AT)
    assert mail.outbox == []
    assert not Message.objects.filter(sent_at=None).exists()


@pytest.fixture
def _signals():
    before = {number: signal.getsignal(number) for number in (signal.SIGTERM, signal.SIGINT)}
    yield
    for number, handler in before.items():
        signal.signal(number, handler)


@pytest.mark.django_db
@pytest.mark.usefixtures("_signals")
def test_messages_are_sent_again_and_again_until_told_to_stop(monkeypatch):
    def pause(seconds):
        if Message.objects.count() == 1:
            post(make_user(first_name="Bea"))
        elif not Message.objects.filter(sent_at=None).exists():
            os.kill(os.getpid(), signal.SIGTERM)

    monkeypatch.setattr(time, "sleep", pause)
    post(make_user(first_name="Anna"))
    call_command("send_messages", every=1)
    assert [m.body for m in mail.outbox] == ["Hallo Anna", "Hallo Bea"]


@pytest.mark.django_db(transaction=True)
def test_message_in_anothers_hand_is_left_alone():
    post(make_user(first_name="Anna"))
    other = connection.copy()
    try:
        other.set_autocommit(False)
        with other.cursor() as cursor:
            cursor.execute("SELECT id FROM base_message FOR UPDATE")
        assert outbox.send_due(at=AT) == 0
        other.rollback()
    finally:
        other.close()
    assert outbox.send_due(at=AT) == 1


@pytest.mark.django_db(transaction=True)
def test_message_goes_with_its_transaction():
    with transaction.atomic():
        post(make_user())
        transaction.set_rollback(True)
    assert not Message.objects.exists()
